-- A pending transfer is posted or voided at most once, between its own accounts, with at most its own amount, and no longer than it holds.
select format('hold %s of %s: resolved %s times, by %s', h.seq, h.amount, count(*), sum(r.amount))
from transfer r
         join transfer h on h.seq = r.pending_seq
where r.phase in ('POST', 'VOID')
group by h.seq, h.amount, h.phase, h.debit_account, h.credit_account
having count(*) > 1
    or sum(r.amount) > h.amount
    or h.phase <> 'PENDING'
    or bool_or(r.debit_account <> h.debit_account or r.credit_account <> h.credit_account)
union all
-- They are voided within a minute or two; an hour means that nobody does it.
select format('hold %s of %s expired at %s and is open', h.seq, h.amount, h.expires_at)
from transfer h
where h.expires_at < now() - interval '1 hour'
  and not exists (select from transfer r where r.pending_seq = h.seq and r.phase in ('POST', 'VOID'))
union all
-- What is posted late was not there any more.
select format('hold %s expired at %s and was posted at %s', h.seq, h.expires_at, p.posted_at)
from transfer h
         join transfer r on r.pending_seq = h.seq and r.phase = 'POST'
         join posting p on p.id = r.posting_id
where h.expires_at <= p.posted_at
union all
select format('transfer %s resolves hold %s, which is not there', r.seq, r.pending_seq)
from transfer r
where r.phase in ('POST', 'VOID')
  and not exists (select from transfer h where h.seq = r.pending_seq)
