-- Workers who find that a task is not for them, and are paid for finding out.

-- How many of them the job pays for beside its answers; null where no answer of its spec says so.
alter table job add column screen_outs bigint check (screen_outs >= 0);

-- The new list holds the old one, so no row has to be looked at.
alter table assignment
    drop constraint assignment_state_check,
    add constraint assignment_state_check check (state in (
        'CLAIMED', 'SUBMITTED', 'APPROVED', 'ACCEPTED_UNUSED', 'REJECTION_HELD', 'APPEALED', 'REJECTED', 'SCREENED_OUT', 'RETURNED',
        'EXPIRED')) not valid;

alter table job_progress
    add column screened_out           bigint not null default 0,  -- up to job.screen_outs of them: their slots are open again
    add column screened_out_pay_minor bigint not null default 0;

-- What was paid for stands at the assignment; here stands by which floor, and what became of the slot. Looked at by claims of the
-- jobs that screen out, and no other.
create table screen_out (
    assignment_id   uuid primary key,
    job_id          uuid not null,
    worker_id       uuid not null,
    paid_beside     boolean not null,          -- on top of the job's answers: the slot is open again
    floor_minor     bigint not null,           -- an hour, in the currency of the reward
    floor_place     text not null,
    floor_source    text not null,
    screened_out_at timestamptz not null
);
-- Once a worker and job, however many of its tasks they hold.
create unique index screen_out_of_worker on screen_out (job_id, worker_id);
