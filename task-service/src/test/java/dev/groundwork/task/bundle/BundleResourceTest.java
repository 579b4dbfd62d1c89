package dev.groundwork.task.bundle;

import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.testing.TestJobs;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.testing.TestJobs.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class BundleResourceTest {

    private static final String PAGE = """
            <crowd-form><img src="${image_url}"><p>${hint}</p>
            <crowd-radio-group><crowd-radio-button name="animal" value="cat">Cat</crowd-radio-button>
            <crowd-radio-button name="animal" value="dog">Dog</crowd-radio-button></crowd-radio-group></crowd-form>
            """;

    /** As the template "custom-html" names it. */
    private static final String TEMPLATE_PAGE = "a4fd9fab1759fc2175def2b999514f4f1aa2c47101fa7f0c383bed0ae6ed83f7";

    @Inject
    TestJobs jobs;

    private final UUID requester = UUID.randomUUID();

    @BeforeEach
    void floors() {
        jobs.floors();
    }

    @Test
    void a_page_is_kept_by_its_content_and_read_by_everybody_who_knows_its_hash() {
        JsonPath first = upload(PAGE).statusCode(201).extract().jsonPath();
        String again = upload(PAGE).statusCode(201).extract().path("bundle");

        assertThat(again).isEqualTo(first.getString("bundle")).matches("sha256-[0-9a-f]{64}");
        assertThat(first.getList("variables")).asString().isEqualTo("[image_url, hint]");
        RestAssured.given()
                .get("/v1/bundles/" + again.substring("sha256-".length()))
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("html", equalTo(PAGE));
        RestAssured.given()
                .get("/v1/bundles/" + "0".repeat(64))
                .then()
                .statusCode(404)
                .body("code", equalTo("bundle-not-found"));
    }

    @Test
    void a_page_draws_a_job_whose_tasks_come_from_a_batch_file_of_mechanical_turk() {
        String spec = spec(
                upload(PAGE.replace("<img src=\"${image_url}\">", "")).extract().jsonPath());
        UUID job = draft(spec);

        as(requester)
                .contentType("text/csv")
                .body("HITId,WorkerId,Input.hint,Answer.animal\n3ABC,A1,furry,cat\n3ABD,A1,\"<b>\"\"x\"\"</b>\",dog\n")
                .post("/v1/imports/mturk?jobId=" + job)
                .then()
                .statusCode(200)
                .body("added", equalTo(2));
    }

    @Test
    void a_picture_of_a_page_must_be_one_that_was_uploaded() {
        String spec = spec(upload(PAGE).extract().jsonPath());
        UUID job = draft(spec);

        as(requester)
                .contentType("text/csv")
                .body("hint,image_url\nfurry,https://pictures.example/cat.png\n")
                .post("/v1/imports/mturk?jobId=" + job)
                .then()
                .statusCode(422)
                .body("errors[0].detail", containsString("media:<id>"));
    }

    @Test
    void a_page_that_cannot_work_is_refused_with_the_line_of_each_fault() {
        upload("<p>\n<crowd-keypoint name='k'></crowd-keypoint>\n<iframe src='x'></iframe>")
                .statusCode(422)
                .body("code", equalTo("bundle-rejected"))
                .body("errors.pointer", hasItems("line 2: crowd-keypoint", "line 3: iframe"))
                .body("errors[0].detail", containsString("template \"keypoints\""));
        upload(" ").statusCode(422);
        upload("<p>" + "x".repeat(512 * 1024)).statusCode(413).body("code", equalTo("bundle-too-large"));
        as(requester)
                .contentType("text/html")
                .body(new byte[] {'<', 'p', '>', (byte) 0xE9})
                .post("/v1/bundles")
                .then()
                .statusCode(422)
                .body("detail", containsString("UTF-8"));
    }

    @Test
    void a_spec_must_fit_the_page_that_draws_it() {
        String spec = spec(upload(PAGE).extract().jsonPath());

        TestJobs.create(
                        requester,
                        TestJobs.newJob()
                                .replace(
                                        TestJobs.SPEC,
                                        spec.replaceAll("sha256-[0-9a-f]{64}", "sha256-" + "0".repeat(64))))
                .statusCode(400)
                .body("code", equalTo("invalid-task-spec"))
                .body("errors[0].pointer", equalTo("/spec/ui/bundle"));
        TestJobs.create(requester, TestJobs.newJob().replace(TestJobs.SPEC, spec.replace("\"hint\"", "\"tip\"")))
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/spec/input/properties/hint"));
    }

    @Test
    void a_draft_whose_page_is_not_there_is_not_published() {
        JsonPath uploaded =
                upload(shownToNobodyElse()).statusCode(201).extract().jsonPath();
        UUID job = draftWithTask(spec(uploaded));
        delete(requester, uploaded).statusCode(204);

        as(requester)
                .post("/v1/jobs/{id}/publish", job)
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-task-spec"))
                .body("errors[0].pointer", equalTo("/spec/ui/bundle"));
    }

    @Test
    void a_page_is_listed_and_deleted_by_who_keeps_it_and_stays_while_another_does() {
        String html = shownToNobodyElse();
        UUID other = UUID.randomUUID();
        JsonPath uploaded = upload(html).statusCode(201).extract().jsonPath();
        upload("<input name=later>").statusCode(201);

        list(requester)
                .body("items", hasSize(2))
                .body("items[1].bundle", equalTo(uploaded.getString("bundle")))
                .body("items[1].bytes", equalTo(html.length()))
                .body("items[1].published", equalTo(false));
        list(other).body("items", hasSize(0));
        delete(other, uploaded).statusCode(404).body("code", equalTo("bundle-not-found"));

        uploadAs(other, html).statusCode(201);
        delete(requester, uploaded).statusCode(204);
        delete(requester, uploaded).statusCode(404);
        page(uploaded).statusCode(200);
        delete(other, uploaded).statusCode(204);
        page(uploaded).statusCode(404);
    }

    @Test
    void a_list_of_pages_goes_on_where_it_ended() {
        for (int i = 0; i < 3; i++) {
            upload("<input name=field" + i + ">").statusCode(201);
        }
        String next = as(requester)
                .get("/v1/bundles?limit=2")
                .then()
                .statusCode(200)
                .body("items", hasSize(2))
                .extract()
                .path("next");

        as(requester)
                .get("/v1/bundles?limit=2&cursor=" + next)
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("next", nullValue());
    }

    @Test
    void only_requesters_keep_pages_and_viewers_change_none() {
        JsonPath uploaded =
                upload("<input name=answer>").statusCode(201).extract().jsonPath();
        String hash = hashOf(uploaded);

        RestAssured.given().get("/v1/bundles").then().statusCode(401);
        RestAssured.given().delete("/v1/bundles/" + hash).then().statusCode(401);
        RestAssured.given()
                .auth()
                .oauth2(TestTokens.worker(UUID.randomUUID()))
                .delete("/v1/bundles/" + hash)
                .then()
                .statusCode(403);
        RestAssured.given()
                .auth()
                .oauth2(TestTokens.requesterViewer(requester))
                .delete("/v1/bundles/" + hash)
                .then()
                .statusCode(403);
        delete(requester, "not-a-hash").statusCode(404).body("code", equalTo("bundle-not-found"));
    }

    @Test
    void the_page_of_a_published_job_stays_for_who_looks_at_its_answers() {
        JsonPath uploaded =
                upload(shownToNobodyElse()).statusCode(201).extract().jsonPath();
        UUID job = draftWithTask(spec(uploaded));
        as(requester).post("/v1/jobs/{id}/publish", job).then().statusCode(202);

        delete(requester, uploaded).statusCode(409).body("code", equalTo("bundle-in-use"));
        list(requester).body("items[0].published", equalTo(true));
        page(uploaded).statusCode(200);
    }

    @Test
    void the_page_of_the_template_stays_whoever_deletes_it() {
        String hash = TEMPLATE_PAGE;
        String html = RestAssured.given()
                .get("/v1/bundles/" + hash)
                .then()
                .statusCode(200)
                .extract()
                .path("html");

        upload(html).statusCode(201).body("bundle", equalTo("sha256-" + hash));
        delete(requester, hash).statusCode(204);

        RestAssured.given().get("/v1/bundles/" + hash).then().statusCode(200);
    }

    private UUID draft(String spec) {
        return TestJobs.create(requester, TestJobs.newJob().replace(TestJobs.SPEC, spec))
                .statusCode(201)
                .body("spec.ui.kind", equalTo("html"))
                .extract()
                .jsonPath()
                .getUUID("id");
    }

    private UUID draftWithTask(String spec) {
        UUID job = draft(spec);
        TestJobs.upload(
                        requester,
                        job,
                        "application/x-ndjson",
                        "{\"externalId\": \"t1\", \"input\": {\"text\": \"a\"}}\n")
                .statusCode(200);
        return job;
    }

    /** {@return a page that no other test uploads} */
    private String shownToNobodyElse() {
        return "<p>${text}</p><input name=answer><!-- " + requester + " -->";
    }

    private static ValidatableResponse list(UUID who) {
        return as(who).get("/v1/bundles").then().statusCode(200);
    }

    private static ValidatableResponse delete(UUID who, JsonPath uploaded) {
        return delete(who, hashOf(uploaded));
    }

    private static ValidatableResponse delete(UUID who, String hash) {
        return as(who).delete("/v1/bundles/" + hash).then();
    }

    private static ValidatableResponse page(JsonPath uploaded) {
        return RestAssured.given().get("/v1/bundles/" + hashOf(uploaded)).then();
    }

    private static String hashOf(JsonPath uploaded) {
        return uploaded.getString("bundle").substring("sha256-".length());
    }

    private ValidatableResponse upload(String html) {
        return uploadAs(requester, html);
    }

    private static ValidatableResponse uploadAs(UUID who, String html) {
        return as(who).contentType("text/html; charset=utf-8")
                .body(html)
                .post("/v1/bundles")
                .then();
    }

    private static String spec(JsonPath uploaded) {
        try {
            return new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(uploaded.getMap("spec"));
        } catch (com.fasterxml.jackson.core.JsonProcessingException broken) {
            throw new AssertionError(broken);
        }
    }
}
