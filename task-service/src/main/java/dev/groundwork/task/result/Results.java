package dev.groundwork.task.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.problem.TryLater;
import dev.groundwork.task.assignment.AssignmentState;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads usable answers, and what they came to when {@link ResultRefresh} last looked; {@link AssignmentState#USABLE_SQL} says which
 * answers those are: what is not paid for is not delivered. Reads of any length hold one row at a time, in one view of the
 * database.
 */
@ApplicationScoped
class Results {

    private static final int FETCH_ROWS = 500;

    private static final String PAGE = """
            select t.position, t.id, t.external_id, r.answers, %s, r.confidence, r.result
            from task t left join task_result r on r.job_id = t.job_id and r.position = t.position
                left join task_decision d on d.job_id = t.job_id and d.position = t.position
            where t.job_id = ? and t.position > ? order by t.position limit ?
            """.formatted(ResultState.SQL);

    private static final String ALL = """
            select t.position, t.id, t.external_id, r.answers, %s, r.confidence, r.result
            from task t left join task_result r on r.job_id = t.job_id and r.position = t.position
                left join task_decision d on d.job_id = t.job_id and d.position = t.position
            where t.job_id = ?
            order by t.position
            """.formatted(ResultState.SQL);

    private static final String COMPARED = """
            select t.input, r.result
            from task t join task_result r on r.job_id = t.job_id and r.position = t.position
            where t.job_id = ?
            order by t.position
            """;

    private static final String ANSWERS = """
            select a.id, a.task_id, t.external_id, a.worker_id, a.state, a.submitted_at, a.active_seconds,
                   extract(epoch from a.submitted_at - a.claimed_at)::bigint, a.answer
            from assignment a join task t on t.job_id = a.job_id and t.position = a.position
            where a.job_id = ? and %s
            order by a.id
            """.formatted(AssignmentState.USABLE_SQL);

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(JsonNode.class);

    /** Each holds a connection for as long as its reader is slow; the others are for claims and answers. */
    private static final int MOST_EXPORTS = 4;

    private final AgroalDataSource db;
    private final ResultStore store;
    private final ResultClaims claims;
    private final Semaphore places = new Semaphore(MOST_EXPORTS);

    Results(AgroalDataSource db, ResultStore store, ResultClaims claims) {
        this.db = db;
        this.store = store;
        this.claims = claims;
    }

    /** Takes one item of a stream after the other. */
    interface Sink<T> {
        void take(T item) throws IOException;
    }

    /** A result and where it stands in the job. */
    record Positioned(long position, TaskResult result) {}

    /** A usable answer as it is exported. */
    record Answer(
            UUID assignmentId,
            UUID taskId,
            String externalId,
            UUID workerId,
            String state,
            @Nullable Instant submittedAt,
            int activeSeconds,
            long wallSeconds,
            JsonNode answer) {}

    /** {@return how fresh the results of a job are} */
    Freshness freshness(UUID jobId) {
        try (var connection = db.getConnection()) {
            return store.freshness(connection, jobId);
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read how fresh the results of job " + jobId + " are", failure);
        }
    }

    /** {@return how the values of each property are found; empty before the first time} */
    JsonNode methods(UUID jobId) {
        try (var connection = db.getConnection()) {
            JsonNode methods = claims.methods(connection, jobId);
            return methods == null ? JsonNodeFactory.instance.objectNode() : methods;
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the methods of job " + jobId, failure);
        }
    }

    /** {@return results of tasks after a position, in the order of the job} */
    List<Positioned> page(UUID jobId, long afterPosition, int limit) {
        var found = new ArrayList<Positioned>();
        try (var connection = db.getConnection();
                var query = connection.prepareStatement(PAGE)) {
            query.setObject(1, jobId);
            query.setLong(2, afterPosition);
            query.setInt(3, limit);
            read(query, found::add);
        } catch (SQLException | IOException failure) {
            throw new IllegalStateException("cannot read the results of job " + jobId, failure);
        }
        return found;
    }

    /** Hands over the result of every task, in the order of the job. */
    void each(UUID jobId, Sink<TaskResult> sink) throws IOException {
        stream(jobId, ALL, query -> read(query, item -> sink.take(item.result())));
    }

    /** Takes the input of a task and its result by property. */
    interface ComparedSink {
        void take(JsonNode input, JsonNode result) throws IOException;
    }

    /** Hands over the input and the result of every task that has one, in the order of the job. */
    void eachWithInput(UUID jobId, ComparedSink sink) throws IOException {
        stream(jobId, COMPARED, query -> {
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    sink.take(READER.readTree(rows.getString(1)), READER.readTree(rows.getString(2)));
                }
            }
        });
    }

    /** Hands over every usable answer, in the order of the claims. */
    void eachAnswer(UUID jobId, Sink<Answer> sink) throws IOException {
        stream(jobId, ANSWERS, query -> {
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    sink.take(answerIn(rows));
                }
            }
        });
    }

    private interface Reading {
        void run(PreparedStatement query) throws SQLException, IOException;
    }

    private void stream(UUID jobId, String sql, Reading reading) throws IOException {
        if (!places.tryAcquire()) {
            throw new TryLater(
                    "exports-busy",
                    "As many exports are under way as this service makes at once (" + MOST_EXPORTS
                            + "). Try again in a few seconds.",
                    Duration.ofSeconds(5));
        }
        try {
            Snapshot.of(db, tx -> {
                try (var query = tx.prepareStatement(sql)) {
                    query.setFetchSize(FETCH_ROWS);
                    query.setObject(1, jobId);
                    reading.run(query);
                } catch (IOException broken) {
                    throw new UncheckedIOException(broken);
                }
                return jobId;
            });
        } catch (UncheckedIOException broken) {
            throw broken.getCause();
        } catch (SQLException failure) {
            throw new IOException("the export of job " + jobId + " broke off", failure);
        } finally {
            places.release();
        }
    }

    private static void read(PreparedStatement query, Sink<Positioned> sink) throws SQLException, IOException {
        try (var rows = query.executeQuery()) {
            while (rows.next()) {
                String result = rows.getString(7);
                String state = rows.getString(5);
                double confidence = rows.getDouble(6);
                boolean unsure = rows.wasNull();
                sink.take(new Positioned(
                        rows.getLong(1),
                        new TaskResult(
                                rows.getObject(2, UUID.class),
                                rows.getString(3),
                                rows.getInt(4),
                                state == null ? ResultState.OPEN : ResultState.valueOf(state),
                                unsure ? null : confidence,
                                result == null ? JsonNodeFactory.instance.objectNode() : READER.readTree(result))));
            }
        }
    }

    private static Answer answerIn(ResultSet row) throws SQLException, IOException {
        Timestamp submitted = row.getTimestamp(6);
        return new Answer(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getString(3),
                row.getObject(4, UUID.class),
                row.getString(5),
                submitted == null ? null : submitted.toInstant(),
                row.getInt(7),
                row.getLong(8),
                READER.readTree(row.getString(9)));
    }
}
