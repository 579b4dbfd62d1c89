-- Where the seconds of an attempt come from, and since when it was held: time that nobody measured is no more than passed.
alter table work_time
    add column claimed_at timestamptz,   -- null where an older version told of it
    add column time_basis text;          -- measured, reported, wall, corrected or none; null where an older version told of it
