-- The wage guarantee: what each worker did for each requester in a week comes to the wage floor, or is topped up to it.

-- Every attempt at a task, with the time it took and what it was paid: the ground on which a week is reckoned.
create table work_time (
    assignment_id  uuid primary key,
    job_id         uuid not null,
    worker_id      uuid not null,
    ending         text not null check (ending in ('SUBMITTED', 'EXPIRED', 'RETURNED')),
    active_seconds bigint not null check (active_seconds >= 0),
    accepted_on    date not null,               -- floor and exchange rate of this day are locked for it
    finished_at    timestamptz not null,
    week           date not null,               -- the Monday (UTC) of the week in which it was finished
    pay_minor      bigint not null default 0 check (pay_minor >= 0)   -- booked for it, in the currency of the job
) with (fillfactor = 80);
create index work_time_by_week on work_time (week, worker_id);
create index work_time_by_job on work_time (job_id);

-- Weeks whose work has changed since it was reckoned.
create table work_week (
    week        date primary key,
    state       text not null check (state in ('DIRTY', 'COMPUTING', 'DONE')),
    computed_at timestamptz
);

-- Where workers live, as worker-service said it: never edited, the newest revision before a week's end holds for the week.
create table worker_place (
    worker_id   uuid not null,
    revision    bigint not null,
    country     text not null,
    subdivision text,
    changed_at  timestamptz not null,
    primary key (worker_id, revision)
);

-- Units of a currency for one US dollar, from a day on.
create table fx_rate (
    currency     text not null,
    effective_on date not null,
    per_usd      numeric(24, 10) not null check (per_usd > 0),
    source       text not null,
    primary key (currency, effective_on)
);
create trigger fx_rate_is_append_only before update or delete or truncate on fx_rate
    for each statement execute function refuse_change();

-- One worker's week with one requester in one currency, as it was reckoned last: the evidence for its top-up.
create table wage_week (
    week               date not null,
    worker_id          uuid not null,
    requester_id       uuid not null,
    currency           text not null,
    place              text not null,           -- empty where nobody said where the worker lives
    floor_minor        bigint not null,         -- highest hourly floor that was used
    floor_kind         text not null,
    floor_place        text not null,
    floor_source       text not null,
    assignments        bigint not null,
    active_seconds     bigint not null,
    credited_seconds   bigint not null,         -- of these, up to the cap of each job
    expired_seconds    bigint not null,         -- of these, on attempts whose time ran out
    earned_minor       bigint not null,
    due_minor          bigint not null,         -- credited time at the floor of the day of acceptance
    due_at_close_minor bigint not null check (due_at_close_minor >= due_minor),   -- and not less at the exchange rates of the week's end
    owed_minor         bigint not null check (owed_minor >= 0),                   -- the highest top-up of all revisions
    posted_minor       bigint not null default 0 check (posted_minor >= 0),
    posted_fx_minor    bigint not null default 0,
    revision           int not null default 1,
    jobs               uuid[] not null,         -- that paid under the floor
    shortfalls         bigint[] not null,       -- what each of them lacks
    computed_at        timestamptz not null,
    primary key (worker_id, week, requester_id, currency),
    check (posted_minor <= owed_minor)
);
create index wage_week_by_requester on wage_week (requester_id, week);
create index wage_week_owing on wage_week (week, worker_id) where owed_minor > posted_minor;

-- What each reckoning of a week found; the newest is the row above.
create table wage_week_revision (
    week               date not null,
    worker_id          uuid not null,
    requester_id       uuid not null,
    currency           text not null,
    revision           int not null,
    credited_seconds   bigint not null,
    earned_minor       bigint not null,
    due_minor          bigint not null,
    due_at_close_minor bigint not null,
    computed_at        timestamptz not null,
    primary key (worker_id, week, requester_id, currency, revision)
);
create trigger wage_week_revision_is_append_only before update or delete or truncate on wage_week_revision
    for each statement execute function refuse_change();

-- A job that is over keeps what its open weeks may still take; the rest of its money goes back at once.
alter table job_funds
    add column retained_until       timestamptz,
    add column released_early_minor bigint not null default 0 check (released_early_minor >= 0);
