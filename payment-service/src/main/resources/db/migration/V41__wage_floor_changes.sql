-- Who added which floors and exchange rates, and why; anybody may read it.
create table wage_floor_change (
    id             bigint generated always as identity primary key,
    place          text not null,
    kind           text not null,               -- FX for an exchange rate, whose place is its currency
    effective_from date not null,
    actor          text not null,
    reason         text not null,
    changed_at     timestamptz not null
);
create trigger wage_floor_change_is_append_only before update or delete or truncate on wage_floor_change
    for each statement execute function refuse_change();
