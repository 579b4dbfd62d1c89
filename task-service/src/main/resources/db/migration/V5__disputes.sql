-- What happens between a requester's rejection and its end: held money, appeals, rulings.

alter table assignment
    add column outcome       text check (outcome in ('UNPAID', 'FLOOR_PAY', 'FULL_PAY')),  -- of the rejection, if it stands
    add column payable_minor bigint check (payable_minor >= 0),   -- what is paid then, in the currency of the reward
    add column appeal_until  timestamptz,      -- without an appeal the rejection is final then
    add column appealed_at   timestamptz,
    add column ruling_due_at timestamptz,      -- without a ruling the rejection is overturned then
    add column final_at      timestamptz,      -- when the dispute ended
    add column final_by      text,             -- 'adjudicator', 'no-appeal' or 'no-ruling'
    add column ruling        text;             -- the adjudicator's written reason

alter table job_progress
    add column accepted_unused    bigint not null default 0,
    add column appealed           bigint not null default 0 check (appealed >= 0),  -- waiting for a ruling
    add column rejected_unpaid    bigint not null default 0,  -- of the rejected: their slots are open again
    add column rejected_pay_minor bigint not null default 0,  -- what the others of the rejected are paid
    add column overturned         bigint not null default 0;  -- of the approved: rejected once, and wrongly

-- Who turned down what and when, for ever: the circuit breaker counts here.
create table rejection_log (
    requester_id  uuid not null,
    rejected_at   timestamptz not null,
    assignment_id uuid not null,
    job_id        uuid not null,
    rejected_by   uuid not null,               -- the person or program, subject of the access token
    primary key (requester_id, rejected_at, assignment_id)
);

-- A row a requester who ever rejected, locked while their rejections are counted: two at once are two.
create table rejection_guard (
    requester_id uuid primary key
);

-- Requesters whose further rejections wait for a person. Active until it is lifted.
create table rejection_lock (
    id           uuid primary key,             -- UUIDv7
    requester_id uuid not null,
    job_id       uuid not null,                -- where one more rejection was tried
    cause        text not null check (cause in ('HOURLY', 'RATE')),
    rejections   bigint not null,              -- of the requester in the last hour, or of the job
    decided      bigint not null,              -- answers of the job that were decided on
    allowed      double precision not null,    -- rejections in an hour, or the share of the job's decisions
    locked_at    timestamptz not null,
    state        text not null check (state in ('OPEN', 'CONFIRMED', 'LIFTED')),
    reviewed_at  timestamptz,
    reviewed_by  uuid,
    reason       text,
    check (state = 'OPEN' or (reviewed_at is not null and reviewed_by is not null and reason is not null))
);
create unique index rejection_lock_active on rejection_lock (requester_id) where state <> 'LIFTED';
create index rejection_lock_by_requester on rejection_lock (requester_id, id desc);

-- Appeals. How one ends stands at its assignment; here stands what was said, and who ruled.
create table appeal (
    id            uuid primary key,            -- UUIDv7; says nothing of worker, requester or assignment
    assignment_id uuid not null unique,
    requester_id  uuid not null,
    worker_id     uuid not null,
    reason        text not null,
    filed_at      timestamptz not null,
    due_at        timestamptz not null,
    ruled_at      timestamptz,
    ruled_by      uuid,
    check ((ruled_at is null) = (ruled_by is null))
);
create index appeal_open on appeal (id) where ruled_at is null;

-- What an adjudicator has of an appeal: an answer of their own, given before the worker's was shown, and when it was shown.
create table appeal_reading (
    appeal_id      uuid not null references appeal,
    adjudicator_id uuid not null,
    own_answer     jsonb,
    answered_at    timestamptz,
    seen_at        timestamptz not null,
    primary key (appeal_id, adjudicator_id)
);

-- How answers of a job are decided on, and for how long a worker may still change one.
alter table job
    add column review_policy           text not null default 'MANUAL'
        check (review_policy in ('MANUAL', 'AUTO_BY_CONTROL_SCORE', 'SILENCE')),
    add column review_threshold        double precision check (review_threshold > 0 and review_threshold < 1),
    add column revision_window_seconds int not null default 0 check (revision_window_seconds >= 0),
    add check ((review_policy = 'AUTO_BY_CONTROL_SCORE') = (review_threshold is not null));
