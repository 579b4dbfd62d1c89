-- Where money goes is said once, when a worker names it: a change is a new method, so that a payout goes to the account that it was approved
-- for, and who named that account stays known to whoever may not approve it. What changes is whether payouts go there, and once, that another
-- one is current. Triggers hold the owner as well; the first looks at which columns a statement names, not at rows.
create trigger payout_method_is_what_was_named
    before update of id, worker_id, rail, details, fingerprint, masked, changed_by, created_at
    on payout_method
    for each statement execute function refuse_change();
create trigger payout_method_is_replaced_once
    before update of replaced_at on payout_method
    for each row when (old.replaced_at is not null) execute function refuse_change();
revoke update, delete on payout_method from groundwork_app;
grant update (state, replaced_at) on payout_method to groundwork_app;
