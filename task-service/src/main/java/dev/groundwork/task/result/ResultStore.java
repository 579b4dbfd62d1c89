package dev.groundwork.task.result;

import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.aggregation.Given;
import dev.groundwork.task.assignment.AssignmentState;
import dev.groundwork.task.assignment.BatchPlans;
import dev.groundwork.task.assignment.Columns;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** What results are made of and kept in: the tasks that changed, their usable answers, what those came to. */
@ApplicationScoped
class ResultStore {

    private static final int FETCH_ROWS = 500;

    private static final String ANSWERS_OF_TASKS = """
            select t.position, t.overlap, a.worker_id, a.answer
            from task t left join assignment a on a.task_id = t.id and %s
            where t.job_id = ? and t.position = any (?)
            order by t.position, a.id
            """.formatted(AssignmentState.USABLE_SQL);

    private static final String ALL_ANSWERS = """
            select t.position, t.overlap, a.worker_id, a.answer
            from task t join assignment a on a.task_id = t.id and %s
            where t.job_id = ?
            order by t.position, a.id
            """.formatted(AssignmentState.USABLE_SQL);

    /** A stretch of the job, which keeps the planner from going through all of it. */
    private static final String ANSWERS_BETWEEN = """
            select t.position, t.overlap, a.worker_id, a.answer
            from task t join assignment a on a.task_id = t.id and %s
            where t.job_id = ? and t.position > ? and t.position <= ?
            order by t.position, a.id
            """.formatted(AssignmentState.USABLE_SQL);

    /** Left as it is where nothing changed: learning anew moves few results. */
    private static final String KEEP = """
            insert into task_result as r (job_id, position, answers, result, confidence, state, refreshed_at)
            select ?::uuid, v.position, v.answers, v.result::jsonb, v.confidence, v.state, ?::timestamptz
            from unnest(?::bigint[], ?::bigint[], ?::text[], ?::float8[], ?::text[])
                as v (position, answers, result, confidence, state)
            on conflict (job_id, position) do update
                set answers = excluded.answers, result = excluded.result, confidence = excluded.confidence,
                    state = excluded.state, refreshed_at = excluded.refreshed_at
                where (r.answers, r.result, r.state) is distinct from (excluded.answers, excluded.result, excluded.state)
            """;

    /** What came since the answers were read is still marked. */
    private static final String DROP_WITHDRAWN = """
            delete from task_result r
            using (select m.position
                   from result_mark m join task t on t.job_id = m.job_id and t.position = m.position
                       join assignment a on a.task_id = t.id and %s
                   where m.job_id = ? and m.position = any (?)) withdrawn
            where r.job_id = ? and r.position = withdrawn.position
            """.formatted(AssignmentState.WITHDRAWN_SQL);

    static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(JsonNode.class);

    /** Takes the usable answers to one task, of which it wants {@code overlap}. */
    interface TaskSink {
        void take(long position, int overlap, List<Given> answers) throws SQLException;
    }

    /** {@return how many answers a job has, by its counters; those of a job that never opened are not counted there} */
    long answersOf(Connection tx, UUID jobId) throws SQLException {
        try (var query = tx.prepareStatement("""
                select coalesce(p.submitted + p.approved + p.rejection_held + p.rejected, 0)
                from job j left join job_progress p on p.job_id = j.id where j.id = ?
                """)) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** {@return how many answers of a job were withdrawn from use, by its counters} */
    long withdrawnOf(Connection tx, UUID jobId) throws SQLException {
        try (var query = tx.prepareStatement("""
                select accepted_unused + rejection_held + appealed + rejected - rejected_in_full
                from job_progress where job_id = ?
                """)) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /**
     * Takes back, before the transaction ends, what it made of some tasks with answers that were withdrawn meanwhile. Withdrawals
     * wait until the transaction has ended, so that none comes in between.
     */
    void dropWithdrawn(Connection tx, UUID jobId, Collection<Long> positions) throws SQLException {
        try (var hold =
                tx.prepareStatement("select pg_advisory_xact_lock(hashtextextended('results ' || ?::uuid, 0))")) {
            hold.setObject(1, jobId);
            hold.execute();
        }
        // The counters commit with the withdrawals, and those before the lock have: most jobs have none to look for.
        if (withdrawnOf(tx, jobId) == 0) {
            return;
        }
        try (var delete = tx.prepareStatement(DROP_WITHDRAWN)) {
            delete.setObject(1, jobId);
            delete.setArray(2, longs(tx, positions));
            delete.setObject(3, jobId);
            delete.executeUpdate();
        }
    }

    /** {@return whether a task of a job has answers that its result does not know yet} */
    boolean isMarked(Connection tx, UUID jobId) throws SQLException {
        try (var query = tx.prepareStatement("select exists (select from result_mark where job_id = ?)")) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** {@return how many tasks a job has} */
    long tasksOf(Connection tx, UUID jobId) throws SQLException {
        try (var query = tx.prepareStatement("select task_count from job where id = ?")) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    Freshness freshness(Connection tx, UUID jobId) throws SQLException {
        try (var query = tx.prepareStatement("""
                select (select refreshed_at from job_result where job_id = ?),
                       (select count(distinct position)
                        from (select position from result_mark where job_id = ? limit ?) waiting)
                """)) {
            query.setObject(1, jobId);
            query.setObject(2, jobId);
            query.setInt(3, Freshness.MOST_COUNTED);
            try (var row = query.executeQuery()) {
                row.next();
                Timestamp refreshed = row.getTimestamp(1);
                return new Freshness(refreshed == null ? null : refreshed.toInstant(), row.getInt(2));
            }
        }
    }

    /**
     * Hands over some tasks of a job, also those without an answer.
     *
     * @param tx for this alone: its statements are planned for few rows from here on
     */
    void answersOf(Connection tx, UUID jobId, Set<Long> positions, TaskSink sink) throws SQLException {
        // By the sizes of the moment it may look cheaper to go through all answers of all jobs than to look up a few.
        BatchPlans.use(tx);
        try (var query = tx.prepareStatement(ANSWERS_OF_TASKS)) {
            query.setObject(1, jobId);
            query.setArray(2, longs(tx, positions));
            group(query, sink);
        }
    }

    /** Hands over every task that has usable answers, in the order of the job; a few rows are in memory at a time. */
    void allAnswers(Connection tx, UUID jobId, TaskSink sink) throws SQLException {
        try (var query = tx.prepareStatement(ALL_ANSWERS)) {
            query.setFetchSize(FETCH_ROWS);
            query.setObject(1, jobId);
            group(query, sink);
        }
    }

    /** Hands over the tasks after one position and up to another that have usable answers, in the order of the job. */
    void answersBetween(Connection tx, UUID jobId, long after, long upTo, TaskSink sink) throws SQLException {
        try (var query = tx.prepareStatement(ANSWERS_BETWEEN)) {
            query.setFetchSize(FETCH_ROWS);
            query.setObject(1, jobId);
            query.setLong(2, after);
            query.setLong(3, upTo);
            group(query, sink);
        }
    }

    private static void group(PreparedStatement query, TaskSink sink) throws SQLException {
        try (var rows = query.executeQuery()) {
            long position = -1;
            int overlap = 0;
            var answers = new ArrayList<Given>();
            while (rows.next()) {
                if (rows.getLong(1) != position) {
                    if (position >= 0) {
                        sink.take(position, overlap, List.copyOf(answers));
                    }
                    position = rows.getLong(1);
                    overlap = rows.getInt(2);
                    answers.clear();
                }
                String answer = rows.getString(4);
                if (answer != null) {
                    answers.add(new Given(rows.getObject(3, UUID.class), READER.readTree(answer)));
                }
            }
            if (position >= 0) {
                sink.take(position, overlap, List.copyOf(answers));
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("a stored answer is not JSON", impossible);
        }
    }

    /** Removes results of tasks that lost their last usable answer, as far as they are among these. */
    void forget(Connection tx, UUID jobId, Collection<Long> positions) throws SQLException {
        try (var delete = tx.prepareStatement("delete from task_result where job_id = ? and position = any (?)")) {
            delete.setObject(1, jobId);
            delete.setArray(2, longs(tx, positions));
            delete.executeUpdate();
        }
    }

    /** Takes away marks by their numbers. */
    void dropMarks(Connection tx, UUID jobId, long[] numbers) throws SQLException {
        try (var delete = tx.prepareStatement("delete from result_mark where job_id = ? and seq = any (?)")) {
            delete.setObject(1, jobId);
            delete.setArray(2, longs(tx, Arrays.stream(numbers).boxed().toList()));
            delete.executeUpdate();
        }
    }

    /** Writes results, one for each of some tasks. */
    void keep(Connection tx, UUID jobId, List<Decided> results, Instant now) throws SQLException {
        var columns = new Columns<>(tx, results);
        try (var keep = tx.prepareStatement(KEEP)) {
            keep.setObject(1, jobId);
            keep.setTimestamp(2, Timestamp.from(now));
            keep.setArray(3, columns.longs(Decided::position));
            keep.setArray(4, columns.longs(Decided::answers));
            keep.setArray(5, columns.texts(Decided::result));
            keep.setArray(
                    6,
                    tx.createArrayOf(
                            "float8", results.stream().map(Decided::confidence).toArray(Double[]::new)));
            keep.setArray(7, columns.texts(result -> result.state().name()));
            keep.executeUpdate();
        }
    }

    private static Array longs(Connection tx, Collection<Long> numbers) throws SQLException {
        return new Columns<>(tx, numbers).longs(number -> number);
    }
}
