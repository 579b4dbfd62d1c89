-- No account with a floor is below it, what is reserved counted as gone.
select format('account %s (%s %s): available %s, floor %s', a.id, a.owner_type, a.purpose, v.available, a.floor_minor)
from account a
         join account_balance b on b.account_id = a.id
         cross join lateral (select case a.normal_side
                                        when 'C' then b.credits_posted - b.debits_posted - b.debits_pending
                                        else b.debits_posted - b.credits_posted - b.credits_pending
                                        end as available) v
where v.available < a.floor_minor
   or (a.floor_minor, a.normal_side) is distinct from (b.floor_minor, b.normal_side)
