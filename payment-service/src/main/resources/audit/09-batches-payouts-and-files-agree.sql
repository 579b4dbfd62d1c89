-- The total of a batch is the sum of its payouts, of its files' control sums, and what went through its clearing account;
-- the stored bytes are those that were hashed. Payouts that were held back or taken out are not in the total.
with payouts as (
    select p.batch_id,
           count(*) filter (where p.state not in ('HELD', 'RELEASED') or b.state in ('REJECTED', 'CANCELLED')
                                                                             and p.reason like 'batch-%') as n,
           sum(p.amount_minor) filter (where p.state not in ('HELD', 'RELEASED') or b.state in ('REJECTED', 'CANCELLED')
                                                                                        and p.reason like 'batch-%') as total
    from payout p
             join payout_batch b on b.id = p.batch_id
    group by p.batch_id),
     files as (
         select m.batch_id,
                bool_and(encode(sha256(m.body), 'hex') = m.sha256) as intact,
                -- The head of such a file is ASCII and short.
                sum(case when m.kind like 'pain.001%'
                             then (regexp_match(convert_from(substring(m.body for 1000), 'UTF8'),
                                                '<CtrlSum>([0-9.]+)</CtrlSum>'))[1]::numeric * (10 ^ c.exponent)::numeric
                         else m.total_minor end) as control_sum
         from rail_message m
                  join payout_batch b on b.id = m.batch_id
                  join currency c on c.code = b.currency
         where m.direction = 'O'
         group by m.batch_id),
     cleared as (
         select a.owner_id as batch_id, b.credits_posted + b.credits_pending as total
         from account a
                  join account_balance b on b.account_id = a.id
         where a.owner_type = 'RAIL' and a.purpose = 'CLEARING')
select format('payout batch %s (%s): total %s of %s payouts; payouts %s of %s; files %s (intact: %s); cleared %s', b.id,
              b.state, b.total_minor, b.payout_count, p.total, p.n, f.control_sum, f.intact, c.total)
from payout_batch b
         left join payouts p on p.batch_id = b.id
         left join files f on f.batch_id = b.id
         left join cleared c on c.batch_id = b.id
where coalesce(p.total, 0) is distinct from b.total_minor
   or coalesce(p.n, 0) is distinct from b.payout_count
   or (b.state not in ('DRAFT', 'REJECTED', 'CANCELLED') and c.total is distinct from b.total_minor)
   or (b.state in ('RELEASED', 'SUBMITTED', 'ACKNOWLEDGED', 'PARTIAL', 'SETTLED', 'CLOSED')
    and (f.control_sum is distinct from b.total_minor or f.intact is not true))
   or (b.state in ('DRAFT', 'FROZEN', 'APPROVED', 'REJECTED', 'CANCELLED') and f.batch_id is not null)
union all
-- What a line of a bank statement took is the sum of the payouts that it settled; what it brought back is the payout.
select format('bank line %s took %s %s, its payouts come to %s', l.id, l.amount_minor, l.currency, sum(p.amount_minor))
from payout p
         join bank_line l on l.id = p.booked_by
group by l.id, l.amount_minor, l.currency, l.credit
having sum(p.amount_minor) <> l.amount_minor or l.credit
union all
select format('bank line %s brought %s %s back, its payout is of %s', l.id, l.amount_minor, l.currency, p.amount_minor)
from payout p
         join bank_line l on l.id = p.returned_by
where p.amount_minor <> l.amount_minor or not l.credit
union all
-- What is held for a payout is held from its worker's balance for its batch, is its amount, and is held for it alone.
select format('payout %s of %s %s to worker %s in batch %s: its hold %s is %s', p.id, p.amount_minor, p.currency, p.worker_id,
              p.batch_id, p.hold_seq,
              case when h.seq is null then 'not there'
                   else format('a %s of %s from %s of %s for %s', h.phase, h.amount, d.purpose, d.owner_id, c.owner_id) end)
from payout p
         left join transfer h on h.seq = p.hold_seq
         left join account d on d.id = h.debit_account
         left join account c on c.id = h.credit_account
where p.hold_seq is not null
  and (h.phase, h.amount, h.debit_account, d.owner_id, d.purpose, c.owner_id)
    is distinct from ('PENDING', p.amount_minor, p.account_id, p.worker_id, 'PAYABLE', p.batch_id)
union all
select format('hold %s is that of %s payouts', hold_seq, count(*))
from payout
where hold_seq is not null
group by hold_seq
having count(*) > 1
