package dev.groundwork.task.claim;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.Ids;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.task.spec.TaskSpec;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;

/** Jobs and workers put straight into the database, so that tests of what workers do need nothing else to work. */
@ApplicationScoped
public class Market {

    private static final String SPEC = """
            {"spec": "task/1", "title": {"en": "Which animal is it?"},
             "input": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}},
             "output": {"type": "object", "additionalProperties": false, "required": ["label"],
                        "properties": {"label": {"type": "string", "enum": ["cat", "dog"], "x-kind": "choice"}}},
             "instructions": {"short": {"en": "Say which animal it is."}}}""";

    private final AgroalDataSource database;
    private final ObjectMapper json;

    Market(AgroalDataSource database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** A job to make: change what a test is about, and {@link #open} it. */
    public static final class Terms {
        private final UUID requesterId = Ids.next();
        private int tasks = 3;
        private int overlap = 1;
        private String state = "OPEN";
        private int timeLimitSeconds = 900;
        private int reviewSeconds = 604_800;
        private String[] places = {};

        public Terms tasks(int count, int each) {
            tasks = count;
            overlap = each;
            return this;
        }

        public Terms state(String name) {
            state = name;
            return this;
        }

        public Terms timeLimitSeconds(int seconds) {
            timeLimitSeconds = seconds;
            return this;
        }

        public Terms places(String... codes) {
            places = codes.clone();
            return this;
        }
    }

    /** A job that is there. */
    public record TestJob(UUID id, UUID requesterId) {}

    public static Terms terms() {
        return new Terms();
    }

    /** Makes the job with its tasks, named {@code x1}, {@code x2} and so on. */
    public TestJob open(Terms terms) {
        var id = Ids.next();
        try (var connection = database.getConnection()) {
            var spec = TaskSpec.parse(json.readTree(SPEC), "");
            run(
                    connection,
                    "insert into task_spec (hash, document, created_at) values (?, ?::json, now()) on conflict do nothing",
                    spec.hash(),
                    spec.document().toString());
            run(
                    connection,
                    """
                    insert into job (id, version, requester_id, title, spec_hash, state, reward_minor, currency, overlap,
                                     time_estimate_seconds, time_limit_seconds, review_window_seconds, floor_policy, places,
                                     task_count, assignment_count, created_at)
                    values (?, 0, ?, 'Animals', ?, ?, 5, 'EUR', ?, 12, ?, ?, 'UNIFORM', ?, ?, ?, now())
                    """,
                    id,
                    terms.requesterId,
                    spec.hash(),
                    terms.state,
                    terms.overlap,
                    terms.timeLimitSeconds,
                    terms.reviewSeconds,
                    terms.places,
                    (long) terms.tasks,
                    (long) terms.tasks * terms.overlap);
            run(connection, """
                    insert into task (job_id, position, id, external_id, input, overlap)
                    select ?, n, uuidv7(), 'x' || n, '{"text": "It barks."}', ? from generate_series(1, ?) n
                    """, id, terms.overlap, terms.tasks);
            run(connection, "insert into job_progress (job_id) values (?)", id);
            run(
                    connection,
                    "insert into open_task select job_id, position, id, overlap from task where job_id = ?",
                    id);
            run(connection, """
                    insert into wage_floor (place, kind, per_hour_minor, currency, effective_from, source, confidence)
                    values ('platform-EUR', 'PLATFORM', 744, 'EUR', '2026-01-01', 'the platform', 'high'),
                           ('ES', 'STATUTORY', 937, 'EUR', '2026-01-01', 'RD 126/2026', 'high')
                    on conflict do nothing
                    """);
        } catch (SQLException | com.fasterxml.jackson.core.JsonProcessingException failure) {
            throw new IllegalStateException(failure);
        }
        return new TestJob(id, terms.requesterId);
    }

    /** {@return a new worker in Spain} */
    public UUID worker() {
        return worker("ES", "ACTIVE");
    }

    public UUID worker(String country, String standing) {
        var id = Ids.next();
        execute(
                "insert into worker_standing (worker_id, revision, standing, country, languages) values (?, 1, ?, ?, '{es}')",
                id,
                standing,
                country);
        return id;
    }

    public void setState(TestJob job, String state) {
        execute("update job set state = ? where id = ?", state, job.id());
    }

    /** {@return the counters of the job, and {@code slots}: how many are open} */
    public Map<String, Long> counters(TestJob job) {
        var counters = new TreeMap<String, Long>();
        for (String column :
                List.of("claimed", "submitted", "approved", "rejection_held", "rejected", "returned", "expired")) {
            counters.put(column, number("select " + column + " from job_progress where job_id = ?", job.id()));
        }
        counters.put(
                "slots",
                number("select coalesce(sum(remaining), 0) from open_task where job_id = ?", job.id())
                        + number("select count(*) from returned_slot where job_id = ?", job.id()));
        return counters;
    }

    /** {@return the counters of the job as its assignments add up to, without {@code slots}} */
    public Map<String, Long> counted(TestJob job) {
        var counters = new TreeMap<String, Long>();
        for (String state :
                List.of("claimed", "submitted", "approved", "rejection_held", "rejected", "returned", "expired")) {
            counters.put(
                    state,
                    number("select count(*) from assignment where job_id = ? and lower(state) = ?", job.id(), state));
        }
        return counters;
    }

    public long number(String sql, Object... parameters) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(sql)) {
            bind(query, parameters);
            try (var row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Something to do with a connection to the service's database. */
    @FunctionalInterface
    public interface Step {
        void run(Connection connection) throws SQLException;
    }

    public void run(Step step) {
        try (var connection = database.getConnection()) {
            step.run(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public UUID uuid(String sql, Object... parameters) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(sql)) {
            bind(query, parameters);
            try (var row = query.executeQuery()) {
                row.next();
                return row.getObject(1, UUID.class);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** {@return the first column of every row} */
    public List<String> texts(String sql, Object... parameters) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(sql)) {
            bind(query, parameters);
            var texts = new java.util.ArrayList<String>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    texts.add(row.getString(1));
                }
            }
            return texts;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public void execute(String sql, Object... parameters) {
        try (var connection = database.getConnection()) {
            run(connection, sql, parameters);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void run(Connection connection, String sql, Object... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            statement.executeUpdate();
        }
    }

    private static void bind(java.sql.PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] instanceof String[] texts) {
                statement.setArray(i + 1, statement.getConnection().createArrayOf("text", texts));
            } else if (parameters[i] instanceof Instant instant) {
                statement.setObject(i + 1, instant.atOffset(java.time.ZoneOffset.UTC));
            } else {
                statement.setObject(i + 1, parameters[i]);
            }
        }
    }

    public static RequestSpecification as(String token) {
        return RestAssured.given().auth().oauth2(token);
    }

    public static RequestSpecification asWorker(UUID workerId) {
        return as(TestTokens.worker(workerId));
    }

    public static RequestSpecification asRequester(TestJob job) {
        return as(TestTokens.requester(job.requesterId()));
    }

    /** Claims the next task over HTTP; {@return the assignment's id} */
    public static String claim(TestJob job, UUID workerId) {
        return asWorker(workerId)
                .post("/v1/jobs/{id}/claims", job.id())
                .then()
                .statusCode(201)
                .extract()
                .path("items[0].assignmentId");
    }

    /** Submits {@code cat} over HTTP. */
    public static void submit(String assignmentId, UUID workerId) {
        asWorker(workerId)
                .contentType("application/json")
                .body("{\"answer\": {\"label\": \"cat\"}}")
                .post("/v1/assignments/{id}/submit", assignmentId)
                .then()
                .statusCode(200);
    }
}
