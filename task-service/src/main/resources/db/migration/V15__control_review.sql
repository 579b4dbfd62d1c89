-- Answers of jobs that approve by control score, until somebody has decided on them: when to look at each again. Written by the
-- transaction that submits.
create table control_review (
    assignment_id uuid primary key,
    job_id        uuid not null,
    worker_id     uuid not null,
    due_at        timestamptz not null
);
create index control_review_due on control_review (due_at, assignment_id);
