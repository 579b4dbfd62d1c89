-- What makes answers trustworthy: control tasks, skills, training, dynamic overlap.

alter table job
    add column quality      text,                            -- the policy as JSON; null for a fixed overlap and nothing else
    add column names_hidden boolean not null default false;  -- workers see ids in the place of external ids

-- Tasks with a known answer. Each is a row of task like any other, but has no slots: claims mix it in.
create table control_task (
    job_id       uuid not null,
    position     bigint not null,
    task_id      uuid not null unique,
    training     boolean not null default false,             -- shown openly before the real tasks, with the answer afterwards
    gold         jsonb not null,                             -- valid against the output schema
    explanation  text,                                       -- shown after a training answer
    source       text not null check (source in ('UPLOADED', 'PROMOTED')),
    state        text not null default 'ACTIVE' check (state in ('ACTIVE', 'RETIRED', 'LEAKED')),
    state_reason text,
    shuffle      bigint not null,                            -- random: where claims find it
    uses         bigint not null default 0,                  -- how often it was handed out
    created_at   timestamptz not null,
    primary key (job_id, position)
) with (fillfactor = 70);
create index control_task_shuffled on control_task (job_id, shuffle) where state = 'ACTIVE' and not training;

-- One row per job with a policy, made when it opens. Who changes it has locked the job's row in job_progress before.
create table job_quality (
    job_id        uuid primary key references job,
    secret        bytea not null,                            -- what places control tasks among others
    control_left  bigint not null,                           -- control answers that may still be bought
    training_left bigint not null,
    wanted        bigint not null,                           -- tasks to decide: all but control and training tasks
    decided       bigint not null default 0,
    pool          jsonb not null default '{}',               -- all control answers of the crowd, by output
    temperature   double precision not null default 1,       -- makes probabilities honest; 1 changes nothing
    fitted        bigint not null default 0                  -- how many control answers it was fitted on
) with (fillfactor = 50);

-- What is known of a worker in a job.
create table worker_skill (
    job_id            uuid not null,
    worker_id         uuid not null,
    draws             bigint not null default 0,             -- how many slots were handed out: each drew whether it is a control task
    controls          bigint not null default 0,             -- how many of them were
    answered          bigint not null default 0,             -- control answers
    right_answers     bigint not null default 0,
    recent_answered   double precision not null default 0,   -- the same, old ones counting less
    recent_right      double precision not null default 0,
    fields            jsonb not null default '{}',           -- by output, and there by class
    training_answered bigint not null default 0,
    training_right    bigint not null default 0,
    training_failed   int not null default 0,                -- attempts that did not pass
    trained_at        timestamptz,                           -- when an attempt passed
    primary key (job_id, worker_id)
) with (fillfactor = 60);

-- What control and training answers were worth.
create table control_answer (
    assignment_id uuid primary key,
    job_id        uuid not null,
    worker_id     uuid not null,
    position      bigint not null,
    training      boolean not null,
    fields        jsonb not null,                            -- by output: class of the gold, class of the answer, whether right
    is_right      boolean not null,
    answered_at   timestamptz not null,
    counts        boolean not null default true              -- false once the control task had leaked by then
);
create index control_answer_by_worker on control_answer (job_id, worker_id, answered_at);
create index control_answer_by_task on control_answer (job_id, position);

-- Answers that nobody has thought about yet: written by the transaction that submits, drained by a worker of its own.
create table answer_queue (
    id            bigint generated always as identity primary key,
    job_id        uuid not null,
    task_id       uuid not null,
    assignment_id uuid not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_insert_scale_factor = 0,
        autovacuum_vacuum_insert_threshold = 20000);
create index answer_queue_by_job on answer_queue (job_id);

-- Where a task with dynamic overlap stands.
create table task_decision (
    job_id      uuid not null,
    position    bigint not null,
    task_id     uuid not null,
    state       text not null check (state in ('OPEN', 'CONFIDENT', 'SETTLED', 'DISPUTED')),
    label       jsonb not null,                              -- by output, the most probable class
    confidence  double precision not null,                   -- of the least certain output, calibrated
    margin      double precision not null,
    answers     int not null,
    decided_at  timestamptz,
    primary key (job_id, position)
) with (fillfactor = 80);
