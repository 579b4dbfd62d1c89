-- What the platform paid in top-ups for a job because its reserve did not cover them; given back out of what is left at its end.
alter table job_funds add column advanced_minor bigint not null default 0;
