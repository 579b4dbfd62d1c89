-- The escrow of a released job is empty, and so is the clearing account of a batch of which nothing is open.
select format('job %s is released, its escrow has %s %s', f.job_id,
              b.credits_posted - b.debits_posted, a.currency)
from job_funds f
         join account a on a.owner_type = 'JOB' and a.owner_id = f.job_id and a.purpose = 'ESCROW'
         join account_balance b on b.account_id = a.id
where f.state = 'RELEASED'
  and (b.credits_posted <> b.debits_posted or b.debits_pending <> 0 or b.credits_pending <> 0)
union all
select format('payout batch %s is %s, its clearing account has %s, pending %s', p.id, p.state,
              b.credits_posted - b.debits_posted, b.credits_pending)
from payout_batch p
         join account a on a.owner_type = 'RAIL' and a.owner_id = p.id and a.purpose = 'CLEARING'
         join account_balance b on b.account_id = a.id
where p.state in ('SETTLED', 'CLOSED', 'REJECTED', 'CANCELLED')
  and (b.credits_posted <> b.debits_posted or b.debits_pending <> 0 or b.credits_pending <> 0)
