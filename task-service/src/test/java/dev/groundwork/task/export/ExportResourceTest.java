package dev.groundwork.task.export;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipInputStream;

import jakarta.inject.Inject;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.time.AdjustableClock;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.media.ObjectStore;
import dev.groundwork.task.testing.TestJobs;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.testing.TestJobs.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class ExportResourceTest {

    private static final String SAD = "{\"mood\": \"sad\"}";
    private static final String HAPPY = "{\"mood\": \"happy\"}";

    @Inject
    TestJobs jobs;

    @Inject
    AdjustableClock clock;

    @Inject
    ObjectStore files;

    private final UUID requester = UUID.randomUUID();

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void is_asked_for_then_ready_then_fetched() throws NoSuchAlgorithmException {
        UUID jobId = jobs.draftWithTasks(requester, 3);
        jobs.assignment(jobId, "t1", "APPROVED", SAD);

        String location = ask(jobId, "{\"format\": \"jsonl\"}")
                .statusCode(202)
                .body("state", equalTo("QUEUED"))
                .body("progress.total", equalTo(3))
                .body("file", nullValue())
                .extract()
                .header("Location");
        JsonPath ready = awaitReady(location);

        assertThat(ready.getLong("rows")).isEqualTo(3);
        assertThat(ready.getInt("progress.tasks")).isEqualTo(3);
        String file = as(requester)
                .get(ready.getString("file"))
                .then()
                .statusCode(200)
                .contentType(containsString("x-ndjson"))
                .header("Content-Disposition", endsWith("-results.jsonl\""))
                .header("ETag", "\"" + ready.getString("sha256") + "\"")
                .extract()
                .asString();
        assertThat(file.lines()).hasSize(3);
        assertThat(file).hasSize(ready.getInt("sizeBytes"));
        assertThat(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(file.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(ready.getString("sha256"));
        JsonPath first = JsonPath.from(file.lines().findFirst().orElseThrow());
        assertThat(first.getString("externalId")).isEqualTo("t1");
        assertThat(first.getString("input.text")).isEqualTo("text 1");
        assertThat(first.getString("result.mood.value")).isEqualTo("sad");
        assertThat(first.getInt("answers")).isEqualTo(1);
    }

    @Test
    void a_broken_off_download_goes_on_where_it_was() {
        UUID jobId = jobs.draftWithTasks(requester, 2);
        String file = ready(jobId, "{\"format\": \"csv\"}").getString("file");
        String whole = as(requester).get(file).asString();

        String rest = as(requester)
                .header("Range", "bytes=5-")
                .get(file)
                .then()
                .statusCode(206)
                .header("Content-Range", "bytes 5-" + (whole.length() - 1) + "/" + whole.length())
                .extract()
                .asString();

        assertThat(rest).isEqualTo(whole.substring(5));
        as(requester)
                .header("Range", "bytes=" + whole.length() + "-")
                .get(file)
                .then()
                .statusCode(416);
    }

    @Test
    void what_is_rejected_and_unpaid_is_in_none() {
        UUID jobId = jobs.draftWithTasks(requester, 1);
        jobs.assignment(jobId, "t1", "APPROVED", SAD);
        for (String state : List.of("REJECTION_HELD", "REJECTED", "ACCEPTED_UNUSED", "APPEALED", "EXPIRED")) {
            jobs.assignment(jobId, "t1", state, HAPPY);
        }

        for (String format : List.of("jsonl", "csv", "label-studio")) {
            String body = content(
                    jobId,
                    "{\"format\": \"" + format
                            + "\", \"options\": {\"includeAnswers\": true, \"includeWorkers\": true}}");

            assertThat(body).as(format).doesNotContain("happy\"]").doesNotContain("\"mood\":\"happy\"");
        }
        JsonPath line =
                JsonPath.from(content(jobId, "{\"format\": \"jsonl\", \"options\": {\"includeAnswers\": true}}"));
        assertThat(line.getInt("answers")).isEqualTo(1);
        assertThat(line.getList("assignments")).hasSize(1);
    }

    @Test
    void filters_choose_tasks() {
        UUID jobId = jobs.draftWithTasks(requester, 4);
        jobs.assignment(jobId, "t1", "APPROVED", SAD);
        jobs.assignment(jobId, "t2", "SUBMITTED", SAD);
        jobs.assignment(jobId, "t3", "CLAIMED", null);
        jobs.execute(
                "update assignment set submitted_at = now() - interval '2 days' where job_id = ? and state = 'APPROVED'",
                jobId);

        jobs.assignment(jobId, "t4", "APPROVED", SAD);
        jobs.assignment(jobId, "t4", "APPROVED", SAD);

        assertThat(names(jobId, "{\"answeredOnly\": true}")).containsExactly("t1", "t2", "t4");
        assertThat(names(jobId, "{\"decidedOnly\": true}")).containsExactly("t1", "t4");
        assertThat(names(jobId, "{\"since\": \"" + Instant.now().minus(Duration.ofDays(1)) + "\"}"))
                .containsExactly("t2", "t4");
        assertThat(names(jobId, "{\"state\": \"OPEN\"}")).containsExactly("t1", "t2", "t3");
        assertThat(names(jobId, "{\"state\": \"DONE\"}")).containsExactly("t4");
        assertThat(names(jobId, "{\"minConfidence\": 0.0}")).containsExactly("t1", "t2", "t4");
        assertThat(names(jobId, "{\"minConfidence\": 0.7}")).containsExactly("t4");
    }

    @Test
    void control_tasks_are_left_out_unless_they_are_asked_for() {
        UUID jobId = jobs.draftWithTasks(requester, 2);
        jobs.execute("""
                insert into control_task (job_id, position, task_id, gold, source, shuffle, created_at)
                select job_id, position, id, '{"mood": "sad"}', 'UPLOADED', 1, now()
                from task where job_id = ? and external_id = 't1'
                """, jobId);

        String usual = content(jobId, "{\"format\": \"jsonl\"}");
        String all = content(jobId, "{\"format\": \"jsonl\", \"options\": {\"includeControl\": true}}");

        assertThat(usual.lines())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("\"t2\"").doesNotContain("control"));
        assertThat(all.lines()).hasSize(2);
        assertThat(JsonPath.from(all.lines().findFirst().orElseThrow()).getBoolean("control"))
                .isTrue();
    }

    @Test
    void the_size_of_an_uploaded_picture_is_known() throws IOException {
        jobs.floors();
        UUID medium = Ids.next();
        jobs.execute("""
                insert into media (id, requester_id, media_type, bytes, sha256, created_at, width, height)
                values (?, ?, 'image/png', 1, ?, now(), 200, 100)
                """, medium, requester, medium.toString());
        UUID jobId = TestJobs.create(requester, TestJobs.newJob().replace(TestJobs.SPEC, """
                        {"spec": "task/1",
                         "input": {"type": "object", "properties": {"image": {"type": "string", "x-media": "image"}}},
                         "output": {"type": "object", "additionalProperties": false,
                                    "properties": {"cars": {"x-kind": "boxes", "x-labels": ["car"]}}}}
                        """))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getUUID("id");
        TestJobs.upload(requester, jobId, "application/x-ndjson", """
                        {"externalId": "t1", "input": {"image": "media:%s"}}
                        {"externalId": "t2", "input": {"image": "https://example.org/2.png"}}
                        """.formatted(medium))
                .statusCode(200);
        for (String task : List.of("t1", "t2")) {
            jobs.assignment(
                    jobId,
                    task,
                    "APPROVED",
                    "{\"cars\": [{\"label\": \"car\", \"x\": 50, \"y\": 25, \"width\": 100, \"height\": 50}]}");
        }

        JsonPath ready = ready(jobId, "{\"format\": \"yolo\"}");

        assertThat(ready.getString("notes[0].code")).isEqualTo("image-size-unknown");
        assertThat(ready.getList("notes[0].externalIds")).isEqualTo(List.of("t2"));
        var entries = new HashMap<String, String>();
        byte[] archive = as(requester).get(ready.getString("file")).asByteArray();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(entries.keySet()).containsExactlyInAnyOrder("data.yaml", "labels/t1.txt", "images.csv", "notes.txt");
        assertThat(entries).containsEntry("labels/t1.txt", "0 0.500000 0.500000 0.500000 0.500000\n");
    }

    @Test
    void workers_have_names_that_hold_within_the_job() {
        UUID jobId = jobs.draftWithTasks(requester, 2);
        UUID other = jobs.draftWithTasks(requester, 1);
        UUID worker = Ids.next();
        for (String task : List.of("t1", "t2")) {
            UUID assignment = jobs.assignment(jobId, task, "APPROVED", SAD);
            jobs.execute("update assignment set worker_id = ? where id = ?", worker, assignment);
        }
        UUID assignment = jobs.assignment(other, "t1", "APPROVED", SAD);
        jobs.execute("update assignment set worker_id = ? where id = ?", worker, assignment);
        String request = "{\"format\": \"jsonl\", \"options\": {\"includeAnswers\": true, \"includeWorkers\": true}}";

        List<String> lines = content(jobId, request).lines().toList();
        String name = JsonPath.from(lines.getFirst()).getString("assignments[0].worker");

        assertThat(name).startsWith("w-").isNotEqualTo(worker.toString());
        assertThat(JsonPath.from(lines.get(1)).getString("assignments[0].worker"))
                .isEqualTo(name);
        assertThat(JsonPath.from(content(other, request)).getString("assignments[0].worker"))
                .isNotEqualTo(name);
        assertThat(content(jobId, request.replace(", \"includeWorkers\": true", "")))
                .contains("assignmentId")
                .doesNotContain("worker");
    }

    @Test
    void a_format_that_does_not_fit_is_refused_with_those_that_do() {
        UUID jobId = jobs.draftWithTasks(requester, 1);

        ask(jobId, "{\"format\": \"yolo\"}")
                .statusCode(422)
                .body("code", equalTo("export-format-does-not-fit"))
                .body("formats", hasItems("jsonl", "csv", "parquet", "label-studio", "hugging-face"))
                .body("formats", not(hasItems("coco")));
        ask(jobId, "{\"format\": \"excel\"}").statusCode(400).body("code", equalTo("invalid-request"));
        ask(jobId, "{\"format\": \"csv\", \"filters\": {\"minConfidence\": 2}}").statusCode(400);
    }

    @Test
    void a_repeated_request_is_the_same_export() {
        UUID jobId = jobs.draftWithTasks(requester, 1);

        List<String> ids = List.of(
                askOnce(jobId, "csv").statusCode(202).extract().path("id"),
                askOnce(jobId, "csv").statusCode(202).extract().path("id"));

        assertThat(ids.getFirst()).isEqualTo(ids.getLast());
        askOnce(jobId, "jsonl").statusCode(422).body("code", equalTo("idempotency-key-reused"));
        as(requester)
                .get("/v1/jobs/{id}/exports", jobId)
                .then()
                .statusCode(200)
                .body("items.id", equalTo(List.of(ids.getFirst())))
                .body("next", nullValue());
    }

    @Test
    void somebody_elses_is_not_there() {
        UUID jobId = jobs.draftWithTasks(requester, 1);
        String file = ready(jobId, "{\"format\": \"csv\"}").getString("file");
        String export = file.replace("/file", "");
        UUID stranger = UUID.randomUUID();

        as(stranger).get(file).then().statusCode(404);
        as(stranger).get(export).then().statusCode(404);
        as(stranger).delete(export).then().statusCode(404);
        as(stranger).get("/v1/jobs/{id}/exports", jobId).then().statusCode(404);
        as(requester)
                .get("/v1/jobs/{id}/exports/{export}", jobs.draftWithTasks(requester, 1), UUID.randomUUID())
                .then()
                .statusCode(404)
                .body("code", equalTo("export-not-found"));
        as(requester).get(file).then().statusCode(200);
    }

    @Test
    void one_whose_process_died_is_begun_again() {
        UUID jobId = jobs.draftWithTasks(requester, 2);
        UUID id = Ids.next();
        jobs.execute("""
                insert into job_export (id, job_id, requester_id, format, request, state, created_at, due_at, attempt,
                                        lease_until, tasks_total)
                values (?, ?, ?, 'jsonl', '{"filters": {}, "options": {}}', 'RUNNING', now(), now(), 1,
                        clock_timestamp() - interval '1 second', 2)
                """, id, jobId, requester);

        JsonPath ready = awaitReady("/v1/jobs/" + jobId + "/exports/" + id);

        assertThat(as(requester).get(ready.getString("file")).asString().lines())
                .hasSize(2);
        assertThat(jobs.text("select attempt || ' ' || failures from job_export where id = ?", id))
                .isEqualTo("2 1");
    }

    @Test
    void one_that_cannot_be_made_does_not_stop_the_others() {
        UUID broken = jobs.draftWithTasks(requester, 1);
        UUID sound = jobs.draftWithTasks(requester, 1);
        UUID id = Ids.next();
        // An answer that no spec allows, such as a restored backup could hold.
        jobs.assignment(broken, "t1", "APPROVED", "\"no object\"");
        jobs.execute("""
                insert into job_export (id, job_id, requester_id, format, request, state, created_at, due_at, attempt,
                                        failures, tasks_total)
                values (?, ?, ?, 'coco', '{"filters": {}, "options": {}}', 'QUEUED', now(), now(), 2, 2, 1)
                """, id, broken, requester);

        ready(sound, "{\"format\": \"csv\"}");

        String export = "/v1/jobs/" + broken + "/exports/" + id;
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> as(requester)
                .get(export)
                .then()
                .body("state", equalTo("FAILED"))
                .body("failure", notNullValue())
                .body("file", nullValue()));
        as(requester)
                .get(export + "/file")
                .then()
                .statusCode(409)
                .body("code", equalTo("export-not-ready"))
                .body("state", equalTo("FAILED"));
    }

    @Test
    void is_gone_when_it_is_deleted_or_its_time_is_over() {
        UUID jobId = jobs.draftWithTasks(requester, 1);
        String deleted = ready(jobId, "{\"format\": \"csv\"}").getString("file").replace("/file", "");
        String expiring =
                ready(jobId, "{\"format\": \"jsonl\"}").getString("file").replace("/file", "");

        as(requester).delete(deleted).then().statusCode(204);
        as(requester).get(deleted).then().statusCode(404);
        as(requester).delete(deleted).then().statusCode(404);
        as(requester).get(expiring).then().statusCode(200);
        clock.advance(Duration.ofDays(8));

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            as(requester).get(expiring).then().statusCode(404);
            assertThat(files.list("exports/" + jobId + "/", null, 10)).isEmpty();
        });
    }

    @Test
    void only_so_many_of_one_requester_wait() {
        UUID jobId = jobs.draftWithTasks(requester, 1);
        for (int i = 0; i < 20; i++) {
            jobs.execute("""
                    insert into job_export (id, job_id, requester_id, format, request, state, created_at, due_at, tasks_total)
                    values (?, ?, ?, 'csv', '{"filters": {}, "options": {}}', 'QUEUED', now(), now() + interval '9 years', 1)
                    """, Ids.next(), jobId, requester);
        }

        ask(jobId, "{\"format\": \"csv\"}").statusCode(409).body("code", equalTo("too-many-exports"));
    }

    @Test
    void the_streams_of_before_are_still_there() {
        UUID jobId = jobs.draftWithTasks(requester, 1);

        as(requester).get("/v1/jobs/{id}/exports/results.csv", jobId).then().statusCode(200);
        as(requester).get("/v1/jobs/{id}/exports/answers.jsonl", jobId).then().statusCode(200);
    }

    @Test
    void a_task_is_done_where_the_decision_on_its_answers_says_so() {
        UUID jobId = jobs.draftWithTasks(requester, 2);
        jobs.assignment(jobId, "t1", "SUBMITTED", SAD);
        jobs.assignment(jobId, "t2", "SUBMITTED", SAD);
        jobs.execute("""
                insert into task_decision (job_id, position, task_id, state, label, confidence, margin, answers)
                select job_id, position, id, 'CONFIDENT', '{"mood": "sad"}', 0.99, 0.98, 1
                from task where job_id = ? and external_id = 't1'
                """, jobId);

        assertThat(names(jobId, "{\"state\": \"DONE\"}")).containsExactly("t1");
        assertThat(names(jobId, "{\"state\": \"OPEN\"}")).containsExactly("t2");
    }

    private ValidatableResponse ask(UUID jobId, String body) {
        return as(requester)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/jobs/{id}/exports", jobId)
                .then();
    }

    private ValidatableResponse askOnce(UUID jobId, String format) {
        return as(requester)
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", "once")
                .body("{\"format\": \"" + format + "\"}")
                .post("/v1/jobs/{id}/exports", jobId)
                .then();
    }

    private JsonPath ready(UUID jobId, String body) {
        return awaitReady(ask(jobId, body).statusCode(202).extract().header("Location"));
    }

    private JsonPath awaitReady(String location) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> as(requester).get(location).then().body("state", equalTo("READY")));
        return as(requester).get(location).jsonPath();
    }

    private String content(UUID jobId, String body) {
        return as(requester).get(ready(jobId, body).getString("file")).asString();
    }

    private List<String> names(UUID jobId, String filters) {
        return content(jobId, "{\"format\": \"jsonl\", \"filters\": " + filters + "}")
                .lines()
                .map(line -> JsonPath.from(line).getString("externalId"))
                .toList();
    }
}
