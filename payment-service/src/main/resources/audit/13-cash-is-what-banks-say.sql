-- The books have on each account of the platform what its last statement closed with, as each line was booked the day it
-- came; the suspense account holds the lines that nobody has explained yet; and a refund left by a line of its own amount.
select format('bank account %s: the books have %s %s, its statements %s', k.masked,
              coalesce(b.debits_posted - b.credits_posted, 0), k.currency, k.closing_minor - k.baseline_minor)
from bank_account k
         left join account a on a.owner_type = 'BANK' and a.owner_id = k.id and a.purpose = 'CASH' and a.currency = k.currency
         left join account_balance b on b.account_id = a.id
where coalesce(b.debits_posted - b.credits_posted, 0) <> k.closing_minor - k.baseline_minor
union all
select format('in suspense are %s %s, the open lines come to %s', coalesce(s.held, 0), currency, coalesce(l.open, 0))
from (select a.currency, sum(b.credits_posted - b.debits_posted) as held
      from account a
               join account_balance b on b.account_id = a.id
      where a.owner_type = 'PLATFORM' and a.purpose = 'SUSPENSE'
      group by a.currency) s
         full join (select currency, sum(case when credit then amount_minor else -amount_minor end) as open
                    from bank_line
                    where outcome = 'SUSPENSE' and resolved_at is null
                    group by currency) l using (currency)
where coalesce(s.held, 0) <> coalesce(l.open, 0)
union all
select format('refund %s of %s %s left by line %s of %s %s, which is %s', r.id, r.amount_minor, r.currency, l.id, l.amount_minor,
              l.currency, coalesce(l.resolution, 'in suspense'))
from refund r
         join bank_line l on l.id = r.booked_by
where r.amount_minor <> l.amount_minor or r.currency <> l.currency or l.credit or l.resolution is distinct from 'REFUND'
