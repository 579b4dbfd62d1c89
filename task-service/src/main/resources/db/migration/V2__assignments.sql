-- What workers do: claims, answers, decisions.

-- Slots still wanted: one row per task with open slots. Narrow, and updated in place (HOT) until it is deleted at zero.
create table open_task (
    job_id    uuid not null references job,
    position  bigint not null,
    task_id   uuid not null,
    remaining int not null check (remaining > 0),
    primary key (job_id, position)
) with (fillfactor = 70);

-- Slots that came back by return or expiry; handed out before fresh ones.
create table returned_slot (
    job_id   uuid not null references job,
    seq      bigint generated always as identity,
    position bigint not null,
    task_id  uuid not null,
    primary key (job_id, seq)
);

-- How far one worker has come in one job: a search starts here and not at the beginning. An optimisation only: the unique
-- key of assignment is what keeps a worker from answering a task twice.
create table claim_cursor (
    job_id       uuid not null references job,
    worker_id    uuid not null,
    position     bigint not null default 0,    -- in open_task
    returned_seq bigint not null default 0,    -- in returned_slot
    primary key (job_id, worker_id)
) with (fillfactor = 70);

create table assignment (
    id             uuid primary key,           -- UUIDv7
    job_id         uuid not null references job,
    task_id        uuid not null,
    position       bigint not null,
    requester_id   uuid not null,
    worker_id      uuid not null,
    state          text not null check (state in ('CLAIMED', 'SUBMITTED', 'APPROVED', 'ACCEPTED_UNUSED', 'REJECTION_HELD', 'APPEALED', 'REJECTED', 'RETURNED', 'EXPIRED')),
    reward_minor   bigint not null,            -- locked at acceptance
    currency       text not null,
    claimed_at     timestamptz not null,
    deadline_at    timestamptz not null,
    due_at         timestamptz,                -- when the clock acts next: deadline, end of the review window; null once final
    submitted_at   timestamptz,
    active_seconds int not null default 0,
    answer         jsonb,
    decided_at     timestamptz,
    decided_by     text,
    rejection      jsonb,                      -- {reason, evidence, clause, note}
    unique (task_id, worker_id)
) with (fillfactor = 80);
create index assignment_by_job on assignment (job_id, id);
create index assignment_by_worker on assignment (worker_id, id desc);
create index assignment_due on assignment (due_at) where due_at is not null;

-- Counters of a job, moved by one statement per batch and job.
create table job_progress (
    job_id         uuid primary key references job,
    claimed        bigint not null default 0,  -- claimed now
    submitted      bigint not null default 0,  -- waiting for a decision
    approved       bigint not null default 0,
    rejection_held bigint not null default 0,
    rejected       bigint not null default 0,
    returned       bigint not null default 0,
    expired        bigint not null default 0
) with (fillfactor = 50);

-- Projection of worker.standing.v1.
create table worker_standing (
    worker_id   uuid primary key,
    revision    bigint not null,
    standing    text not null,
    country     text not null,
    subdivision text,
    languages   text[] not null
);
