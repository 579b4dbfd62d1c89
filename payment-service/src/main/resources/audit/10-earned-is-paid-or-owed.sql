-- For each worker: what was earned and not taken back, less what left in payouts, is what the books say is owed; what is frozen for a
-- payout is what the books say is reserved; what came back, and was not found to have been paid after all, is what banks refused and sent
-- back.
with books as (
    select a.owner_id as worker_id, a.currency,
           sum(case a.purpose when 'PAYABLE' then b.credits_posted else 0 end) as credited,
           sum(case a.purpose when 'PAYABLE' then b.credits_posted - b.debits_posted
                              when 'HELD' then b.credits_posted - b.debits_posted
                              when 'DEBT' then b.credits_posted - b.debits_posted
                              else 0 end) as owed,
           sum(case a.purpose when 'PAYABLE' then b.debits_pending else 0 end) as frozen
    from account a
             join account_balance b on b.account_id = a.id
    where a.owner_type = 'WORKER'
    group by a.owner_id, a.currency),
     taken as (
         select a.owner_id as worker_id, a.currency, sum(t.amount) as amount
         from transfer t
                  join account a on a.id = t.debit_account and a.owner_type = 'WORKER'
         where t.reason = 40
         group by a.owner_id, a.currency),
     paid as (
         select p.worker_id, p.currency,
                sum(p.amount_minor) filter (where p.state not in ('FAILED', 'RETURNED') and not (p.state = 'RESERVED' and b.released_at is null))
                    as gone,
                sum(p.amount_minor) filter (where p.state in ('FAILED', 'RETURNED')) as back,
                sum(p.amount_minor) filter (where p.state = 'RESERVED' and b.released_at is null) as reserved
         from payout p
                  join payout_batch b on b.id = p.batch_id
         where p.state in ('RESERVED', 'SUBMITTED', 'UNKNOWN', 'ACCEPTED', 'SETTLED', 'FAILED',
                           'RETURNED')
         group by p.worker_id, p.currency),
     paid_after_all as (
         select a.owner_id as worker_id, t.currency, sum(t.amount) as amount
         from transfer t
                  join account a on a.id = t.debit_account and a.owner_type = 'WORKER'
                  join account c on c.id = t.credit_account and c.owner_type <> 'WORKER'
         where t.reason = 9
         group by a.owner_id, t.currency),
     came as (
         select a.owner_id as worker_id, t.currency,
                coalesce(sum(t.amount) filter (where d.owner_type <> 'WORKER'), 0) as back,
                coalesce(sum(t.amount) filter (where a.purpose = 'PAYABLE'), 0) as payable
         from transfer t
                  join account a on a.id = t.credit_account and a.owner_type = 'WORKER'
                  join account d on d.id = t.debit_account
         where t.reason in (9, 10)
         group by a.owner_id, t.currency)
select format('worker %s in %s: earned %s, paid out %s, owed %s, frozen %s of %s, came back %s of %s', b.worker_id,
              b.currency, b.credited - coalesce(c.payable, 0) - coalesce(k.amount, 0), coalesce(p.gone, 0), b.owed, b.frozen, coalesce(p.reserved, 0),
              coalesce(c.back, 0) - coalesce(r.amount, 0), coalesce(p.back, 0))
from books b
         left join paid p using (worker_id, currency)
         left join came c using (worker_id, currency)
         left join paid_after_all r using (worker_id, currency)
         left join taken k using (worker_id, currency)
where b.credited - coalesce(c.payable, 0) - coalesce(k.amount, 0) - coalesce(p.gone, 0) <> b.owed
   or coalesce(c.back, 0) - coalesce(r.amount, 0) <> coalesce(p.back, 0)
   or b.frozen <> coalesce(p.reserved, 0)
