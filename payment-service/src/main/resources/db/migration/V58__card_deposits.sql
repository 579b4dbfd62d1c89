-- Deposits by card: asked for first, and among the deposits, by the same id, once the provider says that they are paid.
create table card_deposit (
    id           uuid primary key,
    requester_id uuid not null,
    idem_key     text not null,
    amount_minor bigint not null check (amount_minor > 0),
    currency     text not null references currency,
    reference    text,
    rail         text not null,
    payment      text unique,                    -- the provider's name for it, from its first answer on
    state        text not null check (state in ('PENDING', 'BOOKED', 'FAILED')),
    failure      text,                           -- a code of the provider
    asked_at     timestamptz not null,
    booked_at    timestamptz,
    unique (requester_id, idem_key),
    check ((state = 'FAILED') = (failure is not null)),
    check ((state = 'BOOKED') = (booked_at is not null)),
    check (state <> 'BOOKED' or payment is not null)
);
