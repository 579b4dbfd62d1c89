-- As far as this service knows: no answer was refused its pay, none is both paid and waiting, and the count of paid
-- answers of a job, with those who found that it is not for them, is the number of rewards and of their pays that left its escrow.
select format('assignment %s of job %s is approved and not paid: %s', assignment_id, job_id, code)
from parked_approval
where code is not null
union all
select format('assignment %s is paid and waits to be paid', assignment_id)
from parked_approval
where exists (select from posting where business_key = 'approve:' || assignment_id)
union all
select format('job %s counts %s paid approvals, the books have %s', f.job_id, f.settled, count(t.seq))
from job_funds f
         left join account e on e.owner_type = 'JOB' and e.owner_id = f.job_id and e.purpose = 'ESCROW'
         left join transfer t on t.debit_account = e.id and t.reason in (4, 46)
group by f.job_id, f.settled
having f.settled <> count(t.seq)
