-- What else two people may find a line to be: the wire of a refund, or money of ours on its way to a rail or from it.
alter table finance_proposal drop constraint finance_proposal_kind_check;
alter table finance_proposal add constraint finance_proposal_kind_check
    check (kind in ('ASSIGN_TO_REQUESTER', 'ASSIGN_TO_PAYOUT', 'ASSIGN_TO_REFUND', 'ASSIGN_RETURN', 'TRANSFER', 'BOOK_AS_FEE',
                    'WRITE_OFF', 'LIFT_PAYOUT_STOP', 'REOPEN_MONTH'));
alter table bank_line drop constraint bank_line_resolution_check;
alter table bank_line add constraint bank_line_resolution_check
    check (resolution in ('REQUESTER', 'PAYOUT', 'REFUND', 'RETURN', 'TRANSFER', 'FEE', 'WRITE_OFF'));

-- A refund leaves once.
alter table refund add column booked_by uuid unique references bank_line;
alter table refund add constraint refund_left_after_release check (booked_by is null or state = 'RELEASED');
