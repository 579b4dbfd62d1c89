-- Signs of spam and collusion, for people to look at. Nothing else reads these tables: a case changes no answer, no worker
-- and no money.

create table signal_case (
    id           uuid primary key,             -- UUIDv7
    job_id       uuid not null references job,
    requester_id uuid not null,
    kind         text not null check (kind in ('ERROR_AGREEMENT', 'SHARED_TEXTS', 'REPEATED_TEXT', 'FAST_WORK')),
    system_version int not null,               -- of the system in the register that found it
    field        text not null,                -- property of the answers; empty where it is about whole answers
    workers      uuid[] not null check (cardinality(workers) between 1 and 2),  -- in their order
    state        text not null check (state in ('OPEN', 'DISMISSED', 'CONFIRMED')),
    summary      text not null,
    evidence     jsonb not null,
    items        text[] not null,              -- what the evidence shows: new evidence is what no decided case has shown
    opened_at    timestamptz not null,
    seen_at      timestamptz not null,         -- when the evidence last grew
    decided_at   timestamptz,
    decided_by   uuid,                         -- always a person
    reason       text,
    check (state = 'OPEN' or (decided_at is not null and decided_by is not null and reason is not null))
);
create unique index signal_case_open on signal_case (job_id, kind, field, workers) where state = 'OPEN';
create index signal_case_by_job on signal_case (job_id, id desc);
create index signal_case_by_state on signal_case (state, id desc);
create index signal_case_by_worker on signal_case using gin (workers);

-- How far the search for signs has come in each job.
create table signal_watch (
    job_id      uuid primary key references job,
    counters    text not null,                 -- of the job when this round began; once they move another round is due
    position    bigint not null,               -- tasks up to here are done in this round; 0 when it is over
    looked_at   timestamptz not null
) with (fillfactor = 70);
