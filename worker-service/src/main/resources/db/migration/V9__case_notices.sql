-- Workers are told what people decided on cases about them.
alter table notice drop constraint notice_kind_check;
alter table notice add constraint notice_kind_check check (kind in (
    'CREDITED', 'PAYOUT_SENT', 'PAYOUT_SETTLED', 'PAYOUT_FAILED', 'REJECTION_HELD', 'REJECTED', 'OVERTURNED', 'CASE_DECIDED'));
