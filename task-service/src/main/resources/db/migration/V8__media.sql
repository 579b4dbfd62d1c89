-- Media without what they tell beside picture and sound, and what is made of them.

alter table media
    add column state           text not null default 'PROCESSING' check (state in ('PROCESSING', 'READY', 'FAILED')),
    add column state_reason    text,             -- why it failed, for a person
    add column object_key      text,             -- of the bytes that are shown; null until those of an older upload are clean
    add column object_bytes    bigint,
    add column width           int,              -- as it is shown, its orientation applied
    add column height          int,
    add column orientation     text not null default 'UPRIGHT',   -- how the bytes have to be turned to be shown
    add column duration_millis bigint,
    add column thumbnail_key   text,
    add column peaks_key       text;

-- What is still to be done, one row a medium. Who takes a row moves its time into the future: that is the lease, and the number of
-- attempts tells who has it.
create table media_work (
    medium_id uuid primary key,
    due_at    timestamptz not null default clock_timestamp(),
    attempts  int not null default 0
);
create index media_work_due on media_work (due_at);

insert into media_work (medium_id) select id from media;
