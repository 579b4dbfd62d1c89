package dev.groundwork.task.importing;

import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.testing.TestJobs;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.testing.TestJobs.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class ImportResourceTest {

    private static final String CONFIG = "<View><Text name='t' value='$text'/><Choices name='mood' toName='t'"
            + " required='true'><Choice value='happy'/><Choice value='sad'/></Choices></View>";

    private static final String TASKS = """
            [{"id": 1, "data": {"text": "What a lovely day"},
              "annotations": [{"result": [{"from_name": "mood", "to_name": "t", "type": "choices",
                                           "value": {"choices": ["happy"]}}]}]},
             {"id": 2, "data": {"text": "I miss the sea"}}]
            """;

    private static final String TERMS =
            "{\"title\": \"Moods\", \"reward\": {\"amount\": \"0.05\", \"currency\": \"EUR\"}, \"timeEstimate\": \"PT15S\"}";

    @Inject
    TestJobs jobs;

    private final UUID requester = UUID.randomUUID();

    @BeforeEach
    void floors() {
        jobs.floors();
    }

    @Test
    void a_project_is_shown_before_anything_is_made() {
        project("{\"config\": \"" + CONFIG + "\", \"tasks\": " + TASKS + "}")
                .statusCode(200)
                .body("kinds.mood", equalTo("choice"))
                .body("spec.output.properties.mood.enum", equalTo(List.of("happy", "sad")))
                .body("spec.output.required", equalTo(List.of("mood")))
                .body("tasks", equalTo(2))
                .body("answered", equalTo(1))
                .body("sample.externalId", equalTo(List.of("1", "2")))
                .body("sample[0].gold.mood", equalTo("happy"))
                .body("sample[1].gold", nullValue())
                .body("jobId", nullValue());

        as(requester).get("/v1/jobs").then().body("items.size()", equalTo(0));
    }

    @Test
    void a_project_becomes_a_draft_with_all_of_its_tasks_once() {
        String body = "{\"tasks\": " + TASKS + ", \"job\": " + TERMS + ", \"config\": \"" + CONFIG + "\"}";

        String first = projectOnce(body)
                .statusCode(200)
                .body("upload.added", equalTo(2))
                .body("jobId", notNullValue())
                .extract()
                .path("jobId");
        String second = projectOnce(body)
                .statusCode(200)
                .body("upload.added", equalTo(0))
                .body("upload.repeated", equalTo(2))
                .extract()
                .path("jobId");

        assertThat(second).isEqualTo(first);
        as(requester)
                .get("/v1/jobs/{id}/tasks", first)
                .then()
                .body("items.externalId", equalTo(List.of("1", "2")))
                .body("items.input.text", equalTo(List.of("What a lovely day", "I miss the sea")));
    }

    @Test
    void annotations_become_control_tasks_where_that_is_asked_for() {
        String terms = TERMS.replace("\"title\"", "\"quality\": {\"control\": {}}, \"title\"");

        String jobId = project("{\"gold\": true, \"tasks\": " + TASKS + ", \"job\": " + terms + ", \"config\": \""
                        + CONFIG + "\"}")
                .statusCode(200)
                .body("upload.added", equalTo(2))
                .extract()
                .path("jobId");

        as(requester)
                .get("/v1/jobs/{id}/control-tasks", jobId)
                .then()
                .statusCode(200)
                .body("items.externalId", equalTo(List.of("1")))
                .body("items[0].gold.mood", equalTo("happy"));
    }

    @Test
    void a_task_that_does_not_fit_is_named_and_nothing_is_made() {
        String tasks = "[{\"id\": 1, \"data\": {\"text\": \"fine\"}}, {\"id\": 2, \"data\": {\"text\": 7}}, 5]";

        project("{\"config\": \"" + CONFIG + "\", \"tasks\": " + tasks + "}")
                .statusCode(200)
                .body("rejectedTasks", equalTo(2))
                .body("errors[0].row", equalTo(2))
                .body("errors[0].pointer", equalTo("/text"));
        project("{\"config\": \"" + CONFIG + "\", \"job\": " + TERMS + ", \"tasks\": " + tasks + "}")
                .statusCode(422)
                .body("code", equalTo("import-rejected"))
                .body("errors[0].row", equalTo(2));

        as(requester).get("/v1/jobs").then().body("items.size()", equalTo(0));
    }

    @Test
    void what_cannot_be_imported_is_refused_by_name() {
        project(
                        "{\"config\": \"<View><Text name='t' value='$text'/><Taxonomy name='x' toName='t'/></View>\", \"tasks\": []}")
                .statusCode(422)
                .body("code", equalTo("label-config-not-supported"))
                .body("tags", equalTo(List.of("Taxonomy")));
        project("{\"config\": \"<!DOCTYPE View [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><View>&x;</View>\"}")
                .statusCode(400)
                .body("code", equalTo("invalid-label-config"));
        project("{\"tasks\": []}").statusCode(400).body("code", equalTo("invalid-request"));
        project("{\"config\": \"<View/>\", \"color\": 1}").statusCode(400).body("detail", containsString("color"));
        project("{\"config\": \"<View/>\", ").statusCode(400).body("code", equalTo("malformed-json"));
        project("[]").statusCode(400);
        project("{\"config\": \"" + CONFIG + "\", \"job\": {\"title\": \"\"}, \"tasks\": []}")
                .statusCode(400);
    }

    @Test
    void a_batch_file_of_mturk_fills_a_draft() {
        UUID jobId = jobs.draft(requester);
        String file = """
                HITId,WorkerId,Input.text,Answer.mood
                3AB,W1,a day,happy
                3AB,W2,a day,sad
                3AC,W1,night,sad
                """;

        batch(jobId, file)
                .statusCode(200)
                .body("received", equalTo(3))
                .body("added", equalTo(2))
                .body("repeated", equalTo(1));
        batch(jobId, file.replace("night", "another"))
                .statusCode(422)
                .body("errors[0].code", equalTo("external-id-reused"));
        batch(jobId, "HITId,Input.text,Input.length\n9,x,many\n")
                .statusCode(422)
                .body("errors[0].row", equalTo(1))
                .body("errors[0].column", equalTo("Input.length"));
    }

    @Test
    void a_repetition_does_not_say_that_a_cancelled_job_is_there() {
        String body = "{\"tasks\": " + TASKS + ", \"job\": " + TERMS + ", \"config\": \"" + CONFIG + "\"}";
        String jobId = projectOnce(body).statusCode(200).extract().path("jobId");
        as(requester).post("/v1/jobs/{id}/cancel", jobId).then().statusCode(lessThan(300));

        projectOnce(body).statusCode(409).body("code", equalTo("import-cancelled"));
    }

    @Test
    void a_task_longer_than_a_row_of_an_upload_is_refused() {
        project("{\"config\": \"" + CONFIG + "\", \"tasks\": [{\"data\": {\"text\": [" + "1,".repeat(600_000)
                        + "1]}}]}")
                .statusCode(413)
                .body("code", equalTo("import-too-large"))
                .body("detail", containsString("task 1"));
    }

    private ValidatableResponse project(String body) {
        return as(requester)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/imports/label-studio")
                .then();
    }

    private ValidatableResponse projectOnce(String body) {
        return as(requester)
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", "once")
                .body(body)
                .post("/v1/imports/label-studio")
                .then();
    }

    private ValidatableResponse batch(UUID jobId, String body) {
        return as(requester)
                .contentType("text/csv")
                .body(body)
                .post("/v1/imports/mturk?jobId={id}", jobId)
                .then();
    }
}
