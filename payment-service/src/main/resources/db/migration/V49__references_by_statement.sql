-- The books grow by thousands of rows in a statement, and a foreign key looks at each row by a query of its own and locks what it finds: half
-- of what a posting costs the server. What the books refer to is never deleted, which triggers see to, so one look at the end of each
-- statement says the same.

create trigger account_is_kept before delete or truncate on account
    for each statement execute function refuse_change();
revoke update, delete on account from groundwork_app;

alter table posting drop constraint posting_id_fkey;
alter table transfer
    drop constraint transfer_posting_id_fkey,
    drop constraint transfer_debit_account_fkey,
    drop constraint transfer_credit_account_fkey,
    drop constraint transfer_pending_seq_fkey;

-- Plans are kept with the session, from when the tables may have been small: whatever their size, rows are looked up by their keys.
create function check_posting() returns trigger language plpgsql
    set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
    if exists (select from fresh f where not exists (select from command c where c.id = f.id)) then
        raise exception 'a posting is the answer to a command' using errcode = 'P0400';
    end if;
    return null;
end $$;
create trigger posting_has_its_command after insert on posting
    referencing new table as fresh for each statement execute function check_posting();

create function check_transfer() returns trigger language plpgsql
    set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
    if exists (select
               from fresh f
                        left join account d on d.id = f.debit_account
                        left join account c on c.id = f.credit_account
               where (d.currency = f.currency and c.currency = f.currency) is not true) then
        raise exception 'a transfer moves one currency between two accounts of that currency' using errcode = 'P0400';
    end if;
    if exists (select from fresh f where not exists (select from posting p where p.id = f.posting_id)) then
        raise exception 'a transfer is part of a posting' using errcode = 'P0400';
    end if;
    if exists (select from fresh f
               where f.pending_seq is not null and not exists (select from transfer h where h.seq = f.pending_seq)) then
        raise exception 'a hold is posted or voided after it was made' using errcode = 'P0400';
    end if;
    return null;
end $$;
drop trigger transfer_has_one_currency on transfer;
drop function check_currency();
create trigger transfer_refers_to_what_is_there after insert on transfer
    referencing new table as fresh for each statement execute function check_transfer();

-- A pattern of 64 repetitions takes longer than all the rest of a row.
alter table command drop constraint command_request_hash_check;
alter table command add constraint command_request_hash_check
    check (length(request_hash) = 64 and request_hash = encode(decode(request_hash, 'hex'), 'hex'));
