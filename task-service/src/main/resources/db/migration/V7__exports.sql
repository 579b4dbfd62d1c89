-- What requesters take away: snapshots of a job's results, written in the background and kept for a while.

create table job_export (
    id             uuid primary key,               -- UUIDv7
    job_id         uuid not null references job,
    requester_id   uuid not null,
    format         text not null,
    request        jsonb not null,                 -- filters and options, as asked
    state          text not null check (state in ('QUEUED', 'RUNNING', 'READY', 'FAILED', 'DELETED')),
    created_at     timestamptz not null,
    due_at         timestamptz not null,           -- not begun before; moved on after a failed attempt
    attempt        int not null default 0,         -- grows with every start: whoever was started before can change nothing any more
    failures       int not null default 0,         -- attempts that came to nothing; several are the end of it
    lease_until    timestamptz,                    -- of the process that runs it; by the clock of the database
    started_at     timestamptz,
    finished_at    timestamptz,
    expires_at     timestamptz,                    -- its file and this row go then
    tasks_done     bigint not null default 0,
    tasks_total    bigint not null,
    rows           bigint,
    size_bytes     bigint,
    sha256         text,
    notes          jsonb,                          -- what the format could not carry over
    failure        text,
    check (state <> 'READY' or (rows is not null and size_bytes is not null and sha256 is not null and expires_at is not null))
);
create index job_export_by_job on job_export (job_id, id desc);
create index job_export_waiting on job_export (due_at) where state in ('QUEUED', 'RUNNING');
create index job_export_expiring on job_export (expires_at) where expires_at is not null;

-- What makes the pseudonyms of workers: one secret a job, so that the names of two jobs cannot be matched.
create table job_pseudonym (
    job_id uuid primary key references job,
    secret bytea not null
);
