-- Which languages the work is in, as BCP 47 tags in order; empty where the requester says none.
alter table job add column languages text[] not null default '{}';
