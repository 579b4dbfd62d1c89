-- The requester's own number for a job, printed on its invoices.
create table purchase_order (
    job_id       uuid primary key,
    requester_id uuid not null,
    number       text not null,
    changed_at   timestamptz not null
);

-- Statements and invoices as they were given out first; they are made from the books, but what was given out stays.
create table statement_document (
    kind       text not null check (kind in ('WORKER_MONTH', 'WORKER_PAYOUT', 'INVOICE')),
    owner_id   uuid not null,
    subject    text not null,
    format     text not null check (format in ('CSV', 'PDF')),
    sha256     text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    body       bytea not null,
    created_at timestamptz not null,
    primary key (kind, owner_id, subject, format)
);
create trigger statement_document_is_append_only before update or delete or truncate on statement_document
    for each statement execute function refuse_change();
