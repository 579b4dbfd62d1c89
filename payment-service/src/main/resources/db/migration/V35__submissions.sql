-- How far each message that a rail is given by this service has come. A message is sent under one name, for ever.
create table rail_submission (
    message_id    bigint primary key references rail_message,
    batch_id      uuid not null references payout_batch,
    state         text not null check (state in ('WAITING', 'SENDING', 'TAKEN', 'REFUSED', 'UNKNOWN')),
    tries         int not null default 0 check (tries >= 0),
    epoch         bigint not null default 0,    -- of the lease under which it was last picked up
    due_at        timestamptz not null,
    first_sent_at timestamptz,                  -- null: certainly never sent
    reference     text,                         -- the rail's own name for it
    problem       text                          -- what went wrong last
);
create index rail_submission_due on rail_submission (due_at) where state in ('WAITING', 'SENDING', 'UNKNOWN');
create index rail_submission_by_batch on rail_submission (batch_id);

alter table payout_action
    drop constraint payout_action_action_check,
    add constraint payout_action_action_check check (action in ('PROPOSE', 'COLLECT', 'FREEZE', 'APPROVE', 'REJECT', 'COPY',
        'EXCLUDE', 'RELEASE', 'SEND', 'ACKNOWLEDGE', 'SETTLE', 'CLOSE', 'CANCEL', 'CONTRADICT'));
