-- How many people a batch needs follows from what it is worth in dollars when it is frozen: a rate that somebody imports after that
-- is no way to need fewer.
alter table payout_batch
    add column approvals_needed integer check (approvals_needed > 0);  -- null: not frozen, or frozen before this was kept
