-- Two roles: the owner migrates, the application works. The application may add to the books and change nothing in them, so neither a
-- bug nor a stolen password of the service rewrites what was posted; the triggers are the second fence and hold the owner as well.
do $$
begin
    if not exists (select from pg_roles where rolname = 'groundwork_app') then
        raise exception 'the role groundwork_app is missing'
            using hint = 'As a superuser: create role groundwork_app login password ''...''; then start the service again.';
    end if;
end $$;

grant select, insert, update, delete on all tables in schema public to groundwork_app;
grant usage, select on all sequences in schema public to groundwork_app;
alter default privileges in schema public grant select, insert, update, delete on tables to groundwork_app;
alter default privileges in schema public grant usage, select on sequences to groundwork_app;

-- Which migrations ran is the owner's to write.
revoke insert, update, delete on flyway_schema_history from groundwork_app;
revoke update, delete on posting, transfer from groundwork_app;
-- What was asked is kept for ever; only the answer of the transaction that asks is still open.
revoke update, delete on command from groundwork_app;
grant update (state, reject_code) on command to groundwork_app;
revoke delete on idempotency from groundwork_app;

-- A refusal is final, and so is a posting: the one change there is turns a command without a posting into a refused one.
create function refuse_second_answer() returns trigger language plpgsql as $$
begin
    if exists (select 1
               from before o
                        join after n on n.id = o.id
                        left join posting p on p.id = n.id
               where o.state <> 'POSTED' or n.state <> 'REJECTED' or p.id is not null
                  or (o.scope, o.idem_key, o.request_hash, o.kind, o.settled_at)
                   is distinct from (n.scope, n.idem_key, n.request_hash, n.kind, n.settled_at)) then
        raise exception 'a command is answered once' using errcode = 'P0403';
    end if;
    return null;
end $$;
create trigger command_is_answered_once after update on command
    referencing old table as before new table as after for each statement execute function refuse_second_answer();
create trigger command_is_kept before delete or truncate on command
    for each statement execute function refuse_change();

-- Currencies with three decimals.
insert into currency (code, exponent)
values ('BHD', 3),
       ('JOD', 3),
       ('KWD', 3),
       ('OMR', 3),
       ('TND', 3)
on conflict do nothing;

-- A hold may end by itself; whoever wants its money back by then need not ask for it.
alter table transfer add column expires_at timestamptz;
alter table transfer add constraint only_holds_expire check (phase = 'PENDING' or expires_at is null);
create index transfer_expiring on transfer (expires_at) where expires_at is not null;
