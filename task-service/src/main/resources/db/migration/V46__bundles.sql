-- Pages of requesters' own HTML that draw tasks. Kept by content, never changed: jobs name them by their hash.

create table bundle (
    hash        text primary key check (hash ~ '^[0-9a-f]{64}$'),   -- SHA-256 of the page in UTF-8
    html        text not null,
    bytes       int not null check (bytes between 1 and 524288),
    variables   text[] not null,                                    -- names of inputs that the page shows
    marketplace boolean not null default false,                     -- a template begins with it: it stays, whoever keeps it
    created_at  timestamptz not null
);

-- Whose they are. A page that two have uploaded is stored once, and stays until neither keeps it.
create table kept_bundle (
    id           uuid primary key,
    requester_id uuid not null,
    hash         text not null references bundle,
    kept_at      timestamptz not null,
    unique (requester_id, hash)
);

create index kept_bundle_by_requester on kept_bundle (requester_id, id desc);
create index kept_bundle_by_hash on kept_bundle (hash);

-- From a page to the published jobs that it draws.
create index task_spec_by_bundle on task_spec ((document #>> '{ui,bundle}')) where document #>> '{ui,bundle}' is not null;
create index job_published_by_spec on job (spec_hash) where state <> 'DRAFT';
