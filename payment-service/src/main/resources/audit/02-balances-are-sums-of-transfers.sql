-- The counters of an account are the sums of its transfers, and there is no transfer of an account that is not there.
with resolved as (select pending_seq from transfer where phase in ('POST', 'VOID')),
     moved as (
         select debit_account as account_id, amount as dp, 0 as cp, 0 as dq, 0 as cq
         from transfer where phase in ('SINGLE', 'POST')
         union all
         select credit_account, 0, amount, 0, 0
         from transfer where phase in ('SINGLE', 'POST')
         union all
         select debit_account, 0, 0, amount, 0
         from transfer where phase = 'PENDING' and seq not in (select pending_seq from resolved)
         union all
         select credit_account, 0, 0, 0, amount
         from transfer where phase = 'PENDING' and seq not in (select pending_seq from resolved)),
     summed as (
         select account_id, sum(dp) as dp, sum(cp) as cp, sum(dq) as dq, sum(cq) as cq from moved group by account_id)
select format('account %s: counters %s/%s/%s/%s, transfers %s/%s/%s/%s', account_id, b.debits_posted, b.credits_posted,
              b.debits_pending, b.credits_pending, coalesce(s.dp, 0), coalesce(s.cp, 0), coalesce(s.dq, 0),
              coalesce(s.cq, 0))
from account_balance b
         full join summed s using (account_id)
where (b.debits_posted, b.credits_posted, b.debits_pending, b.credits_pending)
          is distinct from (coalesce(s.dp, 0), coalesce(s.cp, 0), coalesce(s.dq, 0), coalesce(s.cq, 0))
