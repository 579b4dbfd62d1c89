-- What a job's hold covers of control and training answers is never exceeded.

update job_quality
set control_left = greatest(control_left, 0), training_left = greatest(training_left, 0)
where control_left < 0 or training_left < 0;
alter table job_quality
    add check (control_left >= 0 and training_left >= 0);

-- An answer that nothing can be concluded from is set aside, so that those after it are thought about.
alter table answer_queue
    add column parked_at timestamptz;
create index answer_queue_to_think_about on answer_queue (id) where parked_at is null;
