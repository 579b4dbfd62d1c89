-- Rejections that were held before there were outcomes and appeals. What they come to is decided as it is today, where a doubt is
-- the requester's: without measured times haste and no attempt count as good faith, and time is paid with the whole reward, which
-- the job's hold has. The worker has the whole appeal window from now on.

with held as (
    update assignment
    set outcome = o.outcome, payable_minor = case o.outcome when 'UNPAID' then 0 else reward_minor end,
        appeal_until = now() + interval '14 days'
    from (values ('NO_ATTEMPT', 'FLOOR_PAY'), ('FRAUD', 'UNPAID'), ('TOO_FAST', 'FLOOR_PAY'),
                 ('INSTRUCTIONS_NOT_FOLLOWED', 'FLOOR_PAY'), ('WRONG_ANSWER', 'FLOOR_PAY'), ('GOLD_MISS', 'FLOOR_PAY'),
                 ('TASK_FAULTY', 'FULL_PAY')) as o (reason, outcome)
    where state = 'REJECTION_HELD' and appeal_until is null and o.reason = rejection ->> 'reason'
    returning id, appeal_until)
insert into assignment_alarm (due_at, assignment_id) select appeal_until, id from held;
