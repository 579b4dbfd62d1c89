-- Files that workers upload as answers. What is removed stays on record: it has been uploaded, and counts for the day.

create table answer_file (
    id            uuid primary key,            -- UUIDv7
    assignment_id uuid not null,
    worker_id     uuid not null,
    medium_id     uuid,                        -- null while its bytes arrive
    bytes         bigint not null,             -- as announced until then
    added_at      timestamptz not null,
    removed_at    timestamptz
);
create unique index answer_file_of_assignment on answer_file (assignment_id, medium_id);
create index answer_file_by_worker on answer_file (worker_id, added_at);
