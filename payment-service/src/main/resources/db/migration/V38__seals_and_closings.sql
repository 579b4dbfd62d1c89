-- A chain of hashes over postings and transfers in the order of their numbers, made by a job and never by the transaction that posts.
create table seal (
    block     bigint primary key check (block > 0),
    from_seq  bigint not null,
    to_seq    bigint not null,
    postings  bigint not null,
    prev      text not null check (prev ~ '^[0-9a-f]{64}$'),
    hash      text not null check (hash ~ '^[0-9a-f]{64}$'),
    sealed_at timestamptz not null,
    check (from_seq <= to_seq)
);

-- Numbers become visible out of order: up to seq they are all taken, and once every transaction before txid is over none of them changes.
create table seal_horizon (
    one  boolean primary key default true check (one),
    seq  bigint not null,
    txid xid8 not null
);

-- {from, to} are numbers of postings. Transfers are numbered within their posting's 64.
create function seal_hash(prev text, from_seq bigint, to_seq bigint) returns text language sql stable as $$
select encode(sha256(convert_to(prev || coalesce(string_agg(line, '' order by n), ''), 'UTF8')), 'hex')
from (select seq * 64 as n,
             json_build_array(seq, id, kind, business_key, effective_on, (extract(epoch from posted_at) * 1000000)::bigint,
                              reverses)::text as line
      from posting
      where seq between seal_hash.from_seq and seal_hash.to_seq
      union all
      select seq,
             json_build_array(seq, posting_id, leg, debit_account, credit_account, currency, amount, phase, pending_seq, reason,
                              (extract(epoch from expires_at) * 1000000)::bigint)::text
      from transfer
      where seq between seal_hash.from_seq * 64 and seal_hash.to_seq * 64 + 63) lines
$$;

-- Days that are closed: what was known of them up to closing_seq. What is booked for such a day later stands beside its closing.
create table closing (
    day         date primary key,
    closing_seq bigint not null,
    closed_at   timestamptz not null
);

-- Turnover of an account from its first day to the end of the day; a row for each day that changed it.
create table balance_daily (
    account_id  bigint not null references account,
    day         date not null references closing,
    closing_seq bigint not null,
    debits      bigint not null check (debits >= 0),
    credits     bigint not null check (credits >= 0),
    primary key (account_id, day)
);

create index posting_by_effective_day on posting using brin (effective_on);

create trigger seal_is_append_only before update or delete or truncate on seal
    for each statement execute function refuse_change();
create trigger closing_is_append_only before update or delete or truncate on closing
    for each statement execute function refuse_change();
create trigger balance_daily_is_append_only before update or delete or truncate on balance_daily
    for each statement execute function refuse_change();
revoke update, delete on seal, closing, balance_daily from groundwork_app;
