-- What a status report that a person gave in rejects, and two people had called booked, waits for another person.
alter table finance_proposal drop constraint finance_proposal_kind_check;
alter table finance_proposal add constraint finance_proposal_kind_check
    check (kind in ('ASSIGN_TO_REQUESTER', 'ASSIGN_TO_PAYOUT', 'ASSIGN_TO_REFUND', 'ASSIGN_RETURN', 'TRANSFER', 'BOOK_AS_FEE',
                    'WRITE_OFF', 'LIFT_PAYOUT_STOP', 'PAYOUT_ARRIVED', 'PAYOUT_NOT_MADE', 'PAYOUTS_REJECTED', 'REOPEN_MONTH'));

create table doubted_rejection (
    file_sha256 text not null references bank_file,
    payout_id   uuid not null references payout,
    code        text not null,                   -- the bank's reason, ISO 20022
    primary key (file_sha256, payout_id)
);
create trigger doubted_rejection_is_append_only before update or delete or truncate on doubted_rejection
    for each statement execute function refuse_change();
