-- In every currency, debits equal credits over all accounts, posted and pending.
select format('%s: debits %s, credits %s, pending debits %s, pending credits %s', a.currency, sum(b.debits_posted),
              sum(b.credits_posted), sum(b.debits_pending), sum(b.credits_pending))
from account a
         join account_balance b on b.account_id = a.id
group by a.currency
having sum(b.debits_posted) <> sum(b.credits_posted)
    or sum(b.debits_pending) <> sum(b.credits_pending)
