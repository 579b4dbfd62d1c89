-- Money that requesters want back: reserved when they ask, moved when somebody else releases it, by the rail it came in on.
create table refund (
    id           uuid primary key,
    requester_id uuid not null,
    amount_minor bigint not null check (amount_minor > 0),
    currency     text not null references currency,
    rail         text not null,
    state        text not null check (state in ('REQUESTED', 'RELEASED', 'CANCELLED')),
    hold_seq     bigint not null unique references transfer,
    requested_by text not null,
    requested_at timestamptz not null,
    decided_by   text,
    decided_at   timestamptz,
    check (state <> 'RELEASED' or decided_by <> requested_by),
    check ((state = 'REQUESTED') = (decided_by is null))
);
create index refund_by_requester on refund (requester_id, id desc);
