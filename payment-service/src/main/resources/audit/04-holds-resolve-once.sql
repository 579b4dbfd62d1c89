-- A pending transfer is posted or voided at most once, between its own accounts, with at most its own amount.
select format('hold %s of %s: resolved %s times, by %s', h.seq, h.amount, count(*), sum(r.amount))
from transfer r
         join transfer h on h.seq = r.pending_seq
where r.phase in ('POST', 'VOID')
group by h.seq, h.amount, h.phase, h.debit_account, h.credit_account
having count(*) > 1
    or sum(r.amount) > h.amount
    or h.phase <> 'PENDING'
    or bool_or(r.debit_account <> h.debit_account or r.credit_account <> h.credit_account)
