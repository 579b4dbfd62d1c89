package dev.groundwork.task.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.testing.TestJobs;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.groundwork.task.testing.TestJobs.as;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** Texts that JSON allows and PostgreSQL cannot store: in every field that is free text they are named, and nothing is a fault of ours. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class FreeTextTest {

    private static final String NOTHING = "a\\u0000b";
    private static final String HALF = "a\\ud800b";

    @Inject
    TestJobs jobs;

    private final UUID requester = UUID.randomUUID();

    @ParameterizedTest
    @CsvSource({"title, /title", "description, /description", "places, /places/0", "currency, /reward/currency"})
    void in_a_job(String field, String pointer) {
        jobs.floors();
        for (String text : new String[] {NOTHING, HALF}) {
            String body =
                    switch (field) {
                        case "title" -> TestJobs.newJob().replace("\"Moods\"", "\"" + text + "\"");
                        case "places" -> withMember("\"places\": [\"" + text + "\"]");
                        case "currency" -> TestJobs.newJob().replace("\"EUR\"", "\"" + text + "\"");
                        default -> withMember("\"" + field + "\": \"" + text + "\"");
                    };

            refused(TestJobs.create(requester, body), pointer);
        }
    }

    @Test
    void in_the_spec_of_a_job() {
        String body = TestJobs.newJob().replace("\"happy\"", "\"" + NOTHING + "\"");

        TestJobs.create(requester, body)
                .statusCode(400)
                .body("code", equalTo("invalid-task-spec"))
                .body("errors[0].pointer", containsString("/spec/output/properties/mood/enum"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"feedback"})
    void in_an_approval(String field) {
        UUID assignment = submitted();

        refused(
                post("/v1/assignments/" + assignment + "/approve", "{\"" + field + "\": \"" + NOTHING + "\"}"),
                "/" + field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reason", "evidence", "clause", "note"})
    void in_a_rejection(String field) {
        UUID assignment = submitted();
        String body = """
                {"reason": "INSTRUCTIONS_NOT_FOLLOWED", "evidence": "evidence", "clause": "clause", "note": "note"}
                """;
        String changed = field.equals("reason")
                ? body.replace("INSTRUCTIONS_NOT_FOLLOWED", NOTHING)
                : body.replace(": \"" + field, ": \"" + NOTHING);

        refused(post("/v1/assignments/" + assignment + "/reject", changed), "/" + field);
    }

    @Test
    void in_the_name_of_a_task_to_claim() {
        UUID jobId = jobs.draftWithTasks(requester, 1);

        refused(
                given().auth()
                        .oauth2(TestTokens.worker(UUID.randomUUID()))
                        .contentType(ContentType.JSON)
                        .body("{\"externalId\": \"" + NOTHING + "\"}")
                        .post("/v1/jobs/{id}/claims", jobId)
                        .then(),
                "/externalId");
    }

    @Test
    void in_uploads_the_row_is_named() {
        UUID jobId = jobs.draft(requester);

        TestJobs.upload(
                        requester,
                        jobId,
                        "application/x-ndjson",
                        "{\"externalId\": \"" + NOTHING + "\", \"input\": {\"text\": \"a\"}}\n")
                .statusCode(422)
                .body("errors[0].row", equalTo(1));
        TestJobs.upload(requester, jobId, "text/csv", "externalId,text\na,one\nb,tw\u0000o\n")
                .statusCode(422)
                .body("errors[0].row", equalTo(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/jobs/{id}/tasks?externalId=a%00b", "/v1/jobs/{id}/tasks?cursor=%00"})
    void in_an_address(String path) {
        UUID jobId = jobs.draft(requester);

        as(requester)
                .urlEncodingEnabled(false)
                .get(path.replace("{id}", jobId.toString()))
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-request"));
    }

    @Test
    void in_a_cursor() {
        UUID jobId = jobs.draft(requester);
        String cursor = Base64.getUrlEncoder().encodeToString("1\u0000".getBytes(StandardCharsets.UTF_8));

        for (String path :
                new String[] {"/v1/jobs/" + jobId + "/tasks", "/v1/jobs", "/v1/jobs/" + jobId + "/results"}) {
            as(requester)
                    .queryParam("cursor", cursor)
                    .get(path)
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("invalid-cursor"));
        }
    }

    private UUID submitted() {
        UUID jobId = jobs.draftWithTasks(requester, 1);
        return jobs.assignment(jobId, "t1", "SUBMITTED", "{\"mood\": \"happy\"}");
    }

    private ValidatableResponse post(String path, String body) {
        return as(requester).contentType(ContentType.JSON).body(body).post(path).then();
    }

    private static String withMember(String member) {
        return TestJobs.newJob().replace("{\"title\"", "{" + member + ", \"title\"");
    }

    private static void refused(ValidatableResponse response, String pointer) {
        response.statusCode(400)
                .body("code", equalTo("invalid-request"))
                .body("errors[0].pointer", equalTo(pointer))
                .body("errors[0].detail", containsString("which"));
    }
}
