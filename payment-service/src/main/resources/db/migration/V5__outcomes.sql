-- What is to be paid is not always an approval: a rejected answer may be paid for its time, without a fee.
alter table parked_approval
    add column top_up_minor bigint not null default 0 check (top_up_minor >= 0),
    add column with_fee     boolean not null default true;
