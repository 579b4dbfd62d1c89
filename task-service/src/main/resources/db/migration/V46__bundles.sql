-- Pages of requesters' own HTML that draw tasks. Kept by content, never changed: jobs name them by their hash.

create table bundle (
    hash         text primary key check (hash ~ '^[0-9a-f]{64}$'),   -- SHA-256 of the page in UTF-8
    html         text not null,
    bytes        int not null check (bytes between 1 and 524288),
    requester_id uuid,                                               -- who uploaded it first; null for the marketplace's own
    created_at   timestamptz not null
);
