-- What the events of the tests lead to: one row for each time that an effect ran.
create table probe_effect (
    id       bigint generated always as identity primary key,
    probe_id uuid not null,
    number   bigint not null
);
