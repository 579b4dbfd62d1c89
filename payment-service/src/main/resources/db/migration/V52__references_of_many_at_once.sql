-- A statement writes many transfers of few postings and, on one side, of few accounts: each of those is looked up once.
create or replace function check_transfer() returns trigger language plpgsql
    set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
    if exists (select
               from (select debit_account as id, currency from fresh union select credit_account, currency from fresh) f
                        left join account a on a.id = f.id
               where a.currency is distinct from f.currency) then
        raise exception 'a transfer moves one currency between two accounts of that currency' using errcode = 'P0400';
    end if;
    if exists (select from (select distinct posting_id from fresh) f
               where not exists (select from posting p where p.id = f.posting_id)) then
        raise exception 'a transfer is part of a posting' using errcode = 'P0400';
    end if;
    if exists (select from fresh f
               where f.pending_seq is not null and not exists (select from transfer h where h.seq = f.pending_seq)) then
        raise exception 'a hold is posted or voided after it was made' using errcode = 'P0400';
    end if;
    return null;
end $$;
