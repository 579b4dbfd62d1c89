-- How disputes end, in the worker's record, in the requester's, and in what workers are told.

alter table work_record
    add column accepted_unused bigint not null default 0,
    add column rejected        bigint not null default 0;  -- final, and not by fault of the requester
comment on column work_record.rejection_held is 'open: proposed or appealed; counts for nothing until it is final';

-- How a requester decides, moved by one statement per batch of events.
create table requester_record (
    requester_id    uuid primary key,
    approved        bigint not null default 0,
    accepted_unused bigint not null default 0,
    rejection_held  bigint not null default 0,             -- proposed rejections that are open
    rejected        bigint not null default 0,             -- final
    unpaid          bigint not null default 0,             -- of these
    appealed        bigint not null default 0,             -- ever
    overturned      bigint not null default 0              -- rejections that did not stand
) with (fillfactor = 70);

alter table notice drop constraint notice_kind_check;
alter table notice add constraint notice_kind_check check (kind in (
    'CREDITED', 'PAYOUT_SENT', 'PAYOUT_SETTLED', 'PAYOUT_FAILED', 'REJECTION_HELD', 'REJECTED', 'OVERTURNED'));
