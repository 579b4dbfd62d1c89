-- What requesters post: immutable specs, jobs, their tasks.

create table task_spec (
    hash       text primary key,               -- SHA-256 of the canonical document, hex
    document   json not null,                  -- as posted: json keeps the order of members, jsonb does not
    created_at timestamptz not null
);

create table job (
    id                    uuid primary key,
    version               int not null,
    requester_id          uuid not null,
    title                 text not null,
    description           text,
    spec_hash             text not null references task_spec,
    state                 text not null check (state in ('DRAFT', 'FUNDING', 'PILOT', 'OPEN', 'PAUSED', 'COMPLETED', 'CANCELLED')),
    state_reason          text,
    reward_minor          bigint not null check (reward_minor > 0),
    currency              text not null check (currency ~ '^[A-Z]{3}$'),
    budget_minor          bigint check (budget_minor > 0),
    overlap               int not null check (overlap between 1 and 1000),
    time_estimate_seconds int not null check (time_estimate_seconds > 0),
    time_limit_seconds    int not null check (time_limit_seconds > 0),
    review_window_seconds int not null check (review_window_seconds > 0),
    floor_policy          text not null check (floor_policy in ('UNIFORM', 'UNIFORM_MAX')),
    places                text[] not null default '{}',
    publication_id        uuid,                -- the attempt to publish that is waiting for its funds
    task_count            bigint not null default 0,
    assignment_count      bigint not null default 0,   -- sum of the overlaps of the tasks
    created_at            timestamptz not null,
    published_at          timestamptz,
    opened_at             timestamptz,
    ended_at              timestamptz          -- when it was final and its end was published
);
create index job_by_requester on job (requester_id, id desc);
create index job_open on job (id) where state in ('PILOT', 'OPEN');
-- What may still end: looked through every second.
create index job_unended on job (id) where ended_at is null and state in ('OPEN', 'PAUSED', 'CANCELLED');

-- Without a foreign key: whoever adds tasks has locked the job, jobs are never deleted, and a check for each of a million
-- rows would cost as much as the row.
create table task (
    job_id      uuid not null,
    position    bigint not null,               -- order of upload, from 1; claims are handed out in it
    id          uuid not null unique,
    external_id text not null,
    input       jsonb not null,
    overlap     int not null check (overlap between 1 and 1000),
    primary key (job_id, position),
    unique (job_id, external_id)
);

-- Projection of payment.wage-floor.v1.
create table wage_floor (
    place          text not null,              -- ISO 3166 code; platform-<currency> for the platform's own
    kind           text not null check (kind in ('STATUTORY', 'LIVING', 'PLATFORM')),
    per_hour_minor bigint not null,
    currency       text not null,
    effective_from date not null,
    source         text not null,
    confidence     text not null,
    primary key (place, kind, effective_from)  -- a rate may be announced before it is in force
);

-- Uploaded media; the bytes lie in the media folder under their hash.
create table media (
    id           uuid primary key,
    requester_id uuid not null,
    media_type   text not null,
    bytes        bigint not null,
    sha256       text not null,
    created_at   timestamptz not null,
    unique (requester_id, sha256)              -- the same bytes again are the same medium
);
