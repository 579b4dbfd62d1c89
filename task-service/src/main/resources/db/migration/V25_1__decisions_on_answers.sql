-- What decisions on answers need to know.

alter table assignment
    add column replaced_answers text;                             -- hashes of the answers that a revision replaced, by spaces

alter table job_progress
    add column rejected_in_full bigint not null default 0;        -- of the rejected: paid in full, with the fee
update job_progress p set rejected_in_full = a.count
from (select job_id, count(*) from assignment where state = 'REJECTED' and outcome = 'FULL_PAY' group by job_id) a
where a.job_id = p.job_id;

-- What is held for a job; null for jobs that opened before this was kept.
alter table job
    add column held_base_minor    bigint check (held_base_minor > 0),
    add column held_reserve_minor bigint check (held_reserve_minor >= 0);
