-- What workers say is wrong with a task itself: one word an attempt, the last one counts.

create table task_report (
    id            uuid primary key,            -- UUIDv7
    assignment_id uuid not null unique,
    job_id        uuid not null references job,
    position      bigint not null,             -- of the task in the job
    task_id       uuid not null,
    worker_id     uuid not null,
    fault         text not null check (fault in ('MEDIA_MISSING', 'INSTRUCTIONS_UNCLEAR', 'NO_ANSWER_FITS', 'PERSONAL_DATA', 'HARMFUL', 'OTHER')),
    note          text,
    reported_at   timestamptz not null,
    check (fault <> 'OTHER' or note is not null)
);
create index task_report_by_task on task_report (job_id, position, id);
create index task_report_by_job on task_report (job_id, id desc);

-- Reports open cases, too; such a case is about tasks and concerns no worker.
alter table signal_case
    drop constraint signal_case_kind_check,
    drop constraint signal_case_workers_check,
    add constraint signal_case_kind_check
        check (kind in ('ERROR_AGREEMENT', 'SHARED_TEXTS', 'REPEATED_TEXT', 'FAST_WORK', 'REPORTED_TASKS')),
    add constraint signal_case_workers_check
        check (cardinality(workers) between case when kind = 'REPORTED_TASKS' then 0 else 1 end and 2);
