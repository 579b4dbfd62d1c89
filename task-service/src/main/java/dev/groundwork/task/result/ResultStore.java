package dev.groundwork.task.result;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.aggregation.Given;
import dev.groundwork.task.aggregation.MethodUsed;
import dev.groundwork.task.aggregation.Outcome;
import dev.groundwork.task.assignment.AssignmentState;
import dev.groundwork.task.spec.OutputField;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/** The tables of results: which tasks changed, their usable answers, what those came to. */
@ApplicationScoped
class ResultStore {

    private static final int FETCH_ROWS = 1000;
    private static final int BATCH_ROWS = 500;

    /** Steps from one job to the next in the index; there may be many marks and few jobs. */
    private static final String MARKED_JOBS = """
            with recursive marked (job_id) as (
                (select job_id from result_mark order by job_id limit 1)
                union all
                select (select m.job_id from result_mark m where m.job_id > marked.job_id order by m.job_id limit 1)
                from marked where marked.job_id is not null)
            select m.job_id from marked m left join job_result r on r.job_id = m.job_id
            where m.job_id is not null and (r.refreshed_at is null or r.refreshed_at <= ?)
                and (r.retry_at is null or r.retry_at <= ?)
            order by r.refreshed_at nulls first
            limit 100
            """;

    private static final String UNLEARNED_JOBS = """
            select job_id from job_result
            where unlearned and refreshed_at <= ? and (retry_at is null or retry_at <= ?)
            order by refreshed_at limit 10
            """;

    /** A stretch of the index, whatever the planner believes of a table that is empty at one moment and full at the next. */
    private static final String TAKE_MARKS = """
            delete from result_mark
            where job_id = ? and seq <= (select max(seq) from (
                select seq from result_mark where job_id = ? order by seq limit ?) oldest)
            returning position
            """;

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

    /** Left as it is where nothing changed: learning anew moves few results. */
    private static final String KEEP = """
            insert into task_result as r (job_id, position, answers, result, confidence, state, refreshed_at)
            values (?, ?, ?, ?::jsonb, ?, ?, ?)
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
                   where m.job_id = ?) withdrawn
            where r.job_id = ? and r.position = withdrawn.position
            """.formatted(AssignmentState.WITHDRAWN_SQL);

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(JsonNode.class);

    private final ObjectMapper json;

    ResultStore(ObjectMapper json) {
        this.json = json;
    }

    /**
     * How far the results of a job are.
     *
     * @param withdrawn how many answers were of no use any more when it was last learned
     */
    record Standing(
            long answers,
            int controls,
            boolean unlearned,
            long lesson,
            long withdrawn,
            @Nullable Instant learnedAt) {}

    /** How many answers a job has, and how many of them were withdrawn from use; by its counters. */
    record Counted(long answers, long withdrawn) {}

    /** Takes the usable answers to one task, of which it wants {@code overlap}. */
    interface TaskSink {
        void take(long position, int overlap, List<Given> answers) throws SQLException;
    }

    List<UUID> markedJobs(Connection tx, Instant lastRefreshedBefore, Instant now) throws SQLException {
        return jobs(tx, MARKED_JOBS, lastRefreshedBefore, now);
    }

    List<UUID> unlearnedJobs(Connection tx, Instant lastRefreshedBefore, Instant now) throws SQLException {
        return jobs(tx, UNLEARNED_JOBS, lastRefreshedBefore, now);
    }

    private static List<UUID> jobs(Connection tx, String sql, Instant before, Instant now) throws SQLException {
        try (var query = tx.prepareStatement(sql)) {
            query.setTimestamp(1, Timestamp.from(before));
            query.setTimestamp(2, Timestamp.from(now));
            var found = new ArrayList<UUID>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    found.add(row.getObject(1, UUID.class));
                }
            }
            return found;
        }
    }

    /**
     * Locks the results of a job until the transaction ends.
     *
     * @param wait whether to wait for whoever works on them
     * @return null where somebody else works on them
     */
    @Nullable Standing lock(Connection tx, UUID jobId, boolean wait) throws SQLException {
        try (var insert =
                tx.prepareStatement("insert into job_result (job_id) values (?) on conflict (job_id) do nothing")) {
            insert.setObject(1, jobId);
            insert.executeUpdate();
        }
        return standing(tx, jobId, " for no key update" + (wait ? "" : " skip locked"));
    }

    /** {@return how far the results of a job are; null where nobody has worked on them yet} */
    @Nullable Standing standing(Connection tx, UUID jobId) throws SQLException {
        return standing(tx, jobId, "");
    }

    private static @Nullable Standing standing(Connection tx, UUID jobId, String locking) throws SQLException {
        try (var query = tx.prepareStatement(
                "select answers, controls, unlearned, lesson, withdrawn, learned_at from job_result where job_id = ?"
                        + locking)) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                Timestamp learned = row.getTimestamp(6);
                return new Standing(
                        row.getLong(1),
                        row.getInt(2),
                        row.getBoolean(3),
                        row.getLong(4),
                        row.getLong(5),
                        learned == null ? null : learned.toInstant());
            }
        }
    }

    /** Takes away marks of a job, the oldest first. */
    List<Long> takeMarks(Connection tx, UUID jobId, int most) throws SQLException {
        try (var take = tx.prepareStatement(TAKE_MARKS)) {
            take.setObject(1, jobId);
            take.setObject(2, jobId);
            take.setInt(3, most);
            var positions = new ArrayList<Long>();
            try (var row = take.executeQuery()) {
                while (row.next()) {
                    positions.add(row.getLong(1));
                }
            }
            return positions;
        }
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
     * Takes back, before the transaction ends, what it made with answers that were withdrawn meanwhile. Withdrawals wait until
     * the transaction has ended, so that none comes in between.
     */
    void dropWithdrawn(Connection tx, UUID jobId) throws SQLException {
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
            delete.setObject(2, jobId);
            delete.executeUpdate();
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

    void answersOf(Connection tx, UUID jobId, Set<Long> positions, TaskSink sink) throws SQLException {
        try (var query = tx.prepareStatement(ANSWERS_OF_TASKS)) {
            query.setObject(1, jobId);
            query.setArray(2, tx.createArrayOf("int8", positions.toArray()));
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
            delete.setArray(2, tx.createArrayOf("int8", positions.toArray()));
            delete.executeUpdate();
        }
    }

    /** Writes down that a job was gone through. */
    void refreshed(Connection tx, UUID jobId, boolean unlearned, Instant now) throws SQLException {
        try (var update = tx.prepareStatement(
                "update job_result set unlearned = unlearned or ?, refreshed_at = ?, failures = 0, retry_at = null"
                        + " where job_id = ?")) {
            update.setBoolean(1, unlearned);
            update.setTimestamp(2, Timestamp.from(now));
            update.setObject(3, jobId);
            update.executeUpdate();
        }
    }

    /** Lets a job that failed wait: twice as long as the last time, a quarter of an hour at most. */
    void putOff(Connection tx, UUID jobId, Instant now) throws SQLException {
        try (var put = tx.prepareStatement("""
                insert into job_result as r (job_id, failures, retry_at) values (?, 1, ?::timestamptz + interval '10 seconds')
                on conflict (job_id) do update
                    set failures = r.failures + 1,
                        retry_at = ?::timestamptz
                            + make_interval(secs => least(900, 10 * power(2, least(r.failures, 10))))
                """)) {
            put.setObject(1, jobId);
            put.setTimestamp(2, Timestamp.from(now));
            put.setTimestamp(3, Timestamp.from(now));
            put.executeUpdate();
        }
    }

    /**
     * Writes down that a job was learned anew.
     *
     * @return the number of the lesson, by which a replica knows whether what it remembers is the latest
     */
    long learned(Connection tx, UUID jobId, Counted counted, int controls, Map<String, MethodUsed> methods, Instant now)
            throws SQLException {
        try (var update = tx.prepareStatement("""
                update job_result set answers = ?, controls = ?, methods = ?::jsonb, unlearned = false, learned_at = ?,
                                      refreshed_at = ?, lesson = lesson + 1, withdrawn = ?, failures = 0,
                                      retry_at = null
                where job_id = ? returning lesson
                """)) {
            update.setLong(1, counted.answers());
            update.setInt(2, controls);
            update.setString(3, written(methods));
            update.setTimestamp(4, Timestamp.from(now));
            update.setTimestamp(5, Timestamp.from(now));
            update.setLong(6, counted.withdrawn());
            update.setObject(7, jobId);
            try (var row = update.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** {@return how the values of each property are found; null before the first time} */
    @Nullable JsonNode methods(Connection tx, UUID jobId) throws SQLException {
        try (var query = tx.prepareStatement("select methods from job_result where job_id = ?")) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                String methods = row.next() ? row.getString(1) : null;
                return methods == null ? null : READER.readTree(methods);
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("the stored methods of a job are not JSON", impossible);
        }
    }

    /** Opens a writer of results, which sends them in batches. */
    Writer writer(Connection tx, UUID jobId, List<OutputField> fields, Instant now) throws SQLException {
        return new Writer(tx.prepareStatement(KEEP), jobId, fields, now);
    }

    private String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a result cannot be written as JSON", impossible);
        }
    }

    /** Writes results of one job. */
    final class Writer implements AutoCloseable {

        private final PreparedStatement keep;
        private final UUID jobId;
        private final List<OutputField> fields;
        private final Timestamp now;
        private int waiting;

        private Writer(PreparedStatement keep, UUID jobId, List<OutputField> fields, Instant now) {
            this.keep = keep;
            this.jobId = jobId;
            this.fields = fields;
            this.now = Timestamp.from(now);
        }

        void write(long position, int overlap, int answers, Map<String, Outcome> outcomes) throws SQLException {
            keep.setObject(1, jobId);
            keep.setLong(2, position);
            keep.setInt(3, answers);
            keep.setString(4, written(outcomes));
            keep.setObject(5, confidence(outcomes));
            keep.setString(6, state(overlap, answers, outcomes).name());
            keep.setTimestamp(7, now);
            keep.addBatch();
            if (++waiting == BATCH_ROWS) {
                flush();
            }
        }

        private @Nullable Double confidence(Map<String, Outcome> outcomes) {
            Double least = null;
            for (Outcome outcome : outcomes.values()) {
                Double own = outcome.confidence();
                if (own != null && (least == null || own < least)) {
                    least = own;
                }
            }
            return least;
        }

        private ResultState state(int overlap, int answers, Map<String, Outcome> outcomes) {
            if (answers < overlap) {
                return ResultState.OPEN;
            }
            for (OutputField field : fields) {
                Outcome outcome = outcomes.get(field.name());
                if (field.required() && outcome != null && outcome.isDisputed()) {
                    return ResultState.DISPUTED;
                }
            }
            return ResultState.DONE;
        }

        private void flush() throws SQLException {
            keep.executeBatch();
            waiting = 0;
        }

        @Override
        public void close() throws SQLException {
            try (keep) {
                if (waiting > 0) {
                    flush();
                }
            }
        }
    }
}
