-- What is laid aside for benefits: a share of all that workers earn in a currency, into a fund of the scheme. A scheme is never edited but
-- for its last month; another rate is another scheme.
create table benefit_scheme (
    id          uuid primary key,
    code        text not null unique check (code ~ '^[a-z0-9-]{2,40}$'),
    name        text not null,
    currency    text not null references currency,
    rate        numeric(7, 6) not null check (rate > 0 and rate < 1),
    first_month date not null check (extract(day from first_month) = 1),
    last_month  date check (extract(day from last_month) = 1 and last_month >= first_month),
    through_seq bigint not null default 0,      -- the last posting that is counted in
    created_by  text not null,
    reason      text not null,
    created_at  timestamptz not null
);

-- What was earned in a month, by the day of the postings, and what was laid aside for it.
create table benefit_month (
    scheme_id     uuid not null references benefit_scheme,
    month         date not null check (extract(day from month) = 1),
    base_minor    bigint not null,
    accrued_minor bigint not null,
    revision      int not null,
    changed_at    timestamptz not null,
    primary key (scheme_id, month)
);
