-- The fairness numbers of a day: of the whole marketplace (nil UUID) or of one requester.
create table fairness_report (
    requester_id uuid not null,
    day          date not null,
    body         jsonb not null,
    primary key (requester_id, day)
);
