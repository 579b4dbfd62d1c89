-- That a bank has booked a batch is said by two people, where no statement says it: nobody asks for the money after that.
alter table payout_batch
    add column booked_said_by text;                    -- the first of them

alter table payout_action
    drop constraint payout_action_action_check,
    add constraint payout_action_action_check check (action in ('PROPOSE', 'COLLECT', 'FREEZE', 'APPROVE', 'REJECT', 'COPY',
        'EXCLUDE', 'RELEASE', 'SEND', 'ACKNOWLEDGE', 'BOOKED', 'SETTLE', 'CLOSE', 'CANCEL', 'CONTRADICT'));

-- Whether an account was changed, and when, is asked for each worker of a batch.
create index payout_method_by_worker on payout_method (worker_id, created_at);
