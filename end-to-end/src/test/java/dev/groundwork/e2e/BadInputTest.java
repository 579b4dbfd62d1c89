package dev.groundwork.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import dev.groundwork.local.Marketplace;

import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

/** What people get wrong, and what they are told: the status, a stable code, and a message that says what to do. */
@ExtendWith(SharedMarketplace.class)
class BadInputTest {

    private static final String PROBLEM = "application/problem+json";

    private final Marketplace marketplace;
    private final Person rita;
    private final Person rob;

    BadInputTest(Marketplace marketplace) {
        this.marketplace = marketplace;
        this.rita = Person.demo(marketplace, "rita");
        this.rob = Person.demo(marketplace, "rob");
    }

    @Test
    void malformed_json_is_answered_with_its_line_and_column() {
        rita.with()
                .contentType("application/json")
                .body("{\n  \"title\": \"cut off\",\n")
                .post("/v1/jobs")
                .then()
                .statusCode(400)
                .contentType(startsWith(PROBLEM))
                .body("code", is("malformed-json"))
                .body("detail", matchesPattern(".*line \\d+, column \\d+.*"));
    }

    @Test
    void an_unknown_member_is_named() {
        rita.sending(Jobs.terms(Map.of("colour", "red")))
                .post("/v1/jobs")
                .then()
                .statusCode(400)
                .body("code", is("unknown-field"))
                .body("errors.pointer", hasItem("/colour"));
    }

    @Test
    void an_answer_that_breaks_its_schema_is_refused_with_the_path_to_the_fault() {
        var worker = Person.newWorker(marketplace, "ES", "ES9121000418450200051332");
        var job = Jobs.openJob(rita, Map.of("overlap", 1), 1);
        var assignment = Jobs.claim(worker, job, 1).getFirst().assignmentId();

        worker.sending(Map.of("answer", Map.of("animal", "unicorn")))
                .post("/v1/assignments/" + assignment + "/submit")
                .then()
                .statusCode(422)
                .body("code", is("answer-invalid"))
                .body("errors[0].pointer", containsString("/animal"))
                .body("errors[0].detail", containsString("cat"));
        worker.sending(Map.of("answer", Map.of()))
                .post("/v1/assignments/" + assignment + "/submit")
                .then()
                .statusCode(422)
                .body("code", is("answer-invalid"))
                .body("errors", hasSize(1));

        Jobs.submit(worker, assignment, "cat");
    }

    @Test
    void a_csv_with_a_wrong_row_is_refused_by_row_and_column_and_leaves_nothing() {
        var job = Jobs.draft(rita, Jobs.terms(Map.of()));
        var csv = "externalId,text,overlap\na,one,2\nb,two,many\nc,three,2\n";

        rita.with()
                .contentType("text/csv")
                .body(csv.getBytes(StandardCharsets.UTF_8))
                .post(job + "/tasks")
                .then()
                .statusCode(422)
                .body("code", is("upload-rejected"))
                .body("errors", hasSize(1))
                .body("errors[0].row", is(2))
                .body("errors[0].column", is("overlap"));
        rita.with().get(job + "/tasks").then().statusCode(200).body("items", hasSize(0));

        rita.with()
                .contentType("text/csv")
                .body(csv.getBytes(StandardCharsets.UTF_8))
                .post(job + "/tasks?partial=true")
                .then()
                .statusCode(200)
                .body("added", is(2))
                .body("rejected", hasSize(1))
                .body("rejected[0].column", is("overlap"));
        rita.with()
                .get(job + "/tasks")
                .then()
                .statusCode(200)
                .body("items.externalId", is(java.util.List.of("a", "c")));
    }

    @Test
    void a_repeated_upload_adds_nothing_and_another_task_under_the_same_name_is_refused() {
        var job = Jobs.draft(rita, Jobs.terms(Map.of()));
        Jobs.upload(rita, job, Jobs.texts(3));

        var again = Jobs.upload(rita, job, Jobs.texts(3));

        assertThat(again.getInt("added")).isZero();
        assertThat(again.getInt("repeated")).isEqualTo(3);
        rita.with()
                .contentType("application/x-ndjson")
                .body("{\"externalId\":\"t1\",\"input\":{\"text\":\"another\"}}\n".getBytes(StandardCharsets.UTF_8))
                .post(job + "/tasks")
                .then()
                .statusCode(422)
                .body("code", is("upload-rejected"))
                .body("errors[0].code", is("external-id-reused"));
        rita.with().get(job).then().body("taskCount", is(3));
    }

    @Test
    void a_job_over_its_budget_is_not_published() {
        var job = Jobs.draft(rita, Jobs.terms(Map.of("budget", Jobs.money("0.20"))));
        Jobs.upload(rita, job, Jobs.texts(2));

        rita.with()
                .post(job + "/publish")
                .then()
                .statusCode(422)
                .body("code", is("over-budget"))
                .body("detail", containsString("0.20"));
        rita.with().get(job).then().body("state", is("DRAFT"));
    }

    @Test
    void a_job_is_published_once() {
        var job = Jobs.openJob(rita, Map.of(), 1);

        rita.with().post(job + "/publish").then().statusCode(409).body("code", is("job-not-draft"));
    }

    @Test
    void a_job_without_tasks_is_not_published() {
        var job = Jobs.draft(rita, Jobs.terms(Map.of()));

        rita.with().post(job + "/publish").then().statusCode(422).body("code", is("job-without-tasks"));
    }

    @Test
    void pay_below_the_floor_is_refused_with_what_would_do() {
        // Of its own: what others measured of the same spec would count, not the estimate.
        var spec = new HashMap<>(Jobs.spec("text", Map.of("type", "string")));
        spec.put("title", Map.of("en", "Which animal takes a minute?"));
        var job = Jobs.draft(
                rita, Jobs.terms(Map.of("reward", Jobs.money("0.01"), "timeEstimate", "PT60S", "spec", spec)));
        Jobs.upload(rita, job, Jobs.texts(1));

        rita.with()
                .post(job + "/publish")
                .then()
                .statusCode(422)
                .body("code", is("pay-below-floor"))
                .body("required", notNullValue())
                .body("shortfall", notNullValue())
                .body("floor.source", notNullValue())
                .body("ways_out[0]", startsWith("raise reward"));
    }

    @Test
    void a_job_without_money_goes_back_to_draft_with_the_reason() {
        var job = Jobs.draft(rob, Jobs.terms(Map.of("reward", Jobs.money("900000.00"))));
        Jobs.upload(rob, job, Jobs.texts(1));

        rob.with().post(job + "/publish").then().statusCode(202);

        await().atMost(Jobs.SOON).untilAsserted(() -> rob.with()
                .get(job)
                .then()
                .body("state", is("DRAFT"))
                .body("stateReason", containsString("insufficient-funds")));
    }

    @Test
    void a_worker_gets_a_named_task_once() {
        var worker = Person.newWorker(marketplace, "ES", "ES9121000418450200051332");
        var job = Jobs.openJob(rita, Map.of("overlap", 2), 1);
        Jobs.claim(worker, job, 1);

        worker.sending(Map.of("externalId", "t1"))
                .post(job + "/claims")
                .then()
                .statusCode(409)
                .body("code", is("already-claimed"));
        worker.with().post(job + "/claims").then().statusCode(409).body("code", is("no-tasks-left"));
    }

    @Test
    void a_worker_without_a_profile_is_told_to_make_one() {
        var worker = Person.registered(marketplace);
        var job = Jobs.openJob(rita, Map.of(), 1);

        worker.with()
                .post(job + "/claims")
                .then()
                .statusCode(409)
                .body("code", is("profile-missing"))
                .body("detail", containsString("/v1/me"));
    }

    @Test
    void an_answer_after_the_deadline_is_too_late_and_the_task_goes_to_somebody_else() {
        var late = Person.newWorker(marketplace, "ES", "ES9121000418450200051332");
        var next = Person.newWorker(marketplace, "FR", "FR1420041010050500013M02606");
        var job = Jobs.openJob(rita, Map.of("overlap", 1, "timeEstimate", "PT1S", "timeLimit", "PT2S"), 1);
        var assignment = Jobs.claim(late, job, 1).getFirst().assignmentId();
        await().atMost(Jobs.SOON)
                .untilAsserted(() ->
                        late.with().get("/v1/assignments/" + assignment).then().body("state", is("EXPIRED")));

        late.sending(Map.of("answer", Map.of("animal", "cat")))
                .post("/v1/assignments/" + assignment + "/submit")
                .then()
                .statusCode(409)
                .body("code", is("assignment-expired"));
        assertThat(Jobs.claim(next, job, 1)).hasSize(1);
    }

    @Test
    void an_answer_is_given_once_and_only_by_the_one_who_claimed() {
        var worker = Person.newWorker(marketplace, "ES", "ES9121000418450200051332");
        var other = Person.newWorker(marketplace, "FR", "FR1420041010050500013M02606");
        var job = Jobs.openJob(rita, Map.of("overlap", 2), 1);
        var assignment = Jobs.claim(worker, job, 1).getFirst().assignmentId();
        var path = "/v1/assignments/" + assignment + "/submit";

        other.sending(Map.of("answer", Map.of("animal", "cat")))
                .post(path)
                .then()
                .statusCode(404)
                .body("code", is("assignment-not-found"));
        Jobs.submit(worker, assignment, "cat");
        Jobs.submit(worker, assignment, "cat");
        worker.sending(Map.of("answer", Map.of("animal", "dog")))
                .post(path)
                .then()
                .statusCode(409)
                .body("code", is("already-submitted"));
    }

    @Test
    void a_rejection_needs_a_reason_evidence_and_the_clause_that_was_broken() {
        var worker = Person.newWorker(marketplace, "ES", "ES9121000418450200051332");
        var job = Jobs.openJob(rita, Map.of("overlap", 1), 1);
        var assignment = Jobs.claim(worker, job, 1).getFirst().assignmentId();
        Jobs.submit(worker, assignment, "cat");
        var path = "/v1/assignments/" + assignment + "/reject";

        rita.sending(Map.of("evidence", "e", "clause", "c"))
                .post(path)
                .then()
                .statusCode(422)
                .body("code", is("rejection-needs-reason"));
        rita.sending(Map.of("reason", "WRONG_ANSWER", "clause", "c"))
                .post(path)
                .then()
                .statusCode(422)
                .body("code", is("rejection-needs-evidence"));
        rita.sending(Map.of("reason", "WRONG_ANSWER", "evidence", "e"))
                .post(path)
                .then()
                .statusCode(422)
                .body("code", is("rejection-needs-clause"));
        rob.sending(Map.of("reason", "WRONG_ANSWER", "evidence", "e", "clause", "c"))
                .post(path)
                .then()
                .statusCode(404);
        rita.with().post("/v1/assignments/" + assignment + "/approve").then().statusCode(200);
    }

    @Test
    void an_amount_has_no_more_decimals_than_its_currency() {
        rita.once(Map.of("amount", Jobs.money("1.005"), "reference", "x"))
                .post("/v1/deposits")
                .then()
                .statusCode(400)
                .body("code", is("too-many-decimals"))
                .body("detail", containsString("2"));
        rita.once(Jobs.terms(Map.of("reward", Jobs.money("0.101"))))
                .post("/v1/jobs")
                .then()
                .statusCode(400)
                .body("code", is("too-many-decimals"));
    }

    @Test
    void an_unknown_currency_is_refused() {
        rita.once(Map.of("amount", Map.of("amount", "1.00", "currency", "XXX"), "reference", "x"))
                .post("/v1/deposits")
                .then()
                .statusCode(400)
                .body("code", is("unsupported-currency"))
                .body("detail", containsString("XXX"));
    }

    @Test
    void a_deposit_needs_an_idempotency_key_and_means_one_thing_under_it() {
        rita.sending(Map.of("amount", Jobs.money("1.00"), "reference", "x"))
                .post("/v1/deposits")
                .then()
                .statusCode(400)
                .body("detail", containsString("Idempotency-Key"));

        var key = UUID.randomUUID().toString();
        String first = rita.sending(Map.of("amount", Jobs.money("1.00"), "reference", "x"))
                .header("Idempotency-Key", key)
                .post("/v1/deposits")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        rita.sending(Map.of("amount", Jobs.money("1.00"), "reference", "x"))
                .header("Idempotency-Key", key)
                .post("/v1/deposits")
                .then()
                .statusCode(201)
                .header("Idempotent-Replayed", "true")
                .body("id", is(first));
        rita.sending(Map.of("amount", Jobs.money("2.00"), "reference", "x"))
                .header("Idempotency-Key", key)
                .post("/v1/deposits")
                .then()
                .statusCode(422)
                .body("code", is("idempotency-key-reused"));
    }

    @Test
    void an_iban_with_a_wrong_digit_is_refused() {
        var worker = Person.registered(marketplace);

        worker.sending(Map.of("rail", "SEPA", "holderName", "W", "iban", "DE89370400440532013001"))
                .put("/v1/me/payout-method")
                .then()
                .statusCode(422)
                .body("code", is("iban-invalid"));
        worker.sending(Map.of("rail", "SEPA", "holderName", "W", "iban", "BR1800360305000010009795493C1"))
                .put("/v1/me/payout-method")
                .then()
                .statusCode(422)
                .body("code", is("iban-outside-sepa"));
    }

    @Test
    void a_picture_is_what_its_bytes_say() {
        rita.with()
                .contentType("image/png")
                .body(new byte[] {0, 1, 2, 3})
                .post("/v1/media")
                .then()
                .statusCode(415)
                .body("code", is("media-type-not-supported"));
    }

    @Test
    void nobody_comes_in_without_a_token() {
        Person.anonymous(marketplace)
                .get("/v1/jobs")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("Bearer"))
                .body("code", is("not-authenticated"));
    }

    @Test
    void a_token_whose_claims_were_changed_is_forged() {
        var parts = Person.demo(marketplace, "wanda").token().split("\\.", -1);
        var claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        var raised = claims.replace("\"worker\"", "\"requester\"");
        assertThat(raised).isNotEqualTo(claims);
        var forged = parts[0]
                + '.'
                + Base64.getUrlEncoder().withoutPadding().encodeToString(raised.getBytes(StandardCharsets.UTF_8))
                + '.'
                + parts[2];

        Person.anonymous(marketplace)
                .header("Authorization", "Bearer " + forged)
                .get("/v1/jobs")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("Bearer"))
                .body("code", is("not-authenticated"));
    }

    @Test
    void an_expired_token_says_so() throws IOException {
        var token = shortLived();

        await().atMost(Jobs.SOON).untilAsserted(() -> Person.anonymous(marketplace)
                .header("Authorization", "Bearer " + token)
                .get("/v1/jobs")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("Bearer"))
                .body("code", is("not-authenticated"))
                .body("detail", containsString("expired")));
    }

    @Test
    void a_path_that_is_not_there_says_so() {
        rita.with().get("/v1/no-such-thing").then().statusCode(404).body("code", is("no-such-path"));
        rita.with().get("/v1/jobs/" + UUID.randomUUID()).then().statusCode(404).body("code", is("job-not-found"));
    }

    @Test
    void roles_open_their_own_doors_only() {
        var wanda = Person.demo(marketplace, "wanda");

        wanda.once(Jobs.terms(Map.of())).post("/v1/jobs").then().statusCode(403).body("code", is("not-allowed"));
        rita.with().get("/v1/offers").then().statusCode(403).body("code", is("not-allowed"));
        rita.once(Map.of("currency", "EUR", "minimum", "0.01", "rail", "SEPA"))
                .post("/v1/payout-batches")
                .then()
                .statusCode(403)
                .body("code", is("not-allowed"));
    }

    /** A token of rita's that Keycloak itself signed, of a client whose tokens live for a second. */
    private String shortLived() throws IOException {
        var keycloak = marketplace.urls().realm().toString().replace("/realms/groundwork", "");
        String administrator = RestAssured.given()
                .formParams(Map.of(
                        "grant_type", "password", "client_id", "admin-cli", "username", "admin", "password", "admin"))
                .post(keycloak + "/realms/master/protocol/openid-connect/token")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
        var client = "short-lived-" + UUID.randomUUID();
        RestAssured.given()
                .header("Authorization", "Bearer " + administrator)
                .contentType("application/json")
                .body(Map.of(
                        "clientId",
                        client,
                        "publicClient",
                        true,
                        "directAccessGrantsEnabled",
                        true,
                        "attributes",
                        Map.of("access.token.lifespan", "1")))
                .post(keycloak + "/admin/realms/groundwork/clients")
                .then()
                .statusCode(201);
        return RestAssured.given()
                .formParams(
                        Map.of("grant_type", "password", "client_id", client, "username", "rita", "password", "demo"))
                .post(keycloak + "/realms/groundwork/protocol/openid-connect/token")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }
}
