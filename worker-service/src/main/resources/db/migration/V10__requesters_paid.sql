-- What each requester paid each worker for how much time, and how long the worker waited for it: numbers of requesters come from it.
create table requester_pay (
    requester_id   uuid not null,
    worker_id      uuid not null,
    currency       text not null,
    answers        bigint not null default 0,  -- paid ones
    pay_minor      bigint not null default 0,  -- rewards and what was added to them
    active_seconds bigint not null default 0,
    waits          bigint not null default 0,  -- answers of which it is known when they were handed in
    wait_seconds   bigint not null default 0,  -- from handing in to the decision that pays
    primary key (requester_id, worker_id, currency)
) with (fillfactor = 70);

-- The list that everybody may read, made anew now and then: only requesters with enough workers and decisions are in it.
create table requester_listing (
    requester_id   uuid primary key,
    workers        bigint not null,
    decisions      bigint not null,            -- final ones
    approved       bigint not null,            -- of these, with those that were paid and not used
    rejected       bigint not null,            -- rejections that stand
    overturned     bigint not null,            -- rejections that fell
    appealed       bigint not null,
    wait_seconds   bigint,                     -- on average; null where too few are known
    hourly_minor   bigint,                     -- median over workers; null where too few have worked long enough
    hourly_currency text,
    computed_at    timestamptz not null
);
create index requester_listing_in_order on requester_listing (decisions desc, requester_id desc);
