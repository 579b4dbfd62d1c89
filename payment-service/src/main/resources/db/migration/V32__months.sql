-- Months of the books: a closed one takes no postings until two people have opened it again.

create table ledger_month (
    month     date primary key check (extract(day from month) = 1),
    state     text not null check (state in ('CLOSED', 'REOPENED')),
    closed_by text not null,
    closed_at timestamptz not null
);

-- Who closed and opened what, and what the accounts held at the end of the month then.
create table ledger_month_action (
    id          bigint generated always as identity primary key,
    month       date not null references ledger_month,
    action      text not null check (action in ('CLOSE', 'REOPEN')),
    actor       text not null,
    proposed_by text,
    reason      text,
    totals      jsonb,
    acted_at    timestamptz not null,
    check ((action = 'REOPEN') = (proposed_by is not null)),
    check (proposed_by <> actor)
);
create trigger ledger_month_action_is_append_only before update or delete or truncate on ledger_month_action
    for each statement execute function refuse_change();

create function refuse_closed_month() returns trigger language plpgsql as $$
begin
    if exists (select 1
               from ledger_month m
                        join fresh f on f.effective_on >= m.month and f.effective_on < (m.month + interval '1 month')::date
               where m.state = 'CLOSED') then
        raise exception 'the month is closed: it takes no postings' using errcode = 'P0409';
    end if;
    return null;
end $$;
create trigger posting_is_in_an_open_month after insert on posting
    referencing new table as fresh for each statement execute function refuse_closed_month();

-- What the accounts are called in the general ledger.
create table gl_account (
    owner_type  text not null,
    purpose     text not null,
    code        text not null check (length(code) between 1 and 20),
    cost_centre text not null default '' check (length(cost_centre) <= 20),
    changed_by  text,
    changed_at  timestamptz,
    primary key (owner_type, purpose)
);
insert into gl_account (owner_type, purpose, code)
values ('BANK', 'CASH', '1200'),
       ('RAIL', 'CLEARING', '1360'),
       ('REQUESTER', 'AVAILABLE', '3500'),
       ('JOB', 'ESCROW', '3510'),
       ('WORKER', 'PAYABLE', '3600'),
       ('WORKER', 'HELD', '3610'),
       ('WORKER', 'DEBT', '1450'),
       ('FUND', 'BENEFITS', '3700'),
       ('PLATFORM', 'VAT_PAYABLE', '3800'),
       ('PLATFORM', 'SUSPENSE', '1370'),
       ('PLATFORM', 'FEE_REVENUE', '4400'),
       ('PLATFORM', 'TOPUP_COST', '6100'),
       ('PLATFORM', 'PAYOUT_COST', '6850'),
       ('PLATFORM', 'WRITE_OFF', '6930');
