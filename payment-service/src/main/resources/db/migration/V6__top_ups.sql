-- What workers get above the reward. What is left of a job's money waits for these as it waits for its approvals.
alter table job_funds
    add column topped_up bigint not null default 0,   -- top-ups paid
    add column top_ups   bigint;                      -- top-ups that there are, known when the job has ended
