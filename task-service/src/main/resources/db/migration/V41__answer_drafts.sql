-- Answers that are begun and not handed in, so that they are there on another device. They go with the claim.

create table answer_draft (
    assignment_id uuid primary key,
    revision      int not null check (revision > 0),   -- counts the times it was saved
    answer        json not null,                       -- as sent: json keeps the order of members
    saved_at      timestamptz not null
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
