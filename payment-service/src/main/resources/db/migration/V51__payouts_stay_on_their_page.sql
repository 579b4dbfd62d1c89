-- A step over a batch changes each of its payouts. Where no index has to hear of it and the page has room, that is a change of one page; so
-- indexes look at what seldom changes, and a page of payouts is filled less than half.

-- Before the rows are written anew, so that they are not written into these again.
drop index payout_open_once;
drop index payout_by_worker;
drop index payout_came_to_nothing;
-- A hold is made for one payout of its worker and its batch, and a worker gets one payout when a batch is made: two payouts cannot share one,
-- and the audit looks whether they do.
drop index payout_held_once;

-- The balance from which a payout is paid. Positions of a batch follow its number, and so do the indexes.
alter table payout
    add column account_id bigint,
    add column open boolean not null
        generated always as (state in ('READY', 'RESERVED', 'SUBMITTED', 'UNKNOWN', 'ACCEPTED')) stored,
    add column came_to_nothing boolean not null generated always as (state in ('FAILED', 'RETURNED')) stored,
    set (fillfactor = 40);
update payout p
set account_id = a.id
from account a
where a.owner_type = 'WORKER' and a.owner_id = p.worker_id and a.purpose = 'PAYABLE' and a.currency = p.currency;
alter table payout alter column account_id set not null;

create unique index payout_open_once on payout (account_id) where open;
create index payout_by_account on payout (account_id, id desc);
create index payout_came_to_nothing on payout (method_id) where came_to_nothing;

create or replace function check_payout() returns trigger language plpgsql
    set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
    if exists (select
               from fresh f
                        left join payout_method m on m.id = f.method_id
                        left join payout_batch b on b.id = f.batch_id
                        left join account a on a.id = f.account_id
               where (m.worker_id = f.worker_id and b.currency = f.currency and a.currency = f.currency
                   and a.owner_id = f.worker_id and a.owner_type = 'WORKER' and a.purpose = 'PAYABLE') is not true) then
        raise exception 'a payout is of a batch in its currency, by a method of its worker, from what its worker is owed in it'
            using errcode = 'P0400';
    end if;
    if exists (select from fresh f
               where f.retry_of is not null and not exists (select from payout b where b.id = f.retry_of)) then
        raise exception 'a payout is tried again after it was made' using errcode = 'P0400';
    end if;
    return null;
end $$;
