-- Workers are told that the pay for an answer was taken back, and why.
alter table notice drop constraint notice_kind_check;
alter table notice add constraint notice_kind_check check (kind in (
    'CREDITED', 'PAY_TAKEN_BACK', 'PAYOUT_SENT', 'PAYOUT_SETTLED', 'PAYOUT_FAILED', 'REJECTION_HELD', 'REJECTED', 'OVERTURNED',
    'CASE_DECIDED'));
