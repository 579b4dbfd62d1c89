-- What banks send: files, statements, their lines, and what became of each line.

create table bank_account (
    id             uuid primary key,             -- also the owner of its cash account in the books
    iban           text not null unique,
    masked         text not null,
    currency       text not null references currency,
    baseline_minor bigint not null,              -- what the first statement opened with: it was there before these books
    closing_minor  bigint not null,
    closing_on     date not null,
    last_number    bigint                        -- of the last statement, where the bank counts them
);

create table bank_file (
    sha256      text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    kind        text not null,
    message_id  text not null,
    source      text not null check (source in ('UPLOAD', 'INBOX')),
    received_by text not null,
    received_at timestamptz not null,
    answer      jsonb not null
);
create index bank_file_by_time on bank_file (received_at desc);

create table bank_statement (
    id              uuid primary key,
    bank_account_id uuid not null references bank_account,
    statement_id    text not null,               -- the bank's name of it
    number          bigint,
    sha256          text not null references bank_file,
    opening_minor   bigint not null,
    closing_minor   bigint not null,
    opening_on      date not null,
    closing_on      date not null,
    unique (bank_account_id, statement_id)
);

create table bank_line (
    id               uuid primary key,
    bank_account_id  uuid not null references bank_account,
    bank_statement_id uuid not null references bank_statement,
    position         int not null check (position > 0),
    credit           boolean not null,
    amount_minor     bigint not null check (amount_minor > 0),
    currency         text not null,
    reversal         boolean not null,
    booked_on        date not null,
    code             text not null,
    end_to_end_id    text not null,
    payment_info_id  text not null,
    servicer_ref     text not null,
    uetr             text not null,
    creditor_ref     text not null,
    remittance       text not null,
    return_reason    text not null,
    party_name       text not null,
    party_account    text not null,              -- masked
    outcome          text not null check (outcome in ('PAYOUT', 'PAYOUT_BLOCK', 'RETURN', 'DEPOSIT', 'FEE', 'SUSPENSE')),
    note             text not null,              -- why it was not matched
    taken_at         timestamptz not null,
    resolution       text check (resolution in ('REQUESTER', 'PAYOUT', 'RETURN', 'FEE', 'WRITE_OFF')),
    resolved_at      timestamptz,
    unique (bank_statement_id, position),
    check ((resolution is null) = (resolved_at is null)),
    check (resolution is null or outcome = 'SUSPENSE')
);
create index bank_line_in_suspense on bank_line (id) where outcome = 'SUSPENSE' and resolved_at is null;

-- By which a transfer of a requester is known: a creditor reference of ISO 11649.
create sequence deposit_reference_number;
create table deposit_reference (
    requester_id uuid primary key,
    reference    text not null unique check (reference ~ '^RF[0-9]{2}[A-Z0-9]{1,21}$'),
    created_at   timestamptz not null
);

-- Decisions that need two people: what one proposed, and what the other made of it.
create table finance_proposal (
    id          uuid primary key,
    kind        text not null check (kind in ('ASSIGN_TO_REQUESTER', 'ASSIGN_TO_PAYOUT', 'ASSIGN_RETURN', 'BOOK_AS_FEE', 'WRITE_OFF',
                                              'LIFT_PAYOUT_STOP', 'REOPEN_MONTH')),
    subject     text not null,                   -- bank line, payout or month
    target      text,                            -- requester or payout
    reason      text not null,
    state       text not null check (state in ('PROPOSED', 'ACCEPTED', 'DECLINED')),
    proposed_by text not null,
    proposed_at timestamptz not null,
    decided_by  text check (decided_by <> proposed_by or state = 'DECLINED'),
    decided_at  timestamptz,
    check ((state = 'PROPOSED') = (decided_by is null))
);
create unique index finance_proposal_open_once on finance_proposal (subject) where state = 'PROPOSED';
create index bank_line_by_servicer_ref on bank_line (servicer_ref) where outcome = 'PAYOUT' and servicer_ref <> '';
