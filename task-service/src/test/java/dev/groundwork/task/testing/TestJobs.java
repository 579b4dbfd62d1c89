package dev.groundwork.task.testing;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.Ids;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TestTopics;

import io.agroal.api.AgroalDataSource;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.jspecify.annotations.Nullable;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Jobs made as requesters make them, over HTTP, and the answers of the payment-service to them. */
@ApplicationScoped
public class TestJobs {

    public static final String SPEC = """
            {"spec": "task/1",
             "input": {"type": "object", "required": ["text"], "additionalProperties": false,
                       "properties": {"text": {"type": "string", "maxLength": 100},
                                      "length": {"type": "integer", "minimum": 1},
                                      "image": {"type": "string", "x-media": "image"}}},
             "output": {"type": "object", "additionalProperties": false, "required": ["mood"],
                        "properties": {"mood": {"type": "string", "enum": ["happy", "sad"], "x-kind": "choice"},
                                       "words": {"type": "array", "x-kind": "multichoice", "x-labels": ["sea", "sun"]},
                                       "score": {"type": "number", "x-kind": "number"},
                                       "why": {"type": "string", "x-kind": "text"}}}}
            """;

    private final AgroalDataSource db;

    TestJobs(AgroalDataSource db) {
        this.db = db;
    }

    /** A body for a new job that passes every check, once {@link #floors} are there. */
    public static String newJob() {
        return """
                {"title": "Moods", "reward": {"amount": "0.05", "currency": "EUR"}, "timeEstimate": "PT15S",
                 "timeLimit": "PT10M", "overlap": 2, "spec": %s}
                """.formatted(SPEC);
    }

    /** The floors of two places and two currencies. */
    public void floors() {
        execute("""
                insert into wage_floor (place, kind, per_hour_minor, currency, effective_from, source, confidence)
                values ('platform-EUR', 'PLATFORM', 744, 'EUR', '2026-01-01', 'the platform', 'high'),
                       ('platform-USD', 'PLATFORM', 800, 'USD', '2026-01-01', 'the platform', 'high'),
                       ('ES', 'STATUTORY', 937, 'EUR', '2026-01-01', 'RD 126/2026', 'high')
                on conflict do nothing
                """);
    }

    public static RequestSpecification as(UUID requesterId) {
        return given().auth().oauth2(TestTokens.requester(requesterId));
    }

    public static ValidatableResponse create(UUID requesterId, String body) {
        return as(requesterId)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/jobs")
                .then();
    }

    /** {@return the id of a new draft without tasks} */
    public UUID draft(UUID requesterId) {
        floors();
        return create(requesterId, newJob())
                .statusCode(201)
                .extract()
                .jsonPath()
                .getUUID("id");
    }

    public static ValidatableResponse upload(UUID requesterId, UUID jobId, String contentType, String body) {
        return as(requesterId)
                .contentType(contentType)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/v1/jobs/{id}/tasks", jobId)
                .then();
    }

    /** {@return the id of a draft with tasks t1, t2 and so on, each wanting two answers} */
    public UUID draftWithTasks(UUID requesterId, int tasks) {
        UUID jobId = draft(requesterId);
        var body = new StringBuilder();
        for (int i = 1; i <= tasks; i++) {
            body.append("{\"externalId\": \"t%d\", \"input\": {\"text\": \"text %d\"}}\n".formatted(i, i));
        }
        upload(requesterId, jobId, "application/x-ndjson", body.toString()).statusCode(200);
        return jobId;
    }

    /** {@return the id of a job that is open, its money held} */
    public UUID open(UUID requesterId, int tasks) {
        UUID jobId = draftWithTasks(requesterId, tasks);
        as(requesterId).post("/v1/jobs/{id}/publish", jobId).then().statusCode(202);
        answerAboutFunds(held(jobId, requesterId));
        awaitState(jobId, "OPEN");
        return jobId;
    }

    public String held(UUID jobId, UUID requesterId) {
        String amount = "{\"minor\": \"100\", \"currency\": \"EUR\"}";
        return """
                {"type": "funds.held", "jobId": "%s", "requesterId": "%s", "publicationId": "%s", "held": %s, "base": %s,
                 "fee": %s, "reserve": %s, "heldAt": "%s"}
                """.formatted(jobId, requesterId, publicationOf(jobId), amount, amount, amount, amount, Instant.now());
    }

    public String refused(UUID jobId, UUID requesterId) {
        String amount = "{\"minor\": \"100\", \"currency\": \"EUR\"}";
        return """
                {"type": "funds.refused", "jobId": "%s", "requesterId": "%s", "publicationId": "%s",
                 "code": "insufficient-funds", "detail": "1.00 EUR is missing.", "required": %s, "available": %s,
                 "refusedAt": "%s"}
                """.formatted(jobId, requesterId, publicationOf(jobId), amount, amount, Instant.now());
    }

    /** Says on the topic of the payment-service what became of the money. */
    public void answerAboutFunds(String event) {
        try (var topics = new TestTopics()) {
            topics.send(
                    "payment.funds.v1",
                    UUID.randomUUID().toString(),
                    event,
                    Map.of("ce_id", Ids.next().toString()));
        }
    }

    public void awaitState(UUID jobId, String state) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(text("select state from job where id = ?", jobId))
                        .isEqualTo(state));
    }

    /** An attempt in any state, as it would have come there; counters are not touched. */
    public UUID assignment(UUID jobId, String externalId, String state, @Nullable String answer) {
        UUID id = Ids.next();
        execute("""
                insert into assignment (id, job_id, task_id, position, requester_id, worker_id, state, reward_minor,
                                        currency, claimed_at, deadline_at, submitted_at, active_seconds, answer)
                select ?, t.job_id, t.id, t.position, j.requester_id, ?, ?, j.reward_minor, j.currency,
                       now() - interval '20 seconds', now() + interval '1 hour',
                       case when ? = 'CLAIMED' then null else now() end, 12, ?::jsonb
                from task t join job j on j.id = t.job_id where t.job_id = ? and t.external_id = ?
                """, id, Ids.next(), state, state, answer, jobId, externalId);
        markResult(id);
        return id;
    }

    /** Leaves the mark of whoever changes an answer. */
    public void markResult(UUID assignmentId) {
        execute(
                "insert into result_mark (job_id, position) select job_id, position from assignment where id = ?",
                assignmentId);
    }

    public UUID publicationOf(UUID jobId) {
        return UUID.fromString(text("select publication_id from job where id = ?", jobId));
    }

    public String text(String sql, @Nullable Object... parameters) {
        return texts(sql, parameters).getFirst();
    }

    /** {@return the first column of every row} */
    public List<String> texts(String sql, @Nullable Object... parameters) {
        try (var connection = db.getConnection();
                var query = connection.prepareStatement(sql)) {
            bind(query, parameters);
            var values = new ArrayList<String>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    values.add(String.valueOf(rows.getString(1)));
                }
            }
            return values;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public int execute(String sql, @Nullable Object... parameters) {
        try (var connection = db.getConnection();
                var statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }
}
