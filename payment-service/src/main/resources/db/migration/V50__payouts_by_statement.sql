-- A batch writes a million payouts in one statement: what they refer to is looked up once for all of them, as in the books.

create trigger payout_batch_is_kept before delete or truncate on payout_batch
    for each statement execute function refuse_change();
create trigger payout_method_is_kept before delete or truncate on payout_method
    for each statement execute function refuse_change();

-- That its hold is a pending transfer of its amount is for the audit to say, which sees more than a reference does.
alter table payout
    drop constraint payout_batch_id_fkey,
    drop constraint payout_method_id_fkey,
    drop constraint payout_hold_seq_fkey,
    drop constraint payout_hold_seq_key,
    drop constraint payout_retry_of_fkey;
create trigger payout_is_kept before delete or truncate on payout
    for each statement execute function refuse_change();
create unique index payout_held_once on payout (hold_seq) where hold_seq is not null;
drop index payout_retried_once;
create unique index payout_retried_once on payout (retry_of) where retry_of is not null;

create function check_payout() returns trigger language plpgsql
    set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
    if exists (select
               from fresh f
                        left join payout_method m on m.id = f.method_id
                        left join payout_batch b on b.id = f.batch_id
               where (m.worker_id = f.worker_id and b.currency = f.currency) is not true) then
        raise exception 'a payout is of a batch in its currency, by a method of its worker' using errcode = 'P0400';
    end if;
    if exists (select from fresh f
               where f.retry_of is not null and not exists (select from payout b where b.id = f.retry_of)) then
        raise exception 'a payout is tried again after it was made' using errcode = 'P0400';
    end if;
    return null;
end $$;
create trigger payout_refers_to_what_is_there after insert on payout
    referencing new table as fresh for each statement execute function check_payout();
