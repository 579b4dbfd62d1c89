package dev.groundwork.task.job;

import java.util.List;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.groundwork.task.testing.TestJobs.as;
import static dev.groundwork.task.testing.TestJobs.newJob;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class JobResourceTest {

    @Inject
    TestJobs jobs;

    private final UUID requester = UUID.randomUUID();

    @BeforeEach
    void floorsAreKnown() {
        jobs.floors();
    }

    @Nested
    class Creating {

        @Test
        void gives_a_draft_with_its_spec() {
            String location = TestJobs.create(requester, newJob())
                    .statusCode(201)
                    .body("state", equalTo("DRAFT"))
                    .body("reward.amount", equalTo("0.05"))
                    .body("overlap", equalTo(2))
                    .body("timeLimitSeconds", equalTo(600))
                    .body("reviewWindowSeconds", equalTo(7 * 24 * 3600))
                    .body("floorPolicy", equalTo("UNIFORM"))
                    .body("specHash", notNullValue())
                    .body("publishedAt", nullValue())
                    .extract()
                    .header("Location");

            as(requester)
                    .get(location)
                    .then()
                    .statusCode(200)
                    .body("spec.output.properties.mood.enum", equalTo(List.of("happy", "sad")));
        }

        @Test
        void says_who_decides_on_answers() {
            TestJobs.create(requester, newJob())
                    .statusCode(201)
                    .body("review.policy", equalTo("MANUAL"))
                    .body("review.revisionWindowSeconds", equalTo(0));
            TestJobs.create(requester, with("\"review\": {\"policy\": \"SILENCE\", \"revisionWindow\": \"PT2M\"}"))
                    .statusCode(201)
                    .body("review.policy", equalTo("SILENCE"))
                    .body("review.revisionWindowSeconds", equalTo(120))
                    .body("reviewWindowSeconds", equalTo(24 * 3600));
            TestJobs.create(requester, with("\"reviewWindow\": \"P2D\", \"review\": {\"policy\": \"SILENCE\"}"))
                    .statusCode(400)
                    .body("errors.pointer", hasItem("/reviewWindow"));
            TestJobs.create(requester, with("\"review\": {\"threshold\": 0.9, \"revisionWindow\": \"PT2H\"}"))
                    .statusCode(400)
                    .body("errors.pointer", hasItem("/review/threshold"))
                    .body("errors.pointer", hasItem("/review/revisionWindow"));
            TestJobs.create(requester, with("\"review\": {\"policy\": \"AUTO_BY_CONTROL_SCORE\", \"threshold\": 1}"))
                    .statusCode(400)
                    .body("errors.pointer", hasItem("/review/policy"))
                    .body("errors.pointer", hasItem("/review/threshold"));
        }

        private static String with(String member) {
            return newJob().replaceFirst("\\{", "{" + member + ", ");
        }

        @Test
        void again_under_the_same_key_gives_the_same_job() {
            String first = keyed("k1", newJob()).statusCode(201).extract().path("id");

            keyed("k1", newJob()).statusCode(201).body("id", equalTo(first));
            keyed("k1", newJob().replace("Moods", "Other"))
                    .statusCode(422)
                    .body("code", equalTo("idempotency-key-reused"));
        }

        private io.restassured.response.ValidatableResponse keyed(String key, String body) {
            return as(requester)
                    .header("Idempotency-Key", key)
                    .contentType(ContentType.JSON)
                    .body(body)
                    .post("/v1/jobs")
                    .then();
        }

        @Test
        void malformed_json_is_named_with_its_place() {
            TestJobs.create(requester, "{\"title\": \"x\",\n \"reward\": }")
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("code", equalTo("malformed-json"))
                    .body("detail", containsString("line 2"));
        }

        @Test
        void a_body_beyond_all_measure_is_not_read_to_its_end() {
            TestJobs.create(requester, newJob().replace("Moods", "x".repeat(9 * 1024 * 1024)))
                    .statusCode(400)
                    .body("code", equalTo("malformed-json"));
        }

        @Test
        void unknown_fields_are_named() {
            TestJobs.create(requester, newJob().replace("\"overlap\"", "\"overlapp\""))
                    .statusCode(400)
                    .body("code", equalTo("unknown-field"))
                    .body("errors.pointer", hasItem("/overlapp"));
        }

        @Test
        void amounts_may_not_have_too_many_decimals() {
            TestJobs.create(requester, newJob().replace("\"0.05\"", "\"0.055\""))
                    .statusCode(400)
                    .body("code", equalTo("too-many-decimals"));
        }

        @ParameterizedTest
        @CsvSource({"XYZ, 400", "GBP, 422"})
        void a_currency_without_a_wage_floor_is_not_supported(String currency, int status) {
            TestJobs.create(requester, newJob().replace("EUR", currency))
                    .statusCode(status)
                    .body("code", equalTo("unsupported-currency"));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '§',
                value = {
                    "\"PT15S\" § \"15 seconds\" § /timeEstimate",
                    "\"PT15S\" § \"PT0S\" § /timeEstimate",
                    "\"PT10M\" § \"PT5S\" § /timeLimit",
                    "\"overlap\": 2 § \"overlap\": 0 § /overlap",
                    "\"overlap\": 2 § \"overlap\": \"two\" § /overlap",
                    "\"overlap\": 2 § \"reviewWindow\": \"P15D\" § /reviewWindow",
                    "\"overlap\": 2 § \"places\": [\"ES\", \"Spain\"] § /places/1",
                    "\"overlap\": 2 § \"budget\": {\"amount\": \"1.00\", \"currency\": \"USD\"} § /budget/currency",
                    "\"overlap\": 2 § \"floorPolicy\": \"REGIONAL\" § /floorPolicy",
                    "\"Moods\" § \" \" § /title",
                    "\"0.05\" § \"0.00\" § /reward/amount",
                })
        void what_cannot_be_is_named_by_its_pointer(String good, String bad, String pointer) {
            TestJobs.create(requester, newJob().replace(good, bad))
                    .statusCode(400)
                    .body("code", equalTo("invalid-request"))
                    .body("errors.pointer", hasItem(pointer));
        }

        @Test
        void faults_of_the_spec_are_named_below_spec() {
            TestJobs.create(requester, newJob().replace("\"x-kind\": \"text\"", "\"x-kind\": \"essay\""))
                    .statusCode(400)
                    .body("code", equalTo("invalid-task-spec"))
                    .body("errors.pointer", equalTo(List.of("/spec/output/properties/why/x-kind")));
        }

        @Test
        void what_does_not_fit_the_kind_is_named() {
            TestJobs.create(requester, newJob().replace("\"x-kind\": \"text\"", "\"x-kind\": \"boxes\""))
                    .statusCode(400)
                    .body("code", equalTo("invalid-task-spec"))
                    .body(
                            "errors.pointer",
                            equalTo(List.of(
                                    "/spec/output/properties/why/type", "/spec/output/properties/why/x-labels")));
        }
    }

    @Nested
    class Access {

        @Test
        void without_a_token_there_is_none() {
            given().contentType(ContentType.JSON)
                    .body(newJob())
                    .post("/v1/jobs")
                    .then()
                    .statusCode(401)
                    .body("code", equalTo("not-authenticated"));
        }

        @Test
        void an_expired_token_is_refused_and_says_so() {
            given().auth()
                    .oauth2(TestTokens.expired(requester))
                    .get("/v1/jobs")
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", containsString("Bearer"))
                    .body("code", equalTo("not-authenticated"))
                    .body("detail", containsString("expired"));
        }

        @Test
        void a_forged_token_is_refused() {
            given().auth()
                    .oauth2(TestTokens.forged(requester))
                    .get("/v1/jobs")
                    .then()
                    .statusCode(401)
                    .body("code", equalTo("not-authenticated"));
        }

        @Test
        void a_worker_has_no_jobs() {
            given().auth()
                    .oauth2(TestTokens.worker(UUID.randomUUID()))
                    .get("/v1/jobs")
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("not-allowed"));
        }

        @Test
        void a_viewer_looks_and_changes_nothing() {
            UUID jobId = jobs.draft(requester);
            String viewer = TestTokens.requesterViewer(requester);

            given().auth().oauth2(viewer).get("/v1/jobs/{id}", jobId).then().statusCode(200);
            given().auth()
                    .oauth2(viewer)
                    .contentType(ContentType.JSON)
                    .body(newJob())
                    .post("/v1/jobs")
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("not-allowed"));
            for (String verb : List.of("publish", "pause", "resume", "cancel")) {
                given().auth()
                        .oauth2(viewer)
                        .post("/v1/jobs/{id}/{verb}", jobId, verb)
                        .then()
                        .statusCode(403);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "/quote", "/tasks", "/results", "/progress", "/progress/events", "/exports/answers.csv"})
        void somebody_elses_job_is_no_job(String path) {
            UUID jobId = jobs.draft(requester);

            as(UUID.randomUUID())
                    .get("/v1/jobs/" + jobId + path)
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("job-not-found"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"publish", "pause", "resume", "cancel"})
        void and_cannot_be_changed(String verb) {
            UUID jobId = jobs.draft(requester);

            as(UUID.randomUUID())
                    .post("/v1/jobs/{id}/{verb}", jobId, verb)
                    .then()
                    .statusCode(404)
                    .body("type", endsWith("/job-not-found"));
            assertThat(jobs.text("select state from job where id = ?", jobId)).isEqualTo("DRAFT");
        }
    }

    @Nested
    class Listing {

        @Test
        void is_newest_first_page_by_page() {
            List<String> made = List.of(
                    jobs.draft(requester).toString(),
                    jobs.draft(requester).toString(),
                    jobs.draft(requester).toString());

            String next = as(requester)
                    .get("/v1/jobs?limit=2")
                    .then()
                    .statusCode(200)
                    .body("items.id", equalTo(List.of(made.get(2), made.get(1))))
                    .body("items[0].spec", nullValue())
                    .extract()
                    .path("next");
            as(requester)
                    .queryParam("cursor", next)
                    .get("/v1/jobs?limit=2")
                    .then()
                    .body("items.id", equalTo(List.of(made.getFirst())))
                    .body("next", nullValue());
        }

        @Test
        void can_be_of_one_state() {
            jobs.draft(requester);

            as(requester).get("/v1/jobs?state=OPEN").then().statusCode(200).body("items", hasSize(0));
            as(requester).get("/v1/jobs?state=DRAFT").then().statusCode(200).body("items", hasSize(1));
        }
    }

    @Nested
    class Quoting {

        @Test
        void says_what_publishing_would_hold() {
            UUID jobId = jobs.draftWithTasks(requester, 10);

            as(requester)
                    .get("/v1/jobs/{id}/quote", jobId)
                    .then()
                    .statusCode(200)
                    .body("assignments", equalTo(20))
                    .body("base.amount", equalTo("1.00"))
                    .body("fee.amount", equalTo("0.20"))
                    .body("reserve.amount", equalTo("0.25"))
                    .body("total.amount", equalTo("1.45"))
                    .body("feeRate", equalTo("0.20"))
                    .body("floor.passes", equalTo(true))
                    .body("floor.required", equalTo("0.05"))
                    .body("floor.floor.place", equalTo("platform-EUR"));
        }
    }

    @Nested
    class Publishing {

        @Test
        void asks_for_the_money_with_one_event() {
            UUID jobId = jobs.draftWithTasks(requester, 3);

            as(requester)
                    .post("/v1/jobs/{id}/publish", jobId)
                    .then()
                    .statusCode(202)
                    .body("state", equalTo("FUNDING"))
                    .body("publishedAt", notNullValue());

            assertThat(jobs.text("select state from job where id = ?", jobId)).isEqualTo("FUNDING");
        }

        @Test
        void twice_is_a_conflict() {
            UUID jobId = jobs.draftWithTasks(requester, 3);
            as(requester).post("/v1/jobs/{id}/publish", jobId).then().statusCode(202);

            as(requester)
                    .post("/v1/jobs/{id}/publish", jobId)
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("job-not-draft"));
        }

        @Test
        void needs_tasks() {
            as(requester)
                    .post("/v1/jobs/{id}/publish", jobs.draft(requester))
                    .then()
                    .statusCode(422)
                    .body("code", equalTo("job-without-tasks"));
        }

        @Test
        void over_budget_is_refused_with_the_price() {
            String body = newJob().replace(
                            "\"overlap\": 2",
                            "\"overlap\": 2, \"budget\": {\"amount\": \"0.43\", \"currency\": \"EUR\"}");
            UUID jobId = TestJobs.create(requester, body)
                    .statusCode(201)
                    .extract()
                    .jsonPath()
                    .getUUID("id");
            TestJobs.upload(requester, jobId, "text/csv", "externalId,text\na,one\nb,two\nc,three\n")
                    .statusCode(200);

            as(requester)
                    .post("/v1/jobs/{id}/publish", jobId)
                    .then()
                    .statusCode(422)
                    .body("code", equalTo("over-budget"))
                    .body("total", equalTo("0.44"))
                    .body("budget", equalTo("0.43"));
            assertThat(jobs.text("select state from job where id = ?", jobId)).isEqualTo("DRAFT");
        }

        @Test
        void below_the_floor_is_refused_with_the_shortfall() {
            // A hundred and thirty seconds estimated are a hundred and ninety-five priced: 9.37 an hour asks for 0.51.
            String body = newJob().replace("\"0.05\"", "\"0.45\"")
                    .replace("\"PT15S\"", "\"PT130S\"")
                    .replace("\"overlap\": 2", "\"places\": [\"ES\"], \"floorPolicy\": \"UNIFORM_MAX\"");
            UUID jobId = TestJobs.create(requester, body)
                    .statusCode(201)
                    .extract()
                    .jsonPath()
                    .getUUID("id");
            TestJobs.upload(requester, jobId, "text/csv", "externalId,text\na,one\n")
                    .statusCode(200);

            as(requester)
                    .post("/v1/jobs/{id}/publish", jobId)
                    .then()
                    .statusCode(422)
                    .contentType("application/problem+json")
                    .body("code", equalTo("pay-below-floor"))
                    .body("reward", equalTo("0.45"))
                    .body("required", equalTo("0.51"))
                    .body("shortfall", equalTo("0.06"))
                    .body("floor.per_hour", equalTo("9.37"))
                    .body("floor.kind", equalTo("statutory"))
                    .body("floor.place", equalTo("ES"))
                    .body("floor.source", equalTo("RD 126/2026"))
                    .body("time.statistic", equalTo("requester_estimate_x1_5"))
                    .body("time.seconds", equalTo(195))
                    .body("time.workers", equalTo(0))
                    .body("implied_hourly.at_price_time", equalTo("8.31"))
                    .body("ways_out", hasItem("raise reward to 0.51"));
            as(requester)
                    .get("/v1/jobs/{id}/quote", jobId)
                    .then()
                    .statusCode(200)
                    .body("floor.passes", equalTo(false))
                    .body("floor.shortfall", equalTo("0.06"));
        }
    }

    @Nested
    class Steering {

        @Test
        void what_is_not_open_cannot_be_paused() {
            UUID jobId = jobs.draft(requester);

            as(requester)
                    .post("/v1/jobs/{id}/pause", jobId)
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("job-not-open"));
            as(requester)
                    .post("/v1/jobs/{id}/resume", jobId)
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("job-not-paused"));
        }

        @Test
        void a_cancelled_draft_has_ended() {
            UUID jobId = jobs.draft(requester);

            as(requester)
                    .post("/v1/jobs/{id}/cancel", jobId)
                    .then()
                    .statusCode(200)
                    .body("state", equalTo("CANCELLED"))
                    .body("endedAt", not(nullValue()));
            as(requester)
                    .post("/v1/jobs/{id}/cancel", jobId)
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("job-ended"));
        }
    }
}
