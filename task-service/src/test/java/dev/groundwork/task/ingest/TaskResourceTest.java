package dev.groundwork.task.ingest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import jakarta.inject.Inject;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.testing.TestJobs;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.testing.TestJobs.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class TaskResourceTest {

    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";

    @Inject
    TestJobs jobs;

    private final UUID requester = UUID.randomUUID();

    @Nested
    class Uploading {

        @Test
        void lines_become_tasks_in_their_order() {
            UUID jobId = jobs.draft(requester);

            upload(jobId, line("b", "two") + line("a", "one", 5) + line("c", "three"))
                    .statusCode(200)
                    .body("received", equalTo(3))
                    .body("added", equalTo(3))
                    .body("repeated", equalTo(0))
                    .body("rejected", hasSize(0));

            as(requester)
                    .get("/v1/jobs/{id}/tasks", jobId)
                    .then()
                    .statusCode(200)
                    .body("items.externalId", equalTo(List.of("b", "a", "c")))
                    .body("items.overlap", equalTo(List.of(2, 5, 2)))
                    .body("items.position", equalTo(List.of(1, 2, 3)))
                    .body(
                            "items.input",
                            equalTo(List.of(Map.of("text", "two"), Map.of("text", "one"), Map.of("text", "three"))))
                    .body("items.state", equalTo(List.of("OPEN", "OPEN", "OPEN")))
                    .body("next", nullValue());
            as(requester)
                    .get("/v1/jobs/{id}", jobId)
                    .then()
                    .body("taskCount", equalTo(3))
                    .body("assignmentCount", equalTo(9));
        }

        @Test
        void a_table_becomes_tasks() {
            UUID jobId = jobs.draft(requester);

            TestJobs.upload(
                            requester,
                            jobId,
                            CSV,
                            "externalId,text,length,overlap\r\na,\"one, with a comma\",3,\r\nb,\"ünïcode\",,4\r\n")
                    .statusCode(200)
                    .body("added", equalTo(2));

            as(requester)
                    .get("/v1/jobs/{id}/tasks", jobId)
                    .then()
                    .body("items[0].input", equalTo(Map.of("text", "one, with a comma", "length", 3)))
                    .body("items[1].input", equalTo(Map.of("text", "ünïcode")))
                    .body("items.overlap", equalTo(List.of(2, 4)));
        }

        @Test
        void the_same_upload_again_changes_nothing() {
            UUID jobId = jobs.draft(requester);
            String body = line("a", "one") + line("b", "two");
            upload(jobId, body).statusCode(200).body("added", equalTo(2));

            upload(jobId, body + line("c", "three"))
                    .statusCode(200)
                    .body("received", equalTo(3))
                    .body("added", equalTo(1))
                    .body("repeated", equalTo(2));

            as(requester)
                    .get("/v1/jobs/{id}", jobId)
                    .then()
                    .body("taskCount", equalTo(3))
                    .body("assignmentCount", equalTo(6));
            assertThat(externalIds(jobId)).containsExactly("a", "b", "c");
        }

        @Test
        void a_name_that_is_taken_by_another_input_is_an_error() {
            UUID jobId = jobs.draft(requester);
            upload(jobId, line("a", "one") + line("b", "two")).statusCode(200);

            upload(jobId, line("a", "one") + line("b", "changed") + line("c", "three"))
                    .statusCode(422)
                    .body("code", equalTo("upload-rejected"))
                    .body("errors", hasSize(1))
                    .body("errors[0].row", equalTo(2))
                    .body("errors[0].code", equalTo("external-id-reused"));

            assertThat(externalIds(jobId)).containsExactly("a", "b");
        }

        @Test
        void repetitions_within_one_upload_are_told_apart_too() {
            UUID jobId = jobs.draft(requester);

            TestJobs.as(requester)
                    .contentType(NDJSON)
                    .body((line("a", "one") + line("a", "one") + line("a", "other") + line("b", "two"))
                            .getBytes(StandardCharsets.UTF_8))
                    .post("/v1/jobs/{id}/tasks?partial=true", jobId)
                    .then()
                    .statusCode(200)
                    .body("received", equalTo(4))
                    .body("added", equalTo(2))
                    .body("repeated", equalTo(1))
                    .body("rejectedRows", equalTo(1))
                    .body("rejected[0].row", equalTo(3))
                    .body("rejected[0].code", equalTo("external-id-reused"));

            assertThat(jobs.text("select assignment_count from job where id = ?", jobId))
                    .isEqualTo("4");
        }

        @Test
        void an_empty_upload_adds_nothing() {
            UUID jobId = jobs.draft(requester);

            upload(jobId, "\n\n").statusCode(200).body("received", equalTo(0)).body("added", equalTo(0));
        }

        @Test
        void several_at_once_come_one_after_the_other() throws InterruptedException, ExecutionException {
            UUID jobId = jobs.draft(requester);
            List<Callable<Integer>> uploads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                var body = new StringBuilder();
                for (int task = 0; task < 200; task++) {
                    body.append(line("t" + (i * 100 + task), "text"));
                }
                uploads.add(() ->
                        upload(jobId, body.toString()).statusCode(200).extract().path("added"));
            }

            int added = 0;
            try (var threads = Executors.newFixedThreadPool(3)) {
                for (Future<Integer> upload : threads.invokeAll(uploads)) {
                    added += upload.get();
                }
            }

            assertThat(added).isEqualTo(400);
            assertThat(jobs.text("select task_count || ',' || assignment_count from job where id = ?", jobId))
                    .isEqualTo("400,800");
            assertThat(jobs.text("select count(distinct position) from task where job_id = ?", jobId))
                    .isEqualTo("400");
        }

        @Test
        void a_hundred_thousand_tasks_arrive_whole() {
            UUID jobId = jobs.draft(requester);
            var body = new StringBuilder();
            for (int i = 0; i < 100_000; i++) {
                body.append(line("t" + i, "This is the text of task " + i));
            }

            upload(jobId, body.toString()).statusCode(200).body("added", equalTo(100_000));

            assertThat(jobs.text(
                            "select count(*) from task where job_id = ? and input ->> 'text' = 'This is the text of task ' || (position - 1)"
                                    + " and external_id = 't' || (position - 1)",
                            jobId))
                    .isEqualTo("100000");
        }
    }

    @Nested
    class Refusing {

        @Test
        void a_wrong_row_is_named_and_nothing_is_kept() {
            UUID jobId = jobs.draft(requester);
            String csv = "externalId,length,text\na,1,one\nb,two,two\nc,3,three\n";

            TestJobs.upload(requester, jobId, CSV, csv)
                    .statusCode(422)
                    .contentType("application/problem+json")
                    .body("code", equalTo("upload-rejected"))
                    .body("detail", containsString("row 2, column length"))
                    .body("received", equalTo(3))
                    .body("rejectedRows", equalTo(1))
                    .body("errors[0].row", equalTo(2))
                    .body("errors[0].column", equalTo("length"));

            assertThat(externalIds(jobId)).isEmpty();
            assertThat(jobs.text("select task_count from job where id = ?", jobId))
                    .isEqualTo("0");
        }

        @Test
        void unless_the_upload_is_partial() {
            UUID jobId = jobs.draft(requester);

            as(requester)
                    .contentType(CSV)
                    .body("externalId,length,text\na,1,one\nb,two,two\nc,3,three\n".getBytes(StandardCharsets.UTF_8))
                    .post("/v1/jobs/{id}/tasks?partial=true", jobId)
                    .then()
                    .statusCode(200)
                    .body("received", equalTo(3))
                    .body("added", equalTo(2))
                    .body("rejectedRows", equalTo(1))
                    .body("rejected[0].row", equalTo(2))
                    .body("rejected[0].column", equalTo("length"));

            assertThat(externalIds(jobId)).containsExactly("a", "c");
        }

        @Test
        void malformed_lines_are_named() {
            UUID jobId = jobs.draft(requester);

            upload(jobId, line("a", "one") + "{\"externalId\": \n")
                    .statusCode(422)
                    .body("errors[0].row", equalTo(2))
                    .body("errors[0].code", equalTo("malformed-json"));
        }

        @Test
        void a_header_that_cannot_be_used_is_refused_even_when_partial() {
            UUID jobId = jobs.draft(requester);

            as(requester)
                    .contentType(CSV)
                    .body("externalId,colour\na,red\n".getBytes(StandardCharsets.UTF_8))
                    .post("/v1/jobs/{id}/tasks?partial=true", jobId)
                    .then()
                    .statusCode(422)
                    .body("errors[0].row", equalTo(0))
                    .body("errors[0].column", equalTo("colour"))
                    .body("detail", containsString("the header"));
        }

        @Test
        void media_that_one_does_not_have_are_refused() {
            UUID jobId = jobs.draft(requester);
            String foreign = "media:" + UUID.randomUUID();

            upload(
                            jobId,
                            line("a", "one")
                                    + "{\"externalId\": \"b\", \"input\": {\"text\": \"two\", \"image\": \"" + foreign
                                    + "\"}}\n")
                    .statusCode(422)
                    .body("errors[0].row", equalTo(2))
                    .body("errors[0].code", equalTo("media-not-found"))
                    .body("errors[0].detail", containsString(foreign));
        }

        @Test
        void of_a_partial_upload_only_the_rows_that_name_foreign_media_are_left_out() {
            UUID jobId = jobs.draft(requester);
            UUID own = UUID.randomUUID();
            jobs.execute("""
                    insert into media (id, requester_id, media_type, bytes, sha256, created_at)
                    values (?, ?, 'image/png', 1, ?, now())
                    """, own, requester, own.toString());
            String row = "{\"externalId\": \"%s\", \"input\": {\"text\": \"media:%s\", \"image\": \"media:%s\"}}\n";
            String body = row.formatted("a", own, own)
                    + row.formatted("b", UUID.randomUUID(), UUID.randomUUID())
                    + row.formatted("c", own, UUID.randomUUID())
                    + line("d", "none");

            as(requester)
                    .contentType(NDJSON)
                    .body(body.getBytes(StandardCharsets.UTF_8))
                    .post("/v1/jobs/{id}/tasks?partial=true", jobId)
                    .then()
                    .statusCode(200)
                    .body("added", equalTo(2))
                    .body("rejectedRows", equalTo(2))
                    .body("rejected.row", equalTo(List.of(2, 2, 3)));

            assertThat(jobs.texts("select external_id from task where job_id = ? order by position", jobId))
                    .containsExactly("a", "d");
        }

        @Test
        void a_job_that_is_no_draft_takes_no_tasks() {
            UUID jobId = jobs.draftWithTasks(requester, 1);
            as(requester).post("/v1/jobs/{id}/publish", jobId).then().statusCode(202);

            upload(jobId, line("b", "two")).statusCode(409).body("code", equalTo("job-not-draft"));
        }

        @Test
        void somebody_elses_job_takes_none_either() {
            UUID jobId = jobs.draft(requester);

            TestJobs.upload(UUID.randomUUID(), jobId, NDJSON, line("a", "one"))
                    .statusCode(404)
                    .body("code", equalTo("job-not-found"));
        }

        @Test
        void another_type_of_body_is_not_taken() {
            UUID jobId = jobs.draft(requester);

            TestJobs.upload(requester, jobId, "application/json", "[]").statusCode(415);
        }
    }

    @Nested
    class Listing {

        @Test
        void is_page_by_page_or_by_name() {
            UUID jobId = jobs.draftWithTasks(requester, 3);

            String next = as(requester)
                    .get("/v1/jobs/{id}/tasks?limit=2", jobId)
                    .then()
                    .body("items.externalId", equalTo(List.of("t1", "t2")))
                    .extract()
                    .path("next");
            as(requester)
                    .queryParam("cursor", next)
                    .get("/v1/jobs/{id}/tasks", jobId)
                    .then()
                    .body("items.externalId", equalTo(List.of("t3")));
            as(requester)
                    .get("/v1/jobs/{id}/tasks?externalId=t2", jobId)
                    .then()
                    .body("items.externalId", equalTo(List.of("t2")));
            as(requester)
                    .get("/v1/jobs/{id}/tasks?cursor=nonsense", jobId)
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("invalid-cursor"));
        }

        @Test
        void a_task_is_done_when_as_many_have_answered_as_were_wanted() {
            UUID jobId = jobs.draftWithTasks(requester, 2);
            jobs.assignment(jobId, "t1", "APPROVED", "{\"mood\": \"sad\"}");
            jobs.assignment(jobId, "t1", "SUBMITTED", "{\"mood\": \"sad\"}");
            jobs.assignment(jobId, "t2", "SUBMITTED", "{\"mood\": \"sad\"}");
            jobs.assignment(jobId, "t2", "CLAIMED", null);

            as(requester)
                    .get("/v1/jobs/{id}/tasks", jobId)
                    .then()
                    .body("items.state", equalTo(List.of("DONE", "OPEN")))
                    .body("items.answers", equalTo(List.of(2, 1)));
        }
    }

    private ValidatableResponse upload(UUID jobId, String lines) {
        return TestJobs.upload(requester, jobId, NDJSON, lines);
    }

    private List<String> externalIds(UUID jobId) {
        return jobs.texts("select external_id from task where job_id = ? order by position", jobId);
    }

    private static String line(String externalId, String text) {
        return "{\"externalId\": \"%s\", \"input\": {\"text\": \"%s\"}}\n".formatted(externalId, text);
    }

    private static String line(String externalId, String text, int overlap) {
        return "{\"externalId\": \"%s\", \"input\": {\"text\": \"%s\"}, \"overlap\": %d}\n"
                .formatted(externalId, text, overlap);
    }
}
