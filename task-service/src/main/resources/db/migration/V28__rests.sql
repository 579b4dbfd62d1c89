-- When a pilot in which nothing moves is looked at next; null: not looked at yet.
alter table job add column pilot_look_at timestamptz;
