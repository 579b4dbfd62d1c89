-- Payout batches are approved before they are released; every step keeps who took it and what the batch held before and after.

alter table payout_method
    drop constraint payout_method_rail_check,
    add constraint payout_method_rail_check check (rail in ('SEPA', 'STRIPE', 'PAYPAL')),
    add column if not exists state text not null default 'ACTIVE' check (state in ('ACTIVE', 'COOLING', 'BLOCKED')),
    add column changed_by text;
update payout_method set changed_by = worker_id::text;
alter table payout_method alter column changed_by set not null;
create index payout_method_by_changer on payout_method (changed_by, created_at);

alter table payout_batch
    drop constraint payout_batch_rail_check,
    drop constraint payout_batch_state_check,
    drop constraint payout_batch_check,
    drop constraint payout_batch_check1,
    add column collected_by text,
    add column value_date   date,
    add column cut_off_at   timestamptz,
    add column held_count   int not null default 0 check (held_count >= 0),
    add column copy_of      uuid references payout_batch,
    add column approved_at  timestamptz,
    add column rejected_at  timestamptz,
    add column closed_at    timestamptz;
update payout_batch
set state        = case state when 'PROPOSED' then 'FROZEN' when 'SENT' then 'SUBMITTED' else state end,
    collected_by = proposed_by,
    value_date   = (proposed_at at time zone 'UTC')::date,
    cut_off_at   = proposed_at;
alter table payout_batch
    alter column collected_by set not null,
    alter column value_date set not null,
    alter column cut_off_at set not null,
    add constraint payout_batch_rail_check check (rail in ('SEPA', 'CSV', 'TEST', 'STRIPE', 'PAYPAL')),
    add constraint payout_batch_state_check check (state in ('DRAFT', 'FROZEN', 'APPROVED', 'RELEASED', 'SUBMITTED',
        'ACKNOWLEDGED', 'PARTIAL', 'SETTLED', 'CLOSED', 'REJECTED', 'CANCELLED')),
    add constraint payout_batch_two_people check (released_by <> proposed_by and released_by <> collected_by),
    add constraint payout_batch_released_by_someone check (released_by is not null
        or state in ('DRAFT', 'FROZEN', 'APPROVED', 'REJECTED', 'CANCELLED'));

drop index payout_open_once;
alter table payout
    drop constraint payout_state_check,
    alter column hold_seq drop not null,
    add column attempt  int not null default 1 check (attempt > 0),
    add column retry_of uuid references payout,
    add column reason   text;
update payout
set state = case state when 'QUEUED' then 'RESERVED' when 'SENT' then 'SUBMITTED' when 'CANCELLED' then 'RELEASED'
                       when 'RETURNED_BY_BANK' then 'RETURNED' else state end,
    reason = case state when 'CANCELLED' then 'batch-cancelled' end;
alter table payout
    add constraint payout_state_check check (state in ('READY', 'HELD', 'RESERVED', 'SUBMITTED', 'UNKNOWN', 'ACCEPTED', 'SETTLED',
        'RETURNED', 'FAILED', 'RELEASED')),
    add constraint payout_is_reserved check (hold_seq is not null or state in ('READY', 'HELD', 'RELEASED'));
-- A worker is in one batch at a time. What is HELD waits for nothing: the next collection looks at the balance again.
create unique index payout_open_once on payout (worker_id, currency)
    where state in ('READY', 'RESERVED', 'SUBMITTED', 'UNKNOWN', 'ACCEPTED');
create unique index payout_retried_once on payout (retry_of);

-- One person's word on one content. It is void by itself when the content changes: its hash is another one then.
create table payout_approval (
    batch_id     uuid not null references payout_batch,
    content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
    actor        text not null,
    decision     text not null check (decision in ('APPROVE', 'REJECT')),
    reason       text,
    decided_at   timestamptz not null,
    primary key (batch_id, content_hash, actor)
);
create index payout_approval_by_actor on payout_approval (actor, decided_at);
create trigger payout_approval_is_append_only before update or delete or truncate on payout_approval
    for each statement execute function refuse_change();

alter table payout_action
    drop constraint payout_action_action_check,
    add constraint payout_action_action_check check (action in ('PROPOSE', 'COLLECT', 'FREEZE', 'APPROVE', 'REJECT', 'COPY',
        'EXCLUDE', 'RELEASE', 'SEND', 'ACKNOWLEDGE', 'SETTLE', 'CLOSE', 'CANCEL')),
    add column before_hash text,
    add column reason      text;
create index payout_action_by_batch on payout_action (batch_id, id);

-- What goes to a rail in one or several parts, and what comes from it.
alter table rail_message disable trigger rail_message_is_append_only;
alter table rail_message
    drop constraint rail_message_pkey,
    alter column batch_id drop not null,
    add column id          bigint generated always as identity primary key,
    add column direction   text not null default 'O' check (direction in ('O', 'I')),
    add column external_id text,
    add column part        int check (part > 0),
    add column first_position int,
    add column last_position  int,
    add column total_minor bigint;
update rail_message m
set external_id = replace(m.batch_id::text, '-', ''),
    part = 1,
    first_position = 1,
    last_position = (select max(position) from payout p where p.batch_id = m.batch_id),
    total_minor = (select total_minor from payout_batch b where b.id = m.batch_id);
alter table rail_message
    alter column direction drop default,
    alter column external_id set not null,
    add constraint rail_message_once unique (rail, direction, kind, external_id),
    add constraint rail_message_part_once unique (batch_id, part),
    add constraint rail_message_is_of_a_batch check (direction = 'I'
        or (batch_id is not null and part is not null and first_position is not null and last_position is not null
            and total_minor is not null));
alter table rail_message enable trigger rail_message_is_append_only;
