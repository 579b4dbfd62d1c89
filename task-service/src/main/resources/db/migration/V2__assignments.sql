-- What workers do: claims, answers, decisions.
--
-- The hot tables carry no foreign keys to job and task: a claim holds the job's row locked while it writes, tasks are never
-- deleted, and a check per row would cost as much as the row.

-- Slots still wanted: one row per task with open slots. Narrow, and updated in place (HOT) until it is deleted at zero.
-- Rows never come back: what is returned or expires goes to returned_slot.
create table open_task (
    job_id    uuid not null,
    position  bigint not null,
    task_id   uuid not null,
    remaining int not null check (remaining > 0),
    primary key (job_id, position)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);

-- Slots that came back by return or expiry; handed out before fresh ones, oldest first. Who inserts has locked the job's row in
-- job_progress before, so within a job seq grows in the order of commit and a cursor never passes a row not seen yet.
create table returned_slot (
    job_id   uuid not null,
    seq      bigint generated always as identity,
    position bigint not null,
    task_id  uuid not null,
    primary key (job_id, seq)
) with (autovacuum_vacuum_scale_factor = 0.05);
-- Claims of a named task look here too.
create index returned_slot_by_position on returned_slot (job_id, position);

-- How far one worker has come in one job: everything at or before the cursor is gone or was theirs, so a search starts here
-- and not at the beginning. An optimisation only: the unique key of assignment is what keeps a worker from a second attempt.
create table claim_cursor (
    job_id       uuid not null,
    worker_id    uuid not null,
    position     bigint not null default 0,    -- in open_task
    returned_seq bigint not null default 0,    -- in returned_slot
    primary key (job_id, worker_id)
) with (fillfactor = 70);

-- No index holds a column that changes after the claim, so that every later step is an update in place (HOT).
create table assignment (
    id             uuid primary key,           -- UUIDv7
    job_id         uuid not null,
    task_id        uuid not null,
    position       bigint not null,
    requester_id   uuid not null,
    worker_id      uuid not null,
    state          text not null check (state in ('CLAIMED', 'SUBMITTED', 'APPROVED', 'ACCEPTED_UNUSED', 'REJECTION_HELD', 'APPEALED', 'REJECTED', 'RETURNED', 'EXPIRED')),
    reward_minor   bigint not null,            -- locked at acceptance
    currency       text not null,
    claimed_at     timestamptz not null,
    deadline_at    timestamptz not null,
    submitted_at   timestamptz,
    review_due_at  timestamptz,                -- silence approves then
    active_seconds int not null default 0,
    answer         jsonb,
    decided_at     timestamptz,
    decided_by     text,                       -- 'requester' or 'silence'
    feedback       text,
    rejection      jsonb,                      -- {reason, evidence, clause, note}
    unique (task_id, worker_id)
) with (fillfactor = 70);
create index assignment_by_job on assignment (job_id, id);
create index assignment_by_worker on assignment (worker_id, id desc);

-- When the clock has to look at an assignment: at its deadline, and at the end of its review window. Nothing removes an alarm
-- but the clock: one that rings for an assignment that has moved on is dropped then.
create table assignment_alarm (
    due_at        timestamptz not null,
    assignment_id uuid not null,
    primary key (due_at, assignment_id)
) with (autovacuum_vacuum_scale_factor = 0.05);

-- Counters of a job, moved by one statement per batch and job.
create table job_progress (
    job_id         uuid primary key references job,
    claimed        bigint not null default 0 check (claimed >= 0),          -- claimed now
    submitted      bigint not null default 0 check (submitted >= 0),        -- waiting for a decision
    approved       bigint not null default 0,
    rejection_held bigint not null default 0 check (rejection_held >= 0),
    rejected       bigint not null default 0,
    returned       bigint not null default 0,
    expired        bigint not null default 0,
    review_seconds bigint not null default 0,  -- from submission to decision, summed over all decided
    head           bigint not null default 0   -- no row of open_task is left at or before this position
) with (fillfactor = 50);

-- Claims that came with an Idempotency-Key, kept so that a repeated request gets the same assignments.
create table claim_key (
    worker_id      uuid not null,
    key            text not null,
    request        text not null,              -- what was asked, to refuse the key for something else
    assignment_ids uuid[] not null,
    created_at     timestamptz not null,
    primary key (worker_id, key)
);

-- Projection of worker.standing.v1.
create table worker_standing (
    worker_id   uuid primary key,
    revision    bigint not null,
    standing    text not null,
    country     text not null,
    subdivision text,
    languages   text[] not null
);
