package dev.groundwork.task.answerfile;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.claim.Market;
import dev.groundwork.task.claim.Market.TestJob;
import dev.groundwork.task.media.TestMedia;
import dev.groundwork.task.spec.TaskSpec;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.claim.Market.asRequester;
import static dev.groundwork.task.claim.Market.asWorker;
import static dev.groundwork.task.claim.Market.terms;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
@TestProfile(AnswerFileResourceTest.Narrow.class)
class AnswerFileResourceTest {

    private static final String SPEC = """
            {"spec": "task/1",
             "input": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}},
             "output": {"type": "object", "additionalProperties": false, "required": ["proof"],
                        "properties": {"proof": {"x-kind": "file"}}}}""";

    /** Limits that a test can reach. */
    public static final class Narrow implements QuarkusTestProfile {
        @Override
        public java.util.Map<String, String> getConfigOverrides() {
            return java.util.Map.of(
                    "groundwork.answer-files.most-files", "2",
                    "groundwork.answer-files.most-bytes", "3000",
                    "groundwork.answer-files.most-bytes-per-day", "4000");
        }
    }

    @Inject
    Market market;

    @Inject
    ObjectMapper json;

    private TestJob job() throws Exception {
        var job = market.open(terms());
        var spec = TaskSpec.parse(json.readTree(SPEC), "");
        market.execute(
                "insert into task_spec (hash, document, created_at) values (?, ?::json, now()) on conflict do nothing",
                spec.hash(),
                spec.document().toString());
        market.execute("update job set spec_hash = ? where id = ?", spec.hash(), job.id());
        return job;
    }

    private static ValidatableResponse upload(UUID worker, String assignment, byte[] body) {
        return asWorker(worker)
                .contentType("application/octet-stream")
                .body(body)
                .post("/v1/assignments/{id}/files", assignment)
                .then();
    }

    private static ValidatableResponse submit(UUID worker, String assignment, String value) {
        return asWorker(worker)
                .contentType("application/json")
                .body("{\"answer\": {\"proof\": \"" + value + "\"}}")
                .post("/v1/assignments/{id}/submit", assignment)
                .then();
    }

    private static byte[] text(int bytes, String name) {
        return (name + " ".repeat(bytes)).substring(0, bytes).getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void a_file_is_the_answer_and_the_requesters_to_look_at() throws Exception {
        var job = job();
        var worker = market.worker();
        var assignment = Market.claim(job, worker);

        var stored = upload(worker, assignment, TestMedia.png(4, 4))
                .statusCode(201)
                .body("mediaType", equalTo("image/png"))
                .body("value", startsWith("media:"))
                .extract();
        String value = stored.path("value");

        given().urlEncodingEnabled(false)
                .get(stored.<String>path("url"))
                .then()
                .statusCode(200)
                .contentType("image/png");
        asWorker(worker)
                .get("/v1/assignments/{id}/files", assignment)
                .then()
                .statusCode(200)
                .body("items.value", contains(value));
        submit(worker, assignment, value).statusCode(200);
        asRequester(job)
                .get("/v1/media/{id}", stored.<String>path("id"))
                .then()
                .statusCode(200)
                .body("mediaType", equalTo("image/png"))
                .body("url", startsWith("/v1/media/"));
        asRequester(job).get("/v1/assignments/{id}", assignment).then().body("answer.proof", equalTo(value));
    }

    @Test
    void an_answer_names_no_file_but_its_own() throws Exception {
        var job = job();
        var worker = market.worker();
        var other = market.worker();
        var assignment = Market.claim(job, worker);
        String others = upload(other, Market.claim(job, other), TestMedia.png(5, 5))
                .statusCode(201)
                .extract()
                .path("value");
        var removed = upload(worker, assignment, TestMedia.png(6, 6)).extract();
        asWorker(worker)
                .delete("/v1/assignments/{id}/files/{file}", assignment, removed.<String>path("id"))
                .then()
                .statusCode(204);

        submit(worker, assignment, others)
                .statusCode(422)
                .body("code", equalTo("answer-invalid"))
                .body("errors.pointer", contains("/proof"));
        submit(worker, assignment, removed.path("value")).statusCode(422);

        String again = upload(worker, assignment, TestMedia.png(6, 6))
                .statusCode(201)
                .extract()
                .path("value");
        submit(worker, assignment, again).statusCode(200);
    }

    @Test
    void only_the_worker_in_whose_hands_a_task_is_that_asks_for_a_file_may_upload() throws Exception {
        var job = job();
        var worker = market.worker();
        var assignment = Market.claim(job, worker);
        var textOnly = Market.claim(market.open(terms()), worker);

        upload(market.worker(), assignment, TestMedia.png(4, 4))
                .statusCode(404)
                .body("code", equalTo("assignment-not-found"));
        upload(worker, textOnly, TestMedia.png(4, 4)).statusCode(409).body("code", equalTo("no-file-asked"));
        asWorker(worker).post("/v1/assignments/{id}/return", assignment).then().statusCode(200);
        upload(worker, assignment, TestMedia.png(4, 4)).statusCode(409).body("code", equalTo("assignment-not-in-hand"));
        asWorker(market.worker())
                .get("/v1/assignments/{id}/files", assignment)
                .then()
                .body("items", hasSize(0));
    }

    /** An upload whose bytes have not all arrived, or never will. */
    private void begun(UUID worker, String assignment, Instant at) {
        market.execute(
                "insert into answer_file (id, assignment_id, worker_id, bytes, added_at) values (uuidv7(), ?, ?, 3000, ?)",
                UUID.fromString(assignment),
                worker,
                at);
    }

    @Test
    void an_upload_that_never_ended_takes_room_for_an_hour() throws Exception {
        var worker = market.worker();
        var assignment = Market.claim(job(), worker);

        begun(worker, assignment, Instant.now().minus(Duration.ofMinutes(61)));
        begun(worker, assignment, Instant.now().minus(Duration.ofMinutes(61)));
        upload(worker, assignment, text(500, "small")).statusCode(201);

        begun(worker, assignment, Instant.now());
        upload(worker, assignment, text(500, "other")).statusCode(409).body("code", equalTo("too-many-files"));
    }

    @Test
    void the_same_bytes_again_are_one_file_and_count_for_the_day_as_they_were_kept() throws Exception {
        var worker = market.worker();
        var assignment = Market.claim(job(), worker);

        upload(worker, assignment, text(500, "same")).statusCode(201);
        upload(worker, assignment, text(500, "same")).statusCode(201);

        assertThat(market.number("select count(*) from answer_file where worker_id = ? and removed_at is null", worker))
                .isOne();
        assertThat(market.number("select sum(bytes) from answer_file where worker_id = ?", worker))
                .isEqualTo(2
                        * market.number(
                                "select bytes from answer_file where worker_id = ? and removed_at is null", worker));
    }

    @Test
    void what_is_uploaded_is_told_by_its_bytes_and_counted() throws Exception {
        var job = job();
        var worker = market.worker();
        var assignment = Market.claim(job, worker);

        upload(worker, assignment, new byte[] {'M', 'Z', 0, 1, 2, 3})
                .statusCode(415)
                .body("code", equalTo("media-type-not-supported"));
        String first = upload(worker, assignment, text(1_500, "one"))
                .statusCode(201)
                .body("mediaType", startsWith("text/plain"))
                .extract()
                .path("id");
        upload(worker, assignment, text(1_600, "two")).statusCode(413).body("code", equalTo("files-too-large"));
        upload(worker, assignment, text(1_400, "three")).statusCode(201);
        upload(worker, assignment, text(10, "four")).statusCode(409).body("code", equalTo("too-many-files"));

        // What is removed makes room in the answer, and none in the day.
        asWorker(worker)
                .delete("/v1/assignments/{id}/files/{file}", assignment, first)
                .then()
                .statusCode(204);
        upload(worker, assignment, text(1_200, "five")).statusCode(413).body("code", equalTo("upload-quota-used"));
        upload(worker, assignment, text(1_000, "six")).statusCode(201);
        assertThat(market.number("select count(*) from answer_file where worker_id = ?", worker))
                .as("nothing is counted that was not taken")
                .isEqualTo(3);
    }
}
