-- A job whose making of results fails is tried again later and later, so that it keeps no other job waiting.
alter table job_result add column failures int not null default 0, add column retry_at timestamptz;

-- How many answers were no longer usable when the job was last learned: what was learned from others is to be forgotten.
alter table job_result add column withdrawn bigint not null default 0;

-- A result that may rest on an answer since withdrawn is no result; its mark still stands, and it is made anew.
delete from task_result r
where exists (select from result_mark m where m.job_id = r.job_id and m.position = r.position)
    and exists (
        select from task t join assignment a on a.task_id = t.id
        where t.job_id = r.job_id and t.position = r.position
            and (a.state in ('ACCEPTED_UNUSED', 'REJECTION_HELD', 'APPEALED')
                 or a.state = 'REJECTED' and a.outcome is distinct from 'FULL_PAY'));

-- Answers from before there were results: their tasks are marked, as if they had come just now.
insert into result_mark (job_id, position)
select distinct a.job_id, a.position
from assignment a
where (a.state in ('SUBMITTED', 'APPROVED') or a.state = 'REJECTED' and a.outcome = 'FULL_PAY')
    and not exists (select from task_result r where r.job_id = a.job_id)
    and not exists (select from result_mark m where m.job_id = a.job_id and m.position = a.position);
