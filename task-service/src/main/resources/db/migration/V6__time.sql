-- Working time, what a task takes by it, and the jobs that have to prove that they pay for it.

alter table assignment
    add column measured_millis  bigint not null default 0,      -- credited by telemetry so far
    add column reported_seconds bigint,                          -- the worker's own word, kept beside it
    add column time_basis       text not null default 'NONE'
        check (time_basis in ('NONE', 'MEASURED', 'REPORTED', 'WALL', 'CORRECTED'));

-- Which assignment a worker attends to, one row a worker: every moment before credited_until is given away, to one assignment or to
-- none. Only clients that send telemetry have a row.
create table worker_attention (
    worker_id        uuid primary key,
    assignment_id    uuid,
    credited_until   timestamptz not null,
    playing          boolean not null default false,
    allowance_millis bigint not null default 0
) with (fillfactor = 70);

-- What was measured last of the work on one spec for one requester.
create table time_stat (
    requester_id    uuid not null,
    spec_hash       text not null,
    measured_at     timestamptz not null,
    workers         int not null,
    counted         int not null,
    median_seconds  bigint not null,
    p25_seconds     bigint not null,
    p75_seconds     bigint not null,
    slowest_seconds bigint not null,
    price_seconds   bigint not null,
    rank            int not null,
    primary key (requester_id, spec_hash)
) with (fillfactor = 70);

-- How many answers of a job the statistic above has seen; a row of its own, as the job's row is locked by every claim.
create table pay_watch (
    job_id  uuid primary key,
    answers bigint not null
) with (fillfactor = 70);

alter table job
    add column pilot_workers   int not null default 0,           -- asked of the pilot; 0: none
    add column pilot_share     bigint not null default 0,        -- answers that the pilot is to measure
    add column pilot_slots     bigint not null default 0,        -- attempts that may be open or answered while it runs
    add column pilot_measured  bigint not null default 0,        -- answers of it with a time
    add column in_pilot        boolean not null default false,
    add column raise_id        uuid,                             -- a higher reward whose money is asked for
    add column raise_minor     bigint check (raise_minor > 0),
    add column raise_refusal   text,
    add column owed_minor      bigint check (owed_minor > 0);    -- what each paid answer comes to with its top-up, at least
create index job_by_spec on job (requester_id, spec_hash, id desc);

drop index job_unended;
create index job_unended on job (id) where ended_at is null and state in ('PILOT', 'OPEN', 'PAUSED', 'CANCELLED');
create index job_owing on job (id) where ended_at is null and owed_minor is not null;

-- What a worker gets on top of the reward of an answer that is paid. Never changed: a higher price makes another row.
create table top_up (
    id            uuid primary key,
    assignment_id uuid not null,
    job_id        uuid not null,
    worker_id     uuid not null,
    amount_minor  bigint not null check (amount_minor > 0),
    currency      text not null,
    to_minor      bigint not null,                               -- reward and top-ups together, with this one
    made_at       timestamptz not null,
    unique (assignment_id, to_minor)
);
create index top_up_by_job on top_up (job_id);

-- A worker says that the measured time is too short. The row is the audit: what was measured, claimed, decided, by whom and why.
create table time_dispute (
    id              uuid primary key,
    assignment_id   uuid not null unique,
    job_id          uuid not null,
    requester_id    uuid not null,
    worker_id       uuid not null,
    measured_seconds bigint not null,
    claimed_seconds bigint not null,
    wall_seconds    bigint not null,
    basis           text not null,
    reason          text not null,
    state           text not null check (state in ('OPEN', 'ACCEPTED', 'DECLINED')),
    opened_at       timestamptz not null,
    due_at          timestamptz not null,                        -- silence accepts then
    credited_seconds bigint,
    decided_at      timestamptz,
    decided_by      text,                                        -- the person's id, or 'silence'
    note            text
);
create index time_dispute_open on time_dispute (due_at) where state = 'OPEN';
create index time_dispute_by_worker on time_dispute (worker_id, id desc);
