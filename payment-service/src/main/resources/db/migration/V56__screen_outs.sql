-- Attempts of workers for whom the job was not: they had their pay at once, and say nothing of how long the work takes.

-- The new list holds the old one, so no row has to be looked at.
alter table work_time
    drop constraint work_time_ending_check,
    add constraint work_time_ending_check check (ending in ('SUBMITTED', 'SCREENED_OUT', 'EXPIRED', 'RETURNED')) not valid;

-- What a parked pay is for: a reward, unless it says otherwise.
alter table parked_approval add column reason smallint not null default 4;
