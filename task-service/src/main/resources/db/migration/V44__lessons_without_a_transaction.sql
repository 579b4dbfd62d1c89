-- Whoever works on the results of a job claims it for a while and writes only while nobody claimed it after: what takes long, to
-- think about a job's answers, needs no transaction.
alter table job_result
    add column fence         bigint not null default 0, -- of the latest claim; a write compares it
    add column claimed_until timestamptz,               -- by the clock of this database; null while nobody works on the job
    add column kept_by       uuid;                      -- the replica that remembers what was learned; the others leave the job to it
