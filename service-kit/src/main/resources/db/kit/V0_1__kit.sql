-- Tables of the service kit: every service has its own copy in its own database.

-- Events on their way to Kafka. Rows live for milliseconds, so the table is vacuumed by count, not by share.
create table outbox (
    id         bigint generated always as identity primary key,
    event_id   uuid        not null,
    topic      text        not null,
    key        text,
    type       text        not null,
    payload    text        not null,
    headers    text,       -- JSON object of further headers, or null
    created_at timestamptz not null default clock_timestamp(),
    refused    text        -- why Kafka will never take it; such a row waits for a person
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_insert_scale_factor = 0,
        autovacuum_vacuum_insert_threshold = 20000, fillfactor = 90);

-- Events that had their effect. The consumer is part of the key: two listeners of one service may read one topic.
create table inbox (
    consumer    text        not null,
    event_id    uuid        not null,
    received_at timestamptz not null default now(),
    primary key (consumer, event_id)
);

-- Who of several replicas does a thing that only one may do. The epoch grows with every change of holder.
create table lease (
    name       text        primary key,
    holder     uuid        not null,
    epoch      bigint      not null,
    expires_at timestamptz not null
) with (fillfactor = 50);

-- First answers to requests that may be repeated; kept for ever.
create table idempotency (
    scope        text        not null,
    key          text        not null,
    request_hash bytea       not null,
    body         text,
    created_at   timestamptz not null default now(),
    primary key (scope, key)
);
