-- The books. A transfer row is one debit and one credit of one amount: it conserves money by construction.
-- Amounts are integer minor units of their currency.

create table currency (
    code     text primary key check (code ~ '^[A-Z]{3}$'),
    exponent int not null check (exponent between 0 and 4)
);

-- The currencies in which the books are kept; a deposit in another one is refused.
insert into currency (code, exponent)
values ('ARS', 2),
       ('AUD', 2),
       ('BDT', 2),
       ('BRL', 2),
       ('CAD', 2),
       ('CHF', 2),
       ('CLP', 0),
       ('CNY', 2),
       ('COP', 2),
       ('CZK', 2),
       ('DKK', 2),
       ('EGP', 2),
       ('EUR', 2),
       ('GBP', 2),
       ('GHS', 2),
       ('HUF', 2),
       ('IDR', 2),
       ('INR', 2),
       ('JPY', 0),
       ('KES', 2),
       ('KRW', 0),
       ('MAD', 2),
       ('MXN', 2),
       ('MYR', 2),
       ('NGN', 2),
       ('NOK', 2),
       ('NZD', 2),
       ('PEN', 2),
       ('PHP', 2),
       ('PKR', 2),
       ('PLN', 2),
       ('RON', 2),
       ('SEK', 2),
       ('THB', 2),
       ('TRY', 2),
       ('UAH', 2),
       ('UGX', 0),
       ('USD', 2),
       ('VES', 2),
       ('VND', 0),
       ('ZAR', 2);

create table account (
    id          bigint generated always as identity primary key,
    owner_type  text not null check (owner_type in ('PLATFORM', 'REQUESTER', 'JOB', 'WORKER', 'RAIL', 'BANK', 'FUND')),
    owner_id    uuid not null,                  -- nil UUID where there is only one owner, such as the platform
    purpose     text not null,
    currency    text not null references currency,
    normal_side text not null check (normal_side in ('D', 'C')),
    floor_minor bigint,                         -- null: may go to either side
    created_at  timestamptz not null default clock_timestamp(),
    unique (owner_type, owner_id, purpose, currency)
);

-- Counters in a narrow table of their own: half-empty pages keep the updates of hot accounts on their page.
create table account_balance (
    account_id      bigint primary key references account,
    debits_posted   bigint not null default 0 check (debits_posted >= 0),
    credits_posted  bigint not null default 0 check (credits_posted >= 0),
    debits_pending  bigint not null default 0 check (debits_pending >= 0),
    credits_pending bigint not null default 0 check (credits_pending >= 0),
    normal_side     text not null,              -- side and floor are copied here so that the check is a plain row check
    floor_minor     bigint,
    last_seq        bigint not null default 0,  -- newest transfer folded in
    version         bigint not null default 0,
    constraint no_overdraft check (floor_minor is null
        or case normal_side
               when 'C' then credits_posted - debits_posted - debits_pending
               else debits_posted - credits_posted - credits_pending
           end >= floor_minor)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01);

-- One idempotent request to move money, kept for ever. Written in the transaction that answers it, so there is no state in between.
create table command (
    id           uuid primary key,
    scope        text not null,
    idem_key     text not null,
    request_hash text not null check (request_hash ~ '^[0-9a-f]{64}$'),
    kind         text not null,
    payload      jsonb not null,
    state        text not null check (state in ('POSTED', 'REJECTED')),
    reject_code  text,
    settled_at   timestamptz not null,
    unique (scope, idem_key),
    check ((state = 'REJECTED') = (reject_code is not null))
);

create sequence posting_seq;

-- The atomic group of transfers that a command caused; it carries the command's id.
create table posting (
    id           uuid primary key references command,
    seq          bigint not null unique,
    kind         text not null,
    business_key text not null unique,          -- approve:<assignment> and the like: nothing is paid twice, ever
    effective_on date not null,
    posted_at    timestamptz not null,
    reverses     uuid references posting
);
create unique index posting_reversed_once on posting (reverses) where reverses is not null;

create table transfer (
    seq            bigint primary key,          -- posting.seq * 64 + leg
    posting_id     uuid not null references posting,
    leg            smallint not null check (leg between 1 and 63),
    debit_account  bigint not null references account,
    credit_account bigint not null references account,
    currency       text not null,
    amount         bigint not null check (amount > 0),
    phase          text not null check (phase in ('SINGLE', 'PENDING', 'POST', 'VOID')),
    pending_seq    bigint references transfer,
    reason         smallint not null,
    check (debit_account <> credit_account),
    check ((phase in ('POST', 'VOID')) = (pending_seq is not null)),
    unique (posting_id, leg)
);
create unique index pending_resolved_once on transfer (pending_seq) where phase in ('POST', 'VOID');
create index transfer_by_debit on transfer (debit_account, seq);
create index transfer_by_credit on transfer (credit_account, seq);

-- What is written is never changed: a correction is another posting.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % is not allowed: post a correction instead', tg_op, tg_table_name using errcode = 'P0403';
end $$;
create trigger posting_is_append_only before update or delete or truncate on posting
    for each statement execute function refuse_change();
create trigger transfer_is_append_only before update or delete or truncate on transfer
    for each statement execute function refuse_change();

-- Both accounts of a transfer have its currency: one look for each statement, not for each row.
create function check_currency() returns trigger language plpgsql as $$
begin
    if exists (select 1
               from fresh f
                        join account d on d.id = f.debit_account
                        join account c on c.id = f.credit_account
               where d.currency <> f.currency or c.currency <> f.currency) then
        raise exception 'a transfer moves one currency between two accounts of that currency' using errcode = 'P0400';
    end if;
    return null;
end $$;
create trigger transfer_has_one_currency after insert on transfer
    referencing new table as fresh for each statement execute function check_currency();
