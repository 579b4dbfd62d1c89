-- Whoever looks at what a job's control answers show can tell whether there are new ones without reading them.

alter table job_quality
    add column judged bigint not null default 0; -- control and training answers put next to the right ones, again counted again

-- The latest control answers of a job, which its temperature is fitted on.
create index control_answer_latest on control_answer (job_id, answered_at desc, assignment_id desc) where not training;
