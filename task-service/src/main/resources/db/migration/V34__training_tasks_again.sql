-- A training task that was given back, or whose time ran out, was not tried: its worker may have it again.

alter table assignment
    add column retry int not null default 0; -- above 0: the worker has had, or may have, the training task once more since
create unique index assignment_once on assignment (task_id, worker_id, retry);
alter table assignment drop constraint assignment_task_id_worker_id_key;
