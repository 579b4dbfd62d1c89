-- Money out: where workers want it, and the batches in which it leaves.

-- A method is never edited: a change is a new row, so that a frozen payout keeps the account it was frozen with.
create table payout_method (
    id          uuid primary key,
    worker_id   uuid not null,
    rail        text not null check (rail in ('SEPA')),
    details     bytea not null,                 -- AES-GCM, bound to the worker id
    fingerprint bytea not null check (octet_length(fingerprint) = 32),
    masked      text not null,
    created_at  timestamptz not null,
    replaced_at timestamptz
);
create unique index payout_method_current on payout_method (worker_id) where replaced_at is null;
create index payout_method_by_fingerprint on payout_method (fingerprint);

create table payout_batch (
    id            uuid primary key,
    version       int not null,
    rail          text not null check (rail in ('SEPA')),
    currency      text not null references currency,
    state         text not null check (state in ('DRAFT', 'PROPOSED', 'RELEASED', 'SENT', 'SETTLED', 'CANCELLED')),
    minimum_minor bigint not null check (minimum_minor > 0),
    payout_count  int not null check (payout_count >= 0),
    total_minor   bigint not null check (total_minor >= 0),
    content_hash  text not null check (content_hash ~ '^[0-9a-f]{64}$'),
    proposed_by   text not null,
    proposed_at   timestamptz not null,
    released_by   text check (released_by <> proposed_by),
    released_at   timestamptz,
    sent_at       timestamptz,
    settled_at    timestamptz,
    cancelled_at  timestamptz,
    check (state not in ('RELEASED', 'SENT', 'SETTLED') or released_by is not null)
);

create table payout (
    id            uuid primary key,
    batch_id      uuid not null references payout_batch,
    position      int not null check (position > 0),
    worker_id     uuid not null,
    method_id     uuid not null references payout_method,
    currency      text not null,
    amount_minor  bigint not null check (amount_minor > 0),
    end_to_end_id text not null unique check (length(end_to_end_id) between 1 and 35),
    state         text not null check (state in ('QUEUED', 'SENT', 'SETTLED', 'FAILED', 'RETURNED_BY_BANK', 'CANCELLED')),
    hold_seq      bigint not null unique references transfer,
    changed_at    timestamptz not null,
    unique (batch_id, position)
) with (fillfactor = 70);
create unique index payout_open_once on payout (worker_id, currency) where state in ('QUEUED', 'SENT');
create index payout_by_worker on payout (worker_id, id desc);

-- The bytes that leave, kept before anyone can fetch them.
create table rail_message (
    batch_id   uuid primary key references payout_batch,
    rail       text not null,
    kind       text not null,
    sha256     text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    body       bytea not null,
    created_at timestamptz not null
);

-- Who did what to a batch, bound to what it held then.
create table payout_action (
    id           bigint generated always as identity primary key,
    batch_id     uuid not null references payout_batch,
    action       text not null check (action in ('PROPOSE', 'RELEASE', 'SEND', 'SETTLE', 'CANCEL')),
    actor        text not null,
    content_hash text not null,
    acted_at     timestamptz not null
);
create trigger rail_message_is_append_only before update or delete or truncate on rail_message
    for each statement execute function refuse_change();
create trigger payout_action_is_append_only before update or delete or truncate on payout_action
    for each statement execute function refuse_change();
