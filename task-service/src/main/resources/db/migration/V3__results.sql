-- What answers come to, kept so that reading a result never means to think about it again.

-- Tasks whose usable answers changed since their result was made: written by the transaction that changes them, taken by whoever
-- makes results. No key but the order, so that nobody waits to write here; a task may stand here more than once.
create table result_mark (
    job_id   uuid not null,
    seq      bigint generated always as identity,
    position bigint not null,
    primary key (job_id, seq)
) with (autovacuum_vacuum_scale_factor = 0.05);

-- How far the results of a job are; whoever works on them holds the row locked.
create table job_result (
    job_id       uuid primary key,
    lesson       bigint not null default 0,    -- how often the job was learned
    answers      bigint not null default 0,    -- that the job had when it was last learned, by its counters
    controls     int not null default 0,       -- control tasks that were known then
    unlearned    boolean not null default false, -- answers came since that only their own tasks know of
    methods      jsonb,                        -- by property: the method, why it, what the others got right
    learned_at   timestamptz,
    refreshed_at timestamptz
) with (fillfactor = 70);
create index job_result_unlearned on job_result (refreshed_at) where unlearned;

create table task_result (
    job_id       uuid not null,
    position     bigint not null,
    answers      int not null,                 -- usable ones
    result       jsonb not null,               -- by property: value, votes, share, confidence and so on
    confidence   double precision,             -- of the least certain property; null where nothing can be said
    state        text not null check (state in ('OPEN', 'DONE', 'DISPUTED')),
    refreshed_at timestamptz not null,
    primary key (job_id, position)
) with (fillfactor = 80);
