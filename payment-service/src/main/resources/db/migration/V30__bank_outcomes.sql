-- What banks say of payouts: accepted, refused, booked, sent back. Each block of a file is one line on a bank statement.

alter table payout
    add column held        boolean not null default false,  -- its money waits on the worker's HELD account
    add column booked_by   uuid,                            -- bank line that took the money; null: by hand
    add column returned_by uuid;                            -- bank line that brought it back
create index payout_held on payout (worker_id) where held;
create index payout_booked_by on payout (booked_by) where booked_by is not null;
create index payout_returned_by on payout (returned_by) where returned_by is not null;
create index payout_came_to_nothing on payout (method_id) where state in ('FAILED', 'RETURNED');

-- The blocks of the files: which payouts share one line of the bank statement.
create table payout_block (
    payment_info_id text primary key check (length(payment_info_id) between 1 and 35),
    message_id      text not null,
    batch_id        uuid not null references payout_batch,
    first_position  int not null check (first_position > 0),
    last_position   int not null,
    check (last_position >= first_position)
);
create index payout_block_by_message on payout_block (message_id);
create unique index payout_block_once on payout_block (batch_id, first_position);
insert into payout_block (payment_info_id, message_id, batch_id, first_position, last_position)
select f.part[1], replace(m.batch_id::text, '-', ''), m.batch_id,
       sum(f.part[2]::int) over upto - f.part[2]::int + 1, sum(f.part[2]::int) over upto
from rail_message m
         cross join lateral regexp_matches(convert_from(m.body, 'UTF8'),
                                           '<PmtInfId>([^<]+)</PmtInfId>.*?<NbOfTxs>([0-9]+)</NbOfTxs>', 'g')
    with ordinality as f (part, place)
window upto as (partition by m.batch_id order by f.place);
