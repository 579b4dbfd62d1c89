package dev.groundwork.task.quality;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import dev.groundwork.task.assignment.AssignmentState;
import dev.groundwork.task.assignment.Columns;
import dev.groundwork.task.policy.QualityPolicy;

import com.fasterxml.jackson.databind.JsonNode;

/** The statements of one round of thinking about answers; each serves all answers of the round at once. */
final class DrainStore {

    private static final String OLDEST = """
            select id, job_id, task_id, assignment_id from answer_queue where parked_at is null order by id limit ?
            """;

    private static final String PARK = "update answer_queue set parked_at = ?::timestamptz where id = ?";

    private static final String REMOVE = "delete from answer_queue where id = any (?)";

    private static final String JOBS = """
            select j.id, j.quality, j.spec_hash, q.pool::text, q.temperature, q.fitted
            from job j join job_quality q on q.job_id = j.id where j.id = any (?)
            """;

    /** An answer that was claimed before its task became a control task is an answer like any other. */
    private static final String KNOWN = """
            select a.id, a.job_id, a.worker_id, a.position, c.training, c.gold::text, a.answer::text, a.submitted_at
            from assignment a
            join control_task c on c.job_id = a.job_id and c.position = a.position and c.created_at <= a.claimed_at
            where a.id = any (?) and a.answer is not null
            """;

    /** A training answer that is changed after its right answer was shown stays what it was. */
    private static final String KEEP_JUDGED = """
            insert into control_answer (assignment_id, job_id, worker_id, position, training, fields, is_right, answered_at)
            select id, job_id, worker_id, position, training::boolean, fields::jsonb, is_right::boolean, answered_at
            from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::timestamptz[])
                as v (id, job_id, worker_id, position, training, fields, is_right, answered_at)
            on conflict (assignment_id) do update
            set fields = excluded.fields, is_right = excluded.is_right, answered_at = excluded.answered_at
            where not control_answer.training
            """;

    private static final String JUDGED = """
            select a.assignment_id, a.job_id, a.worker_id, a.position, a.training, a.fields::text, a.is_right, a.answered_at,
                   a.counts
            from control_answer a
            """;

    private static final String OF_TASKS = JUDGED + """
            join unnest(?::uuid[], ?::bigint[]) as v (job_id, position) on a.job_id = v.job_id and a.position = v.position
            order by a.job_id, a.position, a.answered_at, a.assignment_id
            """;

    private static final String OF_WORKERS = JUDGED + """
            join unnest(?::uuid[], ?::uuid[]) as v (job_id, worker_id) on a.job_id = v.job_id and a.worker_id = v.worker_id
            order by a.job_id, a.worker_id, a.answered_at, a.assignment_id
            """;

    private static final String OF_JOB = JUDGED + " where a.job_id = ? order by a.answered_at, a.assignment_id";

    private static final String ACTIVE = """
            select c.job_id, c.position from control_task c
            join unnest(?::uuid[], ?::bigint[]) as v (job_id, position) on c.job_id = v.job_id and c.position = v.position
            where c.state = 'ACTIVE' and not c.training
            """;

    private static final String LEAKED = """
            update control_task c set state = 'LEAKED', state_reason = v.reason
            from unnest(?::uuid[], ?::bigint[], ?::text[]) as v (job_id, position, reason)
            where c.job_id = v.job_id and c.position = v.position
            """;

    private static final String DISCOUNT = "update control_answer set counts = false where assignment_id = any (?)";

    private static final String SKILLS = """
            select s.job_id, s.worker_id, s.fields::text
            from unnest(?::uuid[], ?::uuid[]) as v (job_id, worker_id)
            join worker_skill s on s.job_id = v.job_id and s.worker_id = v.worker_id
            """;

    private static final String SAVE_SKILLS = """
            insert into worker_skill as s (job_id, worker_id, answered, right_answers, recent_answered, recent_right, fields,
                                           training_answered, training_right, training_failed, trained_at)
            select job_id, worker_id, answered, right_answers, recent_answered::double precision,
                   recent_right::double precision, fields::jsonb, training_answered, training_right, training_failed, trained_at
            from unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::bigint[],
                        ?::bigint[], ?::bigint[], ?::timestamptz[])
                as v (job_id, worker_id, answered, right_answers, recent_answered, recent_right, fields, training_answered,
                      training_right, training_failed, trained_at)
            on conflict (job_id, worker_id) do update
            set answered = excluded.answered, right_answers = excluded.right_answers,
                recent_answered = excluded.recent_answered, recent_right = excluded.recent_right, fields = excluded.fields,
                training_answered = excluded.training_answered, training_right = excluded.training_right,
                training_failed = excluded.training_failed, trained_at = excluded.trained_at
            """;

    private static final String SAVE_JOBS = """
            update job_quality q
            set pool = v.pool::jsonb, temperature = v.temperature::double precision, fitted = v.fitted,
                decided = q.decided + v.decided
            from unnest(?::uuid[], ?::text[], ?::text[], ?::bigint[], ?::bigint[])
                as v (job_id, pool, temperature, fitted, decided)
            where q.job_id = v.job_id
            """;

    /**
     * Answers that stay unpaid are none: their slots came back. One statement, so that the answers and the slots that are still open are of one moment: between two of them a claim may
     * turn into an answer, and would be missing from both.
     */
    private static final String TASKS = """
            select t.job_id, t.position, t.id, t.overlap,
                   coalesce((select o.remaining from open_task o where o.job_id = t.job_id and o.position = t.position), 0)
                   + (select count(*) from returned_slot r where r.job_id = t.job_id and r.position = t.position),
                   coalesce((select d.state from task_decision d where d.job_id = t.job_id and d.position = t.position), 'OPEN'),
                   a.worker_id, a.state <> 'CLAIMED' and a.answer is not null, a.answer::text, %s
            from unnest(?::uuid[]) as asked (task_id)
            join task t on t.id = asked.task_id
            left join assignment a on a.task_id = t.id and a.state not in ('RETURNED', 'EXPIRED')
                and not (a.state = 'REJECTED' and a.outcome = 'UNPAID')
            where not exists (select from control_task c where c.job_id = t.job_id and c.position = t.position)
            order by t.job_id, t.position, a.id
            """.formatted(AssignmentState.USABLE_SQL);

    /** Lets claims of the jobs wait for a moment, as {@code returned_slot} asks of whoever inserts; in the order of claims. */
    private static final String LOCK_JOBS = """
            select id from job where id = any (?) and state not in ('CANCELLED', 'COMPLETED') order by id for share
            """;

    private static final String LOCK_PROGRESS = """
            select job_id from job_progress where job_id = any (?) order by job_id for no key update
            """;

    private static final String BUY = """
            insert into returned_slot (job_id, position, task_id)
            select * from unnest(?::uuid[], ?::bigint[], ?::uuid[])
            """;

    private static final String DECIDE = """
            insert into task_decision (job_id, position, task_id, state, label, confidence, margin, answers, decided_at)
            select job_id, position, task_id, state, label::jsonb, confidence::double precision, margin::double precision, answers,
                   decided_at
            from unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[],
                        ?::timestamptz[])
                as v (job_id, position, task_id, state, label, confidence, margin, answers, decided_at)
            on conflict (job_id, position) do update
            set state = excluded.state, label = excluded.label, confidence = excluded.confidence, margin = excluded.margin,
                answers = excluded.answers, decided_at = excluded.decided_at
            """;

    private final Connection tx;

    DrainStore(Connection tx) {
        this.tx = tx;
    }

    /** An answer that waits. */
    record Waiting(long id, UUID jobId, UUID taskId, UUID assignmentId) {}

    List<Waiting> oldest(int limit) throws SQLException {
        try (var query = tx.prepareStatement(OLDEST)) {
            query.setInt(1, limit);
            var waiting = new ArrayList<Waiting>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    waiting.add(new Waiting(
                            row.getLong(1),
                            row.getObject(2, UUID.class),
                            row.getObject(3, UUID.class),
                            row.getObject(4, UUID.class)));
                }
            }
            return waiting;
        }
    }

    /** Sets an answer aside, as nothing can be concluded from it. */
    void park(Waiting answer, Instant now) throws SQLException {
        try (var update = tx.prepareStatement(PARK)) {
            update.setString(1, now.toString());
            update.setLong(2, answer.id());
            update.executeUpdate();
        }
    }

    void remove(List<Waiting> waiting) throws SQLException {
        try (var delete = tx.prepareStatement(REMOVE)) {
            delete.setArray(1, new Columns<>(tx, waiting).longs(Waiting::id));
            delete.executeUpdate();
        }
    }

    /**
     * A job as it was before the round.
     *
     * @param fitted how many control answers the temperature was fitted on
     */
    record JobRow(
            UUID id, QualityPolicy policy, String specHash, Map<String, Count> pool, double temperature, long fitted) {}

    Map<UUID, JobRow> jobs(Set<UUID> ids) throws SQLException {
        try (var query = tx.prepareStatement(JOBS)) {
            query.setArray(1, uuids(ids));
            var jobs = new HashMap<UUID, JobRow>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    var id = row.getObject(1, UUID.class);
                    jobs.put(
                            id,
                            new JobRow(
                                    id,
                                    QualityPolicy.read(row.getString(2)),
                                    row.getString(3),
                                    QualityJson.counts(row.getString(4)),
                                    row.getDouble(5),
                                    row.getLong(6)));
                }
            }
            return jobs;
        }
    }

    /** An answer to a task whose right answer is known. */
    record Known(
            UUID assignmentId,
            UUID jobId,
            UUID workerId,
            long position,
            boolean training,
            JsonNode gold,
            JsonNode answer,
            Instant answeredAt) {}

    List<Known> known(Collection<UUID> assignmentIds) throws SQLException {
        try (var query = tx.prepareStatement(KNOWN)) {
            query.setArray(1, uuids(assignmentIds));
            var known = new ArrayList<Known>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    known.add(new Known(
                            row.getObject(1, UUID.class),
                            row.getObject(2, UUID.class),
                            row.getObject(3, UUID.class),
                            row.getLong(4),
                            row.getBoolean(5),
                            QualityJson.read(row.getString(6)),
                            QualityJson.read(row.getString(7)),
                            row.getObject(8, OffsetDateTime.class).toInstant()));
                }
            }
            return known;
        }
    }

    void keep(List<JudgedAnswer> judged) throws SQLException {
        var columns = new Columns<>(tx, judged);
        try (var insert = tx.prepareStatement(KEEP_JUDGED)) {
            insert.setArray(1, columns.uuids(JudgedAnswer::assignmentId));
            insert.setArray(2, columns.uuids(JudgedAnswer::jobId));
            insert.setArray(3, columns.uuids(JudgedAnswer::workerId));
            insert.setArray(4, columns.longs(JudgedAnswer::position));
            insert.setArray(5, columns.texts(answer -> Boolean.toString(answer.training())));
            insert.setArray(6, columns.texts(answer -> QualityJson.write(answer.outputs())));
            insert.setArray(7, columns.texts(answer -> Boolean.toString(answer.right())));
            insert.setArray(8, columns.instants(JudgedAnswer::answeredAt));
            insert.executeUpdate();
        }
    }

    /** A task of a job. */
    record Place(UUID jobId, long position) {}

    /** A worker in a job. */
    record Seat(UUID jobId, UUID workerId) {}

    /** {@return the answers to control tasks that are in use, in the order of their submission} */
    Map<Place, List<JudgedAnswer>> ofActive(Set<Place> places) throws SQLException {
        var active = new HashSet<Place>();
        var columns = new Columns<>(tx, places);
        try (var query = tx.prepareStatement(ACTIVE)) {
            query.setArray(1, columns.uuids(Place::jobId));
            query.setArray(2, columns.longs(Place::position));
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    active.add(new Place(row.getObject(1, UUID.class), row.getLong(2)));
                }
            }
        }
        var found = new LinkedHashMap<Place, List<JudgedAnswer>>();
        var wanted = new Columns<>(tx, active);
        try (var query = tx.prepareStatement(OF_TASKS)) {
            query.setArray(1, wanted.uuids(Place::jobId));
            query.setArray(2, wanted.longs(Place::position));
            for (var answer : judged(query)) {
                found.computeIfAbsent(new Place(answer.jobId(), answer.position()), place -> new ArrayList<>())
                        .add(answer);
            }
        }
        return found;
    }

    Map<Seat, List<JudgedAnswer>> ofWorkers(Set<Seat> seats) throws SQLException {
        var found = new LinkedHashMap<Seat, List<JudgedAnswer>>();
        var columns = new Columns<>(tx, seats);
        try (var query = tx.prepareStatement(OF_WORKERS)) {
            query.setArray(1, columns.uuids(Seat::jobId));
            query.setArray(2, columns.uuids(Seat::workerId));
            for (var answer : judged(query)) {
                found.computeIfAbsent(new Seat(answer.jobId(), answer.workerId()), seat -> new ArrayList<>())
                        .add(answer);
            }
        }
        return found;
    }

    /** {@return all control and training answers of a job, in the order of their submission} */
    List<JudgedAnswer> ofJob(UUID jobId) throws SQLException {
        try (var query = tx.prepareStatement(OF_JOB)) {
            query.setObject(1, jobId);
            return judged(query);
        }
    }

    private static List<JudgedAnswer> judged(java.sql.PreparedStatement query) throws SQLException {
        var answers = new ArrayList<JudgedAnswer>();
        try (var row = query.executeQuery()) {
            while (row.next()) {
                answers.add(new JudgedAnswer(
                        row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class),
                        row.getObject(3, UUID.class),
                        row.getLong(4),
                        row.getBoolean(5),
                        QualityJson.judged(row.getString(6)),
                        row.getBoolean(7),
                        row.getObject(8, OffsetDateTime.class).toInstant(),
                        row.getBoolean(9)));
            }
        }
        return answers;
    }

    void leaked(Map<Place, Leak> leaks, List<JudgedAnswer> discounted) throws SQLException {
        var columns = new Columns<>(tx, leaks.entrySet());
        try (var update = tx.prepareStatement(LEAKED);
                var discount = tx.prepareStatement(DISCOUNT)) {
            update.setArray(1, columns.uuids(leak -> leak.getKey().jobId()));
            update.setArray(2, columns.longs(leak -> leak.getKey().position()));
            update.setArray(3, columns.texts(leak -> leak.getValue().reason()));
            update.executeUpdate();
            discount.setArray(1, new Columns<>(tx, discounted).uuids(JudgedAnswer::assignmentId));
            discount.executeUpdate();
        }
    }

    Map<Seat, Map<String, OutputSkill>> skills(Set<Seat> seats) throws SQLException {
        var columns = new Columns<>(tx, seats);
        var skills = new HashMap<Seat, Map<String, OutputSkill>>();
        try (var query = tx.prepareStatement(SKILLS)) {
            query.setArray(1, columns.uuids(Seat::jobId));
            query.setArray(2, columns.uuids(Seat::workerId));
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    skills.put(
                            new Seat(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
                            QualityJson.skills(row.getString(3)));
                }
            }
        }
        return skills;
    }

    void saveSkills(Map<Seat, WorkerRecord> records) throws SQLException {
        var columns = new Columns<>(tx, records.entrySet());
        try (var upsert = tx.prepareStatement(SAVE_SKILLS)) {
            upsert.setArray(1, columns.uuids(entry -> entry.getKey().jobId()));
            upsert.setArray(2, columns.uuids(entry -> entry.getKey().workerId()));
            upsert.setArray(3, columns.longs(entry -> entry.getValue().all().answered()));
            upsert.setArray(4, columns.longs(entry -> entry.getValue().all().right()));
            upsert.setArray(
                    5, columns.texts(entry -> Double.toString(entry.getValue().recentAnswered())));
            upsert.setArray(
                    6, columns.texts(entry -> Double.toString(entry.getValue().recentRight())));
            upsert.setArray(
                    7, columns.texts(entry -> QualityJson.write(entry.getValue().outputs())));
            upsert.setArray(
                    8, columns.longs(entry -> entry.getValue().training().answered()));
            upsert.setArray(
                    9, columns.longs(entry -> entry.getValue().training().right()));
            upsert.setArray(10, columns.longs(entry -> entry.getValue().failedAttempts()));
            upsert.setArray(11, columns.instants(entry -> entry.getValue().trainedAt()));
            upsert.executeUpdate();
        }
    }

    /** What a round does to a job. */
    record JobChange(UUID jobId, Map<String, Count> pool, double temperature, long fitted, long decided) {}

    void saveJobs(List<JobChange> changes) throws SQLException {
        var columns = new Columns<>(tx, changes);
        try (var update = tx.prepareStatement(SAVE_JOBS)) {
            update.setArray(1, columns.uuids(JobChange::jobId));
            update.setArray(2, columns.texts(change -> QualityJson.write(change.pool())));
            update.setArray(3, columns.texts(change -> Double.toString(change.temperature())));
            update.setArray(4, columns.longs(JobChange::fitted));
            update.setArray(5, columns.longs(JobChange::decided));
            update.executeUpdate();
        }
    }

    /**
     * An answer to a task.
     *
     * @param usable whether it may enter results
     */
    record Given(UUID workerId, boolean usable, JsonNode answer) {}

    /**
     * A task, all of one moment.
     *
     * @param overlap most answers
     * @param open slots that wait for a worker
     * @param held claims that may become answers
     * @param given answers, whatever became of them
     */
    record TaskRow(
            UUID jobId, long position, UUID id, int overlap, long open, boolean decided, int held, List<Given> given) {

        private TaskRow andOneHeld() {
            return new TaskRow(jobId, position, id, overlap, open, decided, held + 1, given);
        }

        /** {@return whether answers may still come without another slot} */
        boolean isWaiting() {
            return open + held > 0;
        }

        /** {@return whether it has had as many answers as it may} */
        boolean isExhausted() {
            return given.size() >= overlap;
        }
    }

    List<TaskRow> tasks(Set<UUID> ids) throws SQLException {
        try (var query = tx.prepareStatement(TASKS)) {
            query.setArray(1, uuids(ids));
            var tasks = new LinkedHashMap<UUID, TaskRow>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    var id = row.getObject(3, UUID.class);
                    var task = tasks.get(id);
                    if (task == null) {
                        task = new TaskRow(
                                row.getObject(1, UUID.class),
                                row.getLong(2),
                                id,
                                row.getInt(4),
                                row.getLong(5),
                                !row.getString(6).equals(Verdict.State.OPEN.name()),
                                0,
                                new ArrayList<>());
                        tasks.put(id, task);
                    }
                    var workerId = row.getObject(7, UUID.class);
                    if (workerId != null && row.getBoolean(8)) {
                        task.given().add(new Given(workerId, row.getBoolean(10), QualityJson.read(row.getString(9))));
                    } else if (workerId != null) {
                        tasks.put(id, task.andOneHeld());
                    }
                }
            }
            return List.copyOf(tasks.values());
        }
    }

    /** {@return those of the jobs that still take slots; their rows, and all rows of job_progress, are locked} */
    Set<UUID> lock(Set<UUID> jobIds) throws SQLException {
        var open = new TreeSet<UUID>();
        try (var jobs = tx.prepareStatement(LOCK_JOBS)) {
            jobs.setArray(1, uuids(jobIds));
            try (var row = jobs.executeQuery()) {
                while (row.next()) {
                    open.add(row.getObject(1, UUID.class));
                }
            }
        }
        lockProgress(jobIds);
        return open;
    }

    /** Locks the rows of job_progress; whoever calls holds the rows of the jobs that it needs. */
    void lockProgress(Set<UUID> jobIds) throws SQLException {
        try (var progress = tx.prepareStatement(LOCK_PROGRESS)) {
            progress.setArray(1, uuids(jobIds));
            progress.executeQuery().close();
        }
    }

    void buy(List<TaskRow> tasks) throws SQLException {
        var columns = new Columns<>(tx, tasks);
        try (var insert = tx.prepareStatement(BUY)) {
            insert.setArray(1, columns.uuids(TaskRow::jobId));
            insert.setArray(2, columns.longs(TaskRow::position));
            insert.setArray(3, columns.uuids(TaskRow::id));
            insert.executeUpdate();
        }
    }

    /** What a round thinks of a task. */
    record Decision(TaskRow task, Verdict verdict, String label) {}

    void decide(List<Decision> decisions, Instant now) throws SQLException {
        var columns = new Columns<>(tx, decisions);
        try (var upsert = tx.prepareStatement(DECIDE)) {
            upsert.setArray(1, columns.uuids(decision -> decision.task().jobId()));
            upsert.setArray(2, columns.longs(decision -> decision.task().position()));
            upsert.setArray(3, columns.uuids(decision -> decision.task().id()));
            upsert.setArray(
                    4, columns.texts(decision -> decision.verdict().state().name()));
            upsert.setArray(5, columns.texts(Decision::label));
            upsert.setArray(
                    6,
                    columns.texts(decision -> Double.toString(decision.verdict().confidence())));
            upsert.setArray(
                    7,
                    columns.texts(decision -> Double.toString(decision.verdict().margin())));
            upsert.setArray(8, columns.longs(decision -> decision.verdict().answers()));
            upsert.setArray(
                    9, columns.instants(decision -> decision.verdict().state() == Verdict.State.OPEN ? null : now));
            upsert.executeUpdate();
        }
    }

    private java.sql.Array uuids(Collection<UUID> ids) throws SQLException {
        return new Columns<>(tx, ids).uuids(id -> id);
    }
}
