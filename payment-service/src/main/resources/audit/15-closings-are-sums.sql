-- A daily closing is the sum of what was booked for its day and those before, as far as it was known then.
with booked as (
    select t.debit_account, t.credit_account, t.amount, c.day
    from posting p
             join lateral (select min(day) as day from closing where day >= p.effective_on and closing_seq >= p.seq) c
                  on c.day is not null
             join transfer t on t.posting_id = p.id and t.phase in ('SINGLE', 'POST')),
     moved as (
         select debit_account as account_id, day, amount as debits, 0 as credits from booked
         union all
         select credit_account, day, 0, amount from booked),
     daily as (select account_id, day, sum(debits) as debits, sum(credits) as credits from moved group by account_id, day),
     running as (
         select account_id, day, sum(debits) over through as debits, sum(credits) over through as credits
         from daily
         window through as (partition by account_id order by day))
select format('account %s on %s: closed with %s/%s, booked %s/%s', account_id, day, b.debits, b.credits, r.debits, r.credits)
from running r
         full join balance_daily b using (account_id, day)
where (b.debits, b.credits) is distinct from (r.debits, r.credits)
union all
select format('closing of %s knows postings up to %s, the one before up to %s', day, closing_seq, before)
from (select day, closing_seq, lag(closing_seq) over (order by day) as before from closing) c
where closing_seq < before
