-- Hourly minimums. A row is never edited: a newer rate is a new row with its own effective date.

create table wage_floor (
    place          text not null,               -- ISO 3166-1 country, ISO 3166-2 subdivision, or platform-<currency>
    kind           text not null check (kind in ('STATUTORY', 'LIVING', 'PLATFORM')),
    effective_from date not null,
    per_hour_minor bigint check (per_hour_minor > 0),  -- null: there is no rate, the platform floor applies
    currency       text not null,
    obsolete       boolean not null default false,     -- a rate that must never be used alone
    source         text not null,
    note           text not null default '',
    confidence     text not null check (confidence in ('high', 'medium', 'low')),
    review_by      date,
    primary key (place, kind, effective_from)
);
create trigger wage_floor_is_append_only before update or delete or truncate on wage_floor
    for each statement execute function refuse_change();

-- What consumers were told last, so that a restart tells them nothing twice.
create table wage_floor_published (
    place          text primary key,
    kind           text not null,
    per_hour_minor bigint not null,
    currency       text not null,
    effective_from date not null,
    source         text not null,
    confidence     text not null,
    published_at   timestamptz not null
);
