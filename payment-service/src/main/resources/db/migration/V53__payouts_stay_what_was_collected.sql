-- Whom a payout pays, how much, from which balance and by which method is said once, when it is collected: people approve that, and the bank is
-- told that. What changes is its state, its hold and what became of it. The trigger looks at which columns a statement names, not at rows, so
-- the steps over a batch pay nothing for it.
create trigger payout_is_what_was_collected
    before update of id, batch_id, position, worker_id, account_id, method_id, currency, amount_minor, end_to_end_id, attempt, retry_of
    on payout
    for each statement execute function refuse_change();
revoke update, delete on payout from groundwork_app;
grant update (state, hold_seq, reason, changed_at, held, booked_by, returned_by) on payout to groundwork_app;

-- Their triggers refuse any change already, also the owner's; the application loses the right to ask for one.
revoke update, delete on statement_document, rail_message, payout_action, payout_approval, ledger_month_action, wage_floor,
    wage_floor_change, wage_week_revision, fx_rate from groundwork_app;
