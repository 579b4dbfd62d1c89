package dev.groundwork.task.quality;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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

/** What a round of thinking about answers reads and writes of jobs and tasks; each statement serves all answers of the round at once. */
final class DrainStore {

    private static final String OLDEST = """
            select id, job_id, task_id, assignment_id from answer_queue where parked_at is null order by id limit ?
            """;

    private static final String PARK = "update answer_queue set parked_at = ?::timestamptz where id = ?";

    /** Of a task whose label was to be found with dynamic overlap. */
    private static final String DISPUTE = """
            insert into task_decision as d (job_id, position, task_id, state, label, confidence, margin, answers, decided_at)
            select t.job_id, t.position, t.id, 'DISPUTED', '{}', 0, 0, 0, ?::timestamptz
            from task t join job_quality q on q.job_id = t.job_id and q.wanted > 0
            where t.id = ?
              and not exists (select from control_task c where c.job_id = t.job_id and c.position = t.position)
            on conflict (job_id, position) do update
            set state = excluded.state, decided_at = excluded.decided_at where d.state = 'OPEN'
            """;

    private static final String COUNT_DISPUTE = "update job_quality set decided = decided + 1 where job_id = ?";

    private static final String REMOVE = "delete from answer_queue where id = any (?)";

    private static final String JOBS = """
            select j.id, j.quality, j.spec_hash, q.pool::text, q.temperature, q.fitted
            from job j join job_quality q on q.job_id = j.id where j.id = any (?)
            """;

    private static final String SAVE_JOBS = """
            update job_quality q
            set pool = v.pool::jsonb, temperature = v.temperature::double precision, fitted = v.fitted,
                decided = q.decided + v.decided, judged = q.judged + v.judged
            from unnest(?::uuid[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[])
                as v (job_id, pool, temperature, fitted, decided, judged)
            where q.job_id = v.job_id
            """;

    /**
     * Answers that stay unpaid are none, nor are those of workers who were screened out and paid beside the answers: their slots
     * came back. One statement, so that the answers and the slots that are still open are of one moment: between two of them a
     * claim may turn into an answer, and would be missing from both.
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
                and not (a.state = 'SCREENED_OUT'
                         and exists (select from screen_out s where s.assignment_id = a.id and s.paid_beside))
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

    /** Sets an answer aside, as nothing can be concluded from it; a label of its task that is still to be found is for a person to find. */
    void park(Waiting answer, Instant now) throws SQLException {
        lock(Set.of(answer.jobId()));
        try (var park = tx.prepareStatement(PARK);
                var dispute = tx.prepareStatement(DISPUTE);
                var count = tx.prepareStatement(COUNT_DISPUTE)) {
            park.setString(1, now.toString());
            park.setLong(2, answer.id());
            park.executeUpdate();
            dispute.setString(1, now.toString());
            dispute.setObject(2, answer.taskId());
            if (dispute.executeUpdate() > 0) {
                count.setObject(1, answer.jobId());
                count.executeUpdate();
            }
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

    /**
     * What a round does to a job.
     *
     * @param judged how many answers it put next to the right ones
     */
    record JobChange(UUID jobId, Map<String, Count> pool, double temperature, long fitted, long decided, long judged) {}

    void saveJobs(List<JobChange> changes) throws SQLException {
        var columns = new Columns<>(tx, changes);
        try (var update = tx.prepareStatement(SAVE_JOBS)) {
            update.setArray(1, columns.uuids(JobChange::jobId));
            update.setArray(2, columns.texts(change -> QualityJson.write(change.pool())));
            update.setArray(3, columns.texts(change -> Double.toString(change.temperature())));
            update.setArray(4, columns.longs(JobChange::fitted));
            update.setArray(5, columns.longs(JobChange::decided));
            update.setArray(6, columns.longs(JobChange::judged));
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
