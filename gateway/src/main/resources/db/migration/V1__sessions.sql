-- One row per signed-in browser. Neither column helps a reader of this table: the id is a hash of the browser's cookie,
-- and the tokens are sealed with a key that only that cookie yields.
create table session (
    id         bytea primary key,              -- SHA-256 of the cookie
    tokens     bytea not null,                 -- AES-256-GCM: nonce, ciphertext, tag
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create index session_expiry on session (expires_at);
