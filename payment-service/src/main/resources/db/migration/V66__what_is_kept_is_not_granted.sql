-- The triggers of these refuse any such change already, also the owner's; the application loses the right to ask for one.
revoke update, delete on doubted_rejection from groundwork_app;
revoke delete on payout_batch from groundwork_app;
