-- How much a requester's program may publish jobs for in a month (UTC), by the client id of its key; and what each key had held.
create table key_cap (
    requester_id uuid not null,
    client       text not null,
    currency     text not null references currency,
    month_minor  bigint not null check (month_minor >= 0),
    changed_by   text not null,
    changed_at   timestamptz not null,
    primary key (requester_id, client, currency)
);

create table key_spend (
    id           uuid primary key,              -- of the attempt to publish, or of the raise of its reward
    job_id       uuid not null references job_funds,
    requester_id uuid not null,
    client       text not null,
    currency     text not null references currency,
    month        date not null check (extract(day from month) = 1),
    minor        bigint not null check (minor > 0)
);
create index key_spend_by_job on key_spend (job_id);
create index key_spend_by_key on key_spend (requester_id, client, currency, month);
