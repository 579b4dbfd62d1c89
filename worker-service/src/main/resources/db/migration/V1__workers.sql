-- One row per person who works: what they say of themselves.
create table profile (
    worker_id     uuid primary key,            -- subject of their access token
    version       int not null,                -- grows with every change: the ETag
    revision      bigint not null,             -- grows when others must know: the standing event's
    standing      text not null check (standing in ('ACTIVE', 'SUSPENDED', 'CLOSED')),
    display_name  text not null,
    country       text not null,               -- ISO 3166-1 alpha-2
    subdivision   text,                        -- ISO 3166-2
    languages     text[] not null,             -- BCP 47
    registered_at timestamptz not null,
    changed_at    timestamptz not null
);

-- Counters per worker, moved by one statement per batch of events.
create table work_record (
    worker_id      uuid primary key,
    submitted      bigint not null default 0,
    approved       bigint not null default 0,
    rejection_held bigint not null default 0,
    returned       bigint not null default 0,
    expired        bigint not null default 0,
    active_seconds bigint not null default 0
) with (fillfactor = 70);

-- What a worker is told. Credits of one job and day are one notice that grows, so that a day of small tasks is not a
-- thousand notices.
create table notice (
    id           uuid primary key,             -- UUIDv7
    worker_id    uuid not null,
    kind         text not null check (kind in ('CREDITED', 'PAYOUT_SENT', 'PAYOUT_SETTLED', 'PAYOUT_FAILED', 'REJECTION_HELD')),
    subject_id   uuid not null,                -- job of a credit, payout, or assignment
    day          date not null,                -- UTC day of occurred_at
    currency     text not null default '',     -- empty where no money is named
    amount_minor bigint not null default 0,
    times        int not null default 1,       -- how many events this notice stands for
    detail       jsonb not null default '{}',
    occurred_at  timestamptz not null,         -- of the newest of them
    read_at      timestamptz,
    unique (worker_id, kind, subject_id, day, currency)
);
create index notice_by_worker on notice (worker_id, id desc);
create index notice_unread on notice (worker_id) where read_at is null;
