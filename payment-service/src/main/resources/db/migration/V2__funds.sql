-- Money in: what requesters deposit, and what is held for their jobs.

create table deposit (
    id           uuid primary key,
    requester_id uuid not null,
    amount_minor bigint not null check (amount_minor > 0),
    currency     text not null references currency,
    reference    text,
    rail         text not null,
    booked_at    timestamptz not null,
    posting_id   uuid not null unique references posting
);
create index deposit_by_requester on deposit (requester_id, id desc);

-- The terms of a job as they were when its money was held, and how far it is settled.
create table job_funds (
    job_id         uuid primary key,
    -- AWAITED: an approval or the end came before the terms.  ENDED: waits until all approvals are settled.
    state          text not null check (state in ('AWAITED', 'REFUSED', 'HELD', 'ENDED', 'RELEASED')),
    requester_id   uuid,
    publication_id uuid,
    title          text,
    currency       text references currency,
    reward_minor   bigint check (reward_minor > 0),
    assignments    bigint check (assignments > 0),
    fee_rate       numeric(9, 6),
    base_minor     bigint,
    fee_minor      bigint,
    reserve_minor  bigint,
    settled        bigint not null default 0,   -- approvals paid
    approved       bigint,                      -- approvals that there are, known when the job has ended
    released_minor bigint,
    held_at        timestamptz,
    ended_at       timestamptz,
    released_at    timestamptz,
    check (state not in ('HELD', 'ENDED') or (requester_id is not null and currency is not null and held_at is not null))
) with (fillfactor = 50);
create index job_funds_by_requester on job_funds (requester_id, job_id);
create index job_funds_ended on job_funds (job_id) where state = 'ENDED';

-- Approvals that cannot be paid yet: the terms of the job are not known, or its escrow is short.
create table parked_approval (
    assignment_id uuid primary key,
    job_id        uuid not null references job_funds,
    worker_id     uuid not null,
    reward_minor  bigint not null check (reward_minor > 0),
    currency      text not null,
    payload       jsonb not null,
    code          text,                         -- why the last attempt was refused; null: not tried yet
    attempt       int not null default 1,       -- number of the next attempt
    parked_at     timestamptz not null
);
create index parked_approval_by_job on parked_approval (job_id);
