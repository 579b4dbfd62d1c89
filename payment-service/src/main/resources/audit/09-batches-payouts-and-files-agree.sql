-- The total of a batch is the sum of its payouts, the control sum of its file, and what went through its clearing account;
-- the stored bytes are those that were hashed.
with payouts as (select batch_id, count(*) as n, sum(amount_minor) as total from payout group by batch_id),
     files as (
         select batch_id,
                encode(sha256(body), 'hex') = sha256 as intact,
                (regexp_match(convert_from(body, 'UTF8'), '<CtrlSum>([0-9.]+)</CtrlSum>'))[1]::numeric as control_sum
         from rail_message),
     cleared as (
         select a.owner_id as batch_id, b.credits_posted + b.credits_pending as total
         from account a
                  join account_balance b on b.account_id = a.id
         where a.owner_type = 'RAIL' and a.purpose = 'CLEARING')
select format('payout batch %s (%s): total %s of %s payouts; payouts %s of %s; file %s (intact: %s); cleared %s', b.id,
              b.state, b.total_minor, b.payout_count, p.total, p.n, f.control_sum, f.intact, c.total)
from payout_batch b
         join currency m on m.code = b.currency
         left join payouts p on p.batch_id = b.id
         left join files f on f.batch_id = b.id
         left join cleared c on c.batch_id = b.id
where p.total is distinct from b.total_minor
   or p.n is distinct from b.payout_count
   or (b.state <> 'CANCELLED' and c.total is distinct from b.total_minor)
   or (b.state in ('RELEASED', 'SENT', 'SETTLED')
    and (f.control_sum is distinct from b.total_minor / (10 ^ m.exponent)::numeric or f.intact is not true))
   or (b.state in ('PROPOSED', 'CANCELLED') and f.batch_id is not null)
