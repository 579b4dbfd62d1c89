-- Two people say what became of payouts of which their rail never told the end.
alter table finance_proposal drop constraint finance_proposal_kind_check;
alter table finance_proposal add constraint finance_proposal_kind_check
    check (kind in ('ASSIGN_TO_REQUESTER', 'ASSIGN_TO_PAYOUT', 'ASSIGN_TO_REFUND', 'ASSIGN_RETURN', 'TRANSFER', 'BOOK_AS_FEE',
                    'WRITE_OFF', 'LIFT_PAYOUT_STOP', 'PAYOUT_ARRIVED', 'PAYOUT_NOT_MADE', 'REOPEN_MONTH'));

alter table payout_action
    drop constraint payout_action_action_check,
    add constraint payout_action_action_check check (action in ('PROPOSE', 'COLLECT', 'FREEZE', 'APPROVE', 'REJECT', 'COPY',
        'EXCLUDE', 'RELEASE', 'SEND', 'ACKNOWLEDGE', 'BOOKED', 'ARRIVED', 'NOT_MADE', 'SETTLE', 'CLOSE', 'CANCEL', 'CONTRADICT'));
