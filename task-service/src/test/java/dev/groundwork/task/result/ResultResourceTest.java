package dev.groundwork.task.result;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.testing.TestJobs;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.testing.TestJobs.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class ResultResourceTest {

    @Inject
    TestJobs jobs;

    @Inject
    ResultStore store;

    @Inject
    ResultClaims claims;

    @Inject
    Replica replica;

    @Inject
    AgroalDataSource database;

    private final UUID requester = UUID.randomUUID();

    @Test
    void are_the_majority_of_usable_answers() {
        UUID jobId = jobs.draftWithTasks(requester, 3);
        jobs.assignment(
                jobId,
                "t1",
                "APPROVED",
                "{\"mood\": \"sad\", \"words\": [\"sea\"], \"score\": 3, \"why\": \"Grey sky\"}");
        jobs.assignment(
                jobId,
                "t1",
                "SUBMITTED",
                "{\"mood\": \"sad\", \"words\": [\"sea\", \"sun\"], \"score\": 1, \"why\": \"grey  sky\"}");
        jobs.assignment(
                jobId,
                "t1",
                "SUBMITTED",
                "{\"mood\": \"happy\", \"words\": [\"sea\"], \"score\": 2.5, \"why\": \"rain\"}");
        jobs.assignment(jobId, "t2", "SUBMITTED", "{\"mood\": \"sad\"}");
        jobs.assignment(jobId, "t2", "SUBMITTED", "{\"mood\": \"happy\"}");

        as(requester)
                .get("/v1/jobs/{id}/results", jobId)
                .then()
                .statusCode(200)
                .body("items.externalId", equalTo(List.of("t1", "t2", "t3")))
                .body("items.answers", equalTo(List.of(3, 2, 0)))
                .body("items[0].result.mood.value", equalTo("sad"))
                .body("items[0].result.mood.votes", equalTo(2))
                .body("items[0].result.mood.share", equalTo(0.6667f))
                .body("items[0].result.mood.tie", nullValue())
                .body("items[0].result.words.value", equalTo(List.of("sea")))
                .body("items[0].result.score.value", equalTo(2.5f))
                .body("items[0].result.why.value", equalTo("Grey sky"))
                .body("items[0].result.why.votes", equalTo(2))
                .body("items[1].result.mood.value", equalTo("happy"))
                .body("items[1].result.mood.tie", equalTo(true))
                .body("items[2].result.size()", equalTo(0))
                .body("items[0].result.mood.method", equalTo("majority"))
                .body("items[0].result.mood.confidence", equalTo(0.6f))
                .body("items[0].result.mood.agreement", equalTo(0.3333f))
                .body("items.state", equalTo(List.of("DONE", "DISPUTED", "OPEN")))
                .body("refreshedAt", notNullValue())
                .body("pendingTasks", equalTo(0));
    }

    @Test
    void follow_every_change_of_an_answer() {
        UUID jobId = jobs.draftWithTasks(requester, 1);
        UUID first = jobs.assignment(jobId, "t1", "SUBMITTED", "{\"mood\": \"sad\"}");
        as(requester).get("/v1/jobs/{id}/results", jobId).then().body("items[0].answers", equalTo(1));

        UUID second = jobs.assignment(jobId, "t1", "SUBMITTED", "{\"mood\": \"sad\"}");
        as(requester)
                .get("/v1/jobs/{id}/results", jobId)
                .then()
                .body("items[0].answers", equalTo(2))
                .body("items[0].state", equalTo("DONE"));

        for (UUID rejected : List.of(first, second)) {
            jobs.execute("update assignment set state = 'REJECTION_HELD' where id = ?", rejected);
            jobs.markResult(rejected);
        }
        as(requester)
                .get("/v1/jobs/{id}/results", jobId)
                .then()
                .body("items[0].answers", equalTo(0))
                .body("items[0].state", equalTo("OPEN"))
                .body("items[0].result.size()", equalTo(0));
    }

    @Test
    void of_a_large_job_are_made_without_a_reader() {
        UUID jobId = jobs.draftWithTasks(requester, 2);
        jobs.execute("insert into job_progress (job_id, submitted) values (?, 1000000)", jobId);
        jobs.assignment(jobId, "t1", "SUBMITTED", "{\"mood\": \"sad\"}");
        awaitAnswers(jobId, List.of(1, 0));

        // The first time the job was learned; now one task is decided by what is known of it.
        jobs.assignment(jobId, "t1", "SUBMITTED", "{\"mood\": \"sad\"}");
        jobs.assignment(jobId, "t2", "SUBMITTED", "{\"mood\": \"happy\"}");
        awaitAnswers(jobId, List.of(2, 1));

        assertThat(jobs.text("select lesson from job_result where job_id = ?", jobId))
                .isEqualTo("1");
        assertThat(jobs.text("select unlearned from job_result where job_id = ?", jobId))
                .isEqualTo("t");
    }

    @Test
    void nothing_stays_that_was_made_with_an_answer_withdrawn_since() {
        UUID jobId = jobs.draftWithTasks(requester, 2);
        UUID kept = jobs.assignment(jobId, "t1", "SUBMITTED", "{\"mood\": \"sad\"}");
        UUID withdrawn = jobs.assignment(jobId, "t2", "SUBMITTED", "{\"mood\": \"sad\"}");
        as(requester).get("/v1/jobs/{id}/results", jobId).then().body("items.answers", equalTo(List.of(1, 1)));
        stopRefreshing(jobId);
        jobs.execute("insert into job_progress (job_id, submitted) values (?, 2)", jobId);
        jobs.execute("""
                update assignment set claimed_at = now() - interval '3 hours', submitted_at = now() - interval '2 hours',
                                      review_due_at = now() + interval '1 day'
                where job_id = ?
                """, jobId);

        as(requester)
                .post("/v1/assignments/{id}/soft-reject", withdrawn)
                .then()
                .statusCode(200)
                .body("state", equalTo("ACCEPTED_UNUSED"));
        as(requester).post("/v1/assignments/{id}/approve", kept).then().statusCode(200);

        assertThat(jobs.texts(
                        "select t.external_id from task_result r join task t on t.job_id = r.job_id"
                                + " and t.position = r.position where r.job_id = ?",
                        jobId))
                .containsExactly("t1");
    }

    @Test
    void what_was_made_while_an_answer_was_withdrawn_is_taken_back_by_its_maker() throws SQLException {
        UUID jobId = jobs.draftWithTasks(requester, 2);
        jobs.assignment(jobId, "t1", "SUBMITTED", "{\"mood\": \"sad\"}");
        UUID withdrawn = jobs.assignment(jobId, "t2", "SUBMITTED", "{\"mood\": \"sad\"}");
        as(requester).get("/v1/jobs/{id}/results", jobId).then().body("items.answers", equalTo(List.of(1, 1)));
        stopRefreshing(jobId);
        jobs.execute("update assignment set state = 'REJECTION_HELD' where id = ?", withdrawn);
        jobs.execute("insert into job_progress (job_id, submitted, rejection_held) values (?, 1, 1)", jobId);
        jobs.markResult(withdrawn);

        try (var tx = database.getConnection()) {
            tx.setAutoCommit(false);
            store.dropWithdrawn(tx, jobId, List.of(1L, 2L));
            tx.commit();
        }

        assertThat(jobs.text("select count(*) from task_result where job_id = ?", jobId))
                .isEqualTo("1");
    }

    @Test
    void a_job_that_fails_waits_longer_each_time_and_nobody_waits_for_it() throws SQLException {
        UUID jobId = jobs.draftWithTasks(requester, 1);
        jobs.assignment(jobId, "t1", "SUBMITTED", "{\"mood\": \"sad\"}");
        var now = Instant.parse("2040-01-01T00:00:00Z");

        try (var tx = database.getConnection()) {
            tx.setAutoCommit(false);
            claims.putOff(tx, jobId, now);
            assertThat(claims.markedJobs(tx, replica.id(), now, now)).doesNotContain(jobId);
            assertThat(claims.markedJobs(tx, replica.id(), now, now.plusSeconds(10)))
                    .contains(jobId);
            claims.putOff(tx, jobId, now);
            assertThat(claims.markedJobs(tx, replica.id(), now, now.plusSeconds(19)))
                    .doesNotContain(jobId);
            assertThat(claims.markedJobs(tx, replica.id(), now, now.plusSeconds(20)))
                    .contains(jobId);
            for (int more = 0; more < 20; more++) {
                claims.putOff(tx, jobId, now);
            }
            assertThat(claims.markedJobs(tx, replica.id(), now, now.plusSeconds(900)))
                    .contains(jobId);
            assertThat(store.freshness(tx, jobId).refreshedAt()).isNull();
            tx.rollback();
        }
    }

    @Test
    void answers_from_before_there_were_results_get_theirs() throws IOException {
        UUID jobId = jobs.draftWithTasks(requester, 2);
        jobs.assignment(jobId, "t1", "APPROVED", "{\"mood\": \"sad\"}");
        jobs.assignment(jobId, "t2", "ACCEPTED_UNUSED", "{\"mood\": \"sad\"}");
        jobs.execute("delete from result_mark where job_id = ?", jobId);
        jobs.execute("delete from task_result where job_id = ?", jobId);
        String marking;
        try (var file = getClass().getResourceAsStream("/db/migration/V26__results_of_withdrawn_answers.sql")) {
            String all = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            marking = all.substring(all.indexOf("insert into result_mark"));
        }

        jobs.execute(marking.replace(";", ""));

        as(requester)
                .get("/v1/jobs/{id}/results", jobId)
                .then()
                .body("items.answers", equalTo(List.of(1, 0)))
                .body("items[0].result.mood.value", equalTo("sad"));
    }

    /** By itself; whoever reads results of a small job has them made all the same. */
    private void stopRefreshing(UUID jobId) {
        jobs.execute("update job_result set retry_at = '2100-01-01' where job_id = ?", jobId);
    }

    private void awaitAnswers(UUID jobId, List<Integer> answers) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> as(requester)
                .get("/v1/jobs/{id}/results", jobId)
                .then()
                .body("items.answers", equalTo(answers))
                .body("pendingTasks", equalTo(0)));
    }

    @Test
    void rest_on_control_tasks_where_there_are_some() {
        UUID jobId = jobs.draftWithTasks(requester, 25);
        for (int task = 1; task <= 24; task++) {
            jobs.assignment(
                    jobId, "t" + task, "SUBMITTED", "{\"mood\": \"%s\"}".formatted(task % 2 == 0 ? "sad" : "happy"));
        }
        jobs.assignment(jobId, "t25", "SUBMITTED", "{\"mood\": \"sad\"}");
        as(requester).get("/v1/jobs/{id}/results/methods", jobId).then().body("mood.controlTasks", equalTo(0));

        jobs.execute("""
                insert into control_task (job_id, position, task_id, gold, source, shuffle, created_at)
                select job_id, position, id,
                       jsonb_build_object('mood', case when position % 2 = 0 or position = 1 then 'sad' else 'happy' end),
                       'UPLOADED', position, now()
                from task where job_id = ? and position <= 24
                """, jobId);

        as(requester)
                .get("/v1/jobs/{id}/results/methods", jobId)
                .then()
                .body("mood.controlTasks", equalTo(24))
                .body("mood.scores.size()", equalTo(4));
        as(requester)
                .get("/v1/jobs/{id}/results", jobId)
                .then()
                .body("items[0].result.mood.value", equalTo("sad"))
                .body("items[0].result.mood.votes", equalTo(0))
                .body("items[0].confidence", equalTo(1f))
                .body("items[24].result.mood.value", equalTo("sad"))
                .body("items[24].result.mood.method", not(equalTo("majority")));
    }

    @Test
    void rank_what_preferences_compare_over_the_whole_job() {
        String spec = """
                {"spec": "task/1",
                 "input": {"type": "object", "properties": {"left": {"type": "string"}, "right": {"type": "string"}}},
                 "output": {"type": "object", "required": ["better"], "properties": {
                   "better": {"x-kind": "preference", "x-items": {"a": {"$in": "/left"}, "b": {"$in": "/right"}}}}}}
                """;
        jobs.floors();
        UUID jobId = TestJobs.create(requester, TestJobs.newJob().replace(TestJobs.SPEC, spec))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getUUID("id");
        TestJobs.upload(requester, jobId, "application/x-ndjson", """
                {"externalId": "t1", "input": {"left": "x", "right": "y"}}
                {"externalId": "t2", "input": {"left": "z", "right": "x"}}
                {"externalId": "t3", "input": {"left": "p", "right": "q"}}
                """).statusCode(200);
        as(requester)
                .get("/v1/jobs/{id}/results/standings", jobId)
                .then()
                .statusCode(200)
                .body("better.items.size()", equalTo(0));
        jobs.assignment(jobId, "t1", "SUBMITTED", "{\"better\": {\"choice\": \"a\"}}");
        jobs.assignment(jobId, "t1", "SUBMITTED", "{\"better\": {\"choice\": \"a\"}}");
        jobs.assignment(jobId, "t2", "SUBMITTED", "{\"better\": {\"choice\": \"a\"}}");
        jobs.assignment(jobId, "t3", "SUBMITTED", "{\"better\": {\"choice\": \"tie\"}}");

        as(requester)
                .get("/v1/jobs/{id}/results/standings", jobId)
                .then()
                .statusCode(200)
                .body("better.items.item", hasItems("x", "y", "z", "p", "q"))
                .body("better.items.findAll { it.item in ['x', 'y', 'z'] }.item", equalTo(List.of("z", "x", "y")))
                .body("better.items.find { it.item == 'x' }.tasks", equalTo(2))
                .body("better.groups", equalTo(2))
                .body("better.warnings.size()", equalTo(1));
    }

    @Test
    void say_how_they_were_found() {
        UUID jobId = jobs.draftWithTasks(requester, 1);
        jobs.assignment(jobId, "t1", "SUBMITTED", "{\"mood\": \"sad\", \"score\": 1}");

        as(requester)
                .get("/v1/jobs/{id}/results/methods", jobId)
                .then()
                .statusCode(200)
                .body("mood.method", equalTo("majority"))
                .body("mood.why", startsWith("no control task"))
                .body("score.method", equalTo("median"));
        as(UUID.randomUUID()).get("/v1/jobs/{id}/results/methods", jobId).then().statusCode(404);
    }

    @Test
    void what_is_rejected_or_unfinished_does_not_count() {
        UUID jobId = jobs.draftWithTasks(requester, 1);
        jobs.assignment(jobId, "t1", "APPROVED", "{\"mood\": \"sad\"}");
        for (String state :
                List.of("REJECTION_HELD", "REJECTED", "RETURNED", "EXPIRED", "ACCEPTED_UNUSED", "APPEALED")) {
            jobs.assignment(jobId, "t1", state, "{\"mood\": \"happy\"}");
        }
        jobs.assignment(jobId, "t1", "CLAIMED", null);

        as(requester)
                .get("/v1/jobs/{id}/results", jobId)
                .then()
                .body("items[0].answers", equalTo(1))
                .body("items[0].result.mood.value", equalTo("sad"));
        for (String export : List.of("results.jsonl", "results.csv", "answers.jsonl", "answers.csv")) {
            String body = as(requester)
                    .get("/v1/jobs/{id}/exports/{name}", jobId, export)
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString();
            assertThat(body).as(export).contains("sad").doesNotContain("happy");
        }
    }

    @Test
    void come_page_by_page() {
        UUID jobId = jobs.draftWithTasks(requester, 3);

        String next = as(requester)
                .get("/v1/jobs/{id}/results?limit=2", jobId)
                .then()
                .body("items.externalId", equalTo(List.of("t1", "t2")))
                .extract()
                .path("next");
        as(requester)
                .queryParam("cursor", next)
                .get("/v1/jobs/{id}/results?limit=2", jobId)
                .then()
                .body("items.externalId", equalTo(List.of("t3")))
                .body("next", nullValue());
    }

    @Test
    void are_exported_as_lines_and_as_a_table() {
        UUID jobId = jobs.draftWithTasks(requester, 2);
        jobs.assignment(
                jobId,
                "t1",
                "APPROVED",
                "{\"mood\": \"sad\", \"words\": [\"sea\", \"sun\"], \"why\": \"grey, and \\\"cold\\\"\"}");

        String lines = as(requester)
                .get("/v1/jobs/{id}/exports/results.jsonl", jobId)
                .then()
                .statusCode(200)
                .contentType(startsWith("application/x-ndjson"))
                .header("Content-Disposition", containsString("attachment"))
                .extract()
                .asString();
        String table = as(requester)
                .get("/v1/jobs/{id}/exports/results.csv", jobId)
                .then()
                .statusCode(200)
                .contentType(startsWith("text/csv"))
                .extract()
                .asString();

        assertThat(lines.lines()).hasSize(2);
        JsonPath first = JsonPath.from(lines.lines().findFirst().orElseThrow());
        assertThat(first.getString("externalId")).isEqualTo("t1");
        assertThat(first.getString("result.mood.value")).isEqualTo("sad");
        List<String> rows = table.lines().toList();
        assertThat(rows.getFirst())
                .isEqualTo(
                        "taskId,externalId,answers,mood,mood.votes,mood.share,mood.tie,mood.confidence,words,words.votes,"
                                + "words.share,words.tie,words.confidence,score,score.votes,score.share,score.tie,"
                                + "score.confidence,why,why.votes,why.share,why.tie,why.confidence");
        assertThat(rows.get(1))
                .endsWith(
                        ",t1,1,sad,1,1.0,false,0.6667,sea|sun,1,1.0,false,0.6667,,,,,,\"grey, and \"\"cold\"\"\",1,1.0,false,0.5");
        assertThat(rows.get(2)).endsWith(",t2,0" + ",".repeat(20));
    }

    @Test
    void answers_are_exported_with_who_gave_them_and_how_long_they_took() {
        UUID jobId = jobs.draftWithTasks(requester, 1);
        UUID assignment =
                jobs.assignment(jobId, "t1", "SUBMITTED", "{\"mood\": \"sad\", \"score\": -2, \"why\": \"=1+1\"}");

        String lines = as(requester)
                .get("/v1/jobs/{id}/exports/answers.jsonl", jobId)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        String table = as(requester)
                .get("/v1/jobs/{id}/exports/answers.csv", jobId)
                .then()
                .statusCode(200)
                .extract()
                .asString();

        JsonPath line = JsonPath.from(lines);
        assertThat(line.getString("assignmentId")).isEqualTo(assignment.toString());
        assertThat(line.getInt("activeSeconds")).isEqualTo(12);
        assertThat(line.getInt("wallSeconds")).isBetween(19, 25);
        assertThat(line.getString("answer.why")).isEqualTo("=1+1");
        // A number stays a number; what a spreadsheet would run does not.
        assertThat(table.lines().skip(1)).singleElement().satisfies(row -> assertThat(row)
                .startsWith(assignment.toString())
                .endsWith(",sad,,-2,'=1+1"));
    }

    @Test
    void an_export_of_many_rows_is_whole() {
        UUID jobId = jobs.draftWithTasks(requester, 3000);

        String lines = as(requester)
                .get("/v1/jobs/{id}/exports/results.jsonl", jobId)
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(lines.lines()).hasSize(3000);
    }
}
