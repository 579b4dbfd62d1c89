-- Tasks of answers that were set aside before that made them disputed: without a decision their jobs would never end.

with disputed as (
    insert into task_decision as d (job_id, position, task_id, state, label, confidence, margin, answers, decided_at)
    select distinct t.job_id, t.position, t.id, 'DISPUTED', '{}'::jsonb, 0, 0, 0, now()
    from answer_queue a
    join task t on t.id = a.task_id
    join job_quality q on q.job_id = t.job_id and q.wanted > 0
    where a.parked_at is not null
      and not exists (select from control_task c where c.job_id = t.job_id and c.position = t.position)
    on conflict (job_id, position) do update
    set state = excluded.state, decided_at = excluded.decided_at where d.state = 'OPEN'
    returning job_id)
update job_quality q set decided = q.decided + n.disputed
from (select job_id, count(*) as disputed from disputed group by job_id) n
where q.job_id = n.job_id;
