-- An attempt whose pay was taken back is unpaid work for good, also where a top-up to it is left: its time lifts no week.
alter table work_time add column taken_back boolean not null default false;
