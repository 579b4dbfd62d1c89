package dev.groundwork.task.assignment;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.kit.time.AdjustableClock;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.claim.Market;
import dev.groundwork.task.testing.TestJobs;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.claim.Market.asRequester;
import static dev.groundwork.task.claim.Market.asWorker;
import static dev.groundwork.task.claim.Market.claim;
import static dev.groundwork.task.claim.Market.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class AssignmentResourceTest {

    private static final String CAT = "{\"answer\": {\"label\": \"cat\"}, \"activeSeconds\": 3}";
    private static final String DOG = "{\"answer\": {\"label\": \"dog\"}, \"activeSeconds\": 3}";

    @Inject
    Market market;

    @Inject
    TestJobs database;

    @Inject
    AdjustableClock clock;

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    private static ValidatableResponse post(UUID worker, String id, String verb, String body) {
        return asWorker(worker)
                .contentType("application/json")
                .body(body)
                .post("/v1/assignments/{id}/" + verb, id)
                .then();
    }

    private static ValidatableResponse submit(UUID worker, String id, String body) {
        return post(worker, id, "submit", body);
    }

    private static ValidatableResponse giveBack(UUID worker, String id) {
        return asWorker(worker).post("/v1/assignments/{id}/return", id).then();
    }

    @Nested
    class Submitting {

        @Test
        void is_answered_with_when_silence_will_approve() {
            var job = market.open(terms());
            var worker = market.worker();
            var id = claim(job, worker);

            submit(worker, id, CAT)
                    .statusCode(200)
                    .body("id", equalTo(id))
                    .body("state", equalTo("SUBMITTED"))
                    .body("submittedAt", notNullValue())
                    .body("reviewDueAt", notNullValue());

            assertThat(market.counters(job)).containsEntry("submitted", 1L).containsEntry("claimed", 0L);
        }

        @Test
        void the_same_answer_again_gets_the_same_response() {
            var job = market.open(terms());
            var worker = market.worker();
            var id = claim(job, worker);
            var first = submit(worker, id, CAT).statusCode(200).extract().asString();

            var second = submit(worker, id, CAT).statusCode(200).extract().asString();

            assertThat(second).isEqualTo(first);
            assertThat(market.counters(job)).containsEntry("submitted", 1L);
        }

        @Test
        void another_answer_is_refused_once_there_is_one() {
            var job = market.open(terms());
            var worker = market.worker();
            var id = claim(job, worker);
            submit(worker, id, CAT).statusCode(200);

            submit(worker, id, DOG).statusCode(409).body("code", equalTo("already-submitted"));
        }

        @Test
        void another_answer_takes_its_place_where_the_job_grants_it_until_somebody_decides() {
            var job = market.open(terms());
            market.execute("update job set revision_window_seconds = 120 where id = ?", job.id());
            var worker = market.worker();
            var id = claim(job, worker);
            submit(worker, id, CAT).statusCode(200).body("revisableUntil", notNullValue());

            submit(worker, id, DOG).statusCode(200).body("state", equalTo("SUBMITTED"));

            asRequester(job).get("/v1/assignments/{id}", id).then().body("answer.label", equalTo("dog"));
            assertThat(market.counters(job)).containsEntry("submitted", 1L).containsEntry("claimed", 0L);
            asRequester(job).post("/v1/assignments/{id}/approve", id).then().statusCode(200);
            submit(worker, id, CAT).statusCode(409).body("code", equalTo("already-submitted"));
        }

        @Test
        void late_is_refused() {
            var job = market.open(terms().timeLimitSeconds(60));
            var worker = market.worker();
            var id = claim(job, worker);

            clock.advance(Duration.ofSeconds(61));

            submit(worker, id, CAT).statusCode(409).body("code", equalTo("assignment-expired"));
        }

        @Test
        void somebody_elses_assignment_is_not_found_whatever_the_answer() {
            var id = claim(market.open(terms()), market.worker());
            var stranger = market.worker();

            submit(stranger, id, CAT).statusCode(404).body("code", equalTo("assignment-not-found"));
            submit(stranger, id, "{\"answer\": {\"label\": \"horse\"}}")
                    .statusCode(404)
                    .body("code", equalTo("assignment-not-found"));
            submit(stranger, UUID.randomUUID().toString(), CAT).statusCode(404);
        }

        @Test
        void an_answer_that_breaks_its_schema_is_refused_with_the_path_to_the_fault() {
            var job = market.open(terms());
            var worker = market.worker();
            var id = claim(job, worker);

            submit(worker, id, "{\"answer\": {\"label\": \"horse\"}}")
                    .statusCode(422)
                    .body("code", equalTo("answer-invalid"))
                    .body("errors.pointer", contains("/label"))
                    .body("errors[0].detail", notNullValue());
            submit(worker, id, "{\"answer\": {\"label\": \"cat\", \"colour\": \"red\"}}")
                    .statusCode(422)
                    .body("errors.pointer", hasItem("/colour"));
            submit(worker, id, CAT).statusCode(200);
        }

        @Test
        void a_request_that_is_not_understood_is_refused() {
            var worker = market.worker();
            var id = claim(market.open(terms()), worker);

            submit(worker, id, "{\"answer\": ").statusCode(400).body("code", equalTo("malformed-json"));
            submit(worker, id, "{\"answer\": {\"label\": \"cat\"}, \"mood\": 1}")
                    .statusCode(400)
                    .body("code", equalTo("unknown-field"))
                    .body("errors.pointer", hasItem("/mood"));
            submit(worker, id, "{}").statusCode(400).body("code", equalTo("invalid-request"));
            submit(worker, id, "{\"answer\": {\"label\": \"cat\"}, \"activeSeconds\": -1}")
                    .statusCode(400)
                    .body("code", equalTo("invalid-request"));
        }

        @Test
        void needs_a_token_that_is_good() {
            var worker = market.worker();
            var id = claim(market.open(terms()), worker);

            for (String token : new String[] {TestTokens.expired(worker), TestTokens.forged(worker)}) {
                Market.as(token)
                        .contentType("application/json")
                        .body(CAT)
                        .post("/v1/assignments/{id}/submit", id)
                        .then()
                        .statusCode(401)
                        .body("code", equalTo("not-authenticated"));
            }
        }

        @Test
        void is_still_possible_while_the_job_is_paused() {
            var job = market.open(terms());
            var worker = market.worker();
            var id = claim(job, worker);

            market.setState(job, "PAUSED");

            submit(worker, id, CAT).statusCode(200);
        }
    }

    @Nested
    class Heartbeats {

        @Test
        void are_bounded_by_the_time_since_the_claim_and_never_fall() {
            var worker = market.worker();
            var id = claim(market.open(terms()), worker);
            clock.advance(Duration.ofSeconds(30));

            post(worker, id, "heartbeat", "{\"activeSeconds\": 12}")
                    .statusCode(200)
                    .body("activeSeconds", equalTo(12));
            post(worker, id, "heartbeat", "{\"activeSeconds\": 7}")
                    .statusCode(200)
                    .body("activeSeconds", equalTo(12));
            int credited = post(worker, id, "heartbeat", "{\"activeSeconds\": 4000}")
                    .statusCode(200)
                    .extract()
                    .path("activeSeconds");

            assertThat(credited).isBetween(30, 60);
        }

        @Test
        void take_nothing_but_the_seconds() {
            var worker = market.worker();
            var id = claim(market.open(terms()), worker);

            post(worker, id, "heartbeat", "{\"activeSeconds\": 1, \"keystrokes\": 40}")
                    .statusCode(400)
                    .body("code", equalTo("unknown-field"));
        }

        @Test
        void take_only_the_signs_of_a_closed_list() {
            var worker = market.worker();
            var id = claim(market.open(terms()), worker);

            post(worker, id, "heartbeat", "{\"events\": [{\"kind\": \"input\", \"millisAgo\": 1, \"key\": \"q\"}]}")
                    .statusCode(400)
                    .body("code", equalTo("unknown-field"));
            post(worker, id, "heartbeat", "{\"events\": [{\"kind\": \"mouse-move\", \"millisAgo\": 1}]}")
                    .statusCode(400);
            post(worker, id, "heartbeat", "{\"events\": [{\"kind\": \"input\", \"millisAgo\": -1}]}")
                    .statusCode(400);
            post(worker, id, "heartbeat", "{}").statusCode(400).body("code", equalTo("invalid-request"));
        }

        @Test
        void of_a_silent_gap_of_200_seconds_credit_the_reading_allowance() {
            var worker = market.worker();
            var id = claim(market.open(terms()), worker);
            clock.advance(Duration.ofMinutes(5));

            post(worker, id, "heartbeat", events("focus", 250, "input", 50))
                    .statusCode(200)
                    .body("activeSeconds", equalTo(30))
                    .body("timeBasis", equalTo("measured"));
            post(worker, id, "heartbeat", events("media-play", 45, "media-stop", 5, "blur", 1))
                    .statusCode(200)
                    // Five seconds until the sound, forty of it, four after it.
                    .body("activeSeconds", equalTo(79));
        }

        @Test
        void of_two_tasks_in_two_jobs_never_come_to_more_than_the_wall() {
            var worker = market.worker();
            var one = claim(market.open(terms()), worker);
            var other = claim(market.open(terms()), worker);
            clock.advance(Duration.ofMinutes(10));
            var ones = new StringBuilder();
            var others = new StringBuilder();
            int sum = 0;
            for (int ago = 590; ago > 0; ago -= 20) {
                ones.append(",{\"kind\":\"focus\",\"millisAgo\":%d}".formatted(1000 * ago));
                others.append(",{\"kind\":\"focus\",\"millisAgo\":%d}".formatted(1000 * ago - 10_000));
                if (ago % 100 < 20) {
                    post(worker, one, "heartbeat", "{\"events\": [%s]}".formatted(ones.substring(1)));
                    post(worker, other, "heartbeat", "{\"events\": [%s]}".formatted(others.substring(1)));
                    ones.setLength(0);
                    others.setLength(0);
                }
            }

            for (var id : List.of(one, other)) {
                int active = submit(worker, id, CAT).statusCode(200).extract().path("activeSeconds");
                assertThat(active).isPositive();
                sum += active;
            }
            assertThat(sum).isLessThanOrEqualTo(600);
        }

        @Test
        void credit_the_task_that_the_worker_turned_from_and_the_last_gap_before_the_submission() {
            var worker = market.worker();
            var one = claim(market.open(terms()), worker);
            var other = claim(market.open(terms()), worker);
            clock.advance(Duration.ofSeconds(100));
            post(worker, one, "heartbeat", events("focus", 90)).statusCode(200).body("activeSeconds", equalTo(0));

            post(worker, other, "heartbeat", events("focus", 70)).statusCode(200);

            assertThat(database.text(
                            "select active_seconds || time_basis from assignment where id = ?", UUID.fromString(one)))
                    .isEqualTo("20MEASURED");
            clock.advance(Duration.ofSeconds(-50));
            int active = submit(worker, other, CAT)
                    .statusCode(200)
                    .body("timeBasis", equalTo("measured"))
                    .extract()
                    .path("activeSeconds");
            assertThat(active).isBetween(20, 29);
        }

        @Test
        void keep_the_report_beside_what_was_measured() {
            var worker = market.worker();
            var id = claim(market.open(terms()), worker);
            clock.advance(Duration.ofSeconds(100));
            post(worker, id, "heartbeat", events("focus", 90, "blur", 80)).statusCode(200);

            submit(worker, id, "{\"answer\": {\"label\": \"cat\"}, \"activeSeconds\": 77}")
                    .statusCode(200)
                    .body("activeSeconds", equalTo(10));

            asWorker(worker)
                    .get("/v1/assignments/{id}", id)
                    .then()
                    .body("activeSeconds", equalTo(10))
                    .body("reportedSeconds", equalTo(77))
                    .body("timeBasis", equalTo("measured"));
        }

        private static String events(Object... kindsAndSecondsAgo) {
            var events = new StringBuilder();
            for (int i = 0; i < kindsAndSecondsAgo.length; i += 2) {
                events.append(",{\"kind\": \"%s\", \"millisAgo\": %d}"
                        .formatted(kindsAndSecondsAgo[i], 1000 * (int) kindsAndSecondsAgo[i + 1]));
            }
            return "{\"events\": [" + events.substring(1) + "]}";
        }

        @Test
        void of_somebody_elses_assignment_are_not_found() {
            var id = claim(market.open(terms()), market.worker());

            post(market.worker(), id, "heartbeat", "{\"activeSeconds\": 1}").statusCode(404);
        }

        @Test
        void after_the_submission_are_refused() {
            var worker = market.worker();
            var id = claim(market.open(terms()), worker);
            submit(worker, id, CAT).statusCode(200);

            post(worker, id, "heartbeat", "{\"activeSeconds\": 9}")
                    .statusCode(409)
                    .body("code", equalTo("already-submitted"));
        }
    }

    @Nested
    class GivingBack {

        @Test
        void frees_the_slot_once_however_often_it_is_repeated() {
            var job = market.open(terms().tasks(2, 1));
            var worker = market.worker();
            var id = claim(job, worker);

            giveBack(worker, id).statusCode(200).body("state", equalTo("RETURNED"));
            giveBack(worker, id).statusCode(200).body("state", equalTo("RETURNED"));

            assertThat(market.counters(job)).containsEntry("returned", 1L).containsEntry("slots", 2L);
        }

        @Test
        void is_refused_after_the_submission() {
            var worker = market.worker();
            var id = claim(market.open(terms()), worker);
            submit(worker, id, CAT).statusCode(200);

            giveBack(worker, id).statusCode(409).body("code", equalTo("already-submitted"));
        }

        @Test
        void ends_the_attempt_for_good() {
            var worker = market.worker();
            var id = claim(market.open(terms()), worker);
            giveBack(worker, id).statusCode(200);

            submit(worker, id, CAT).statusCode(409).body("code", equalTo("assignment-returned"));
        }

        @Test
        void of_somebody_elses_assignment_is_not_found() {
            var id = claim(market.open(terms()), market.worker());

            giveBack(market.worker(), id).statusCode(404);
        }
    }

    @Nested
    class Looking {

        @Test
        void workers_see_their_own_newest_first_a_page_at_a_time() {
            var job = market.open(terms().tasks(3, 1));
            var worker = market.worker();
            var first = claim(job, worker);
            var second = claim(job, worker);
            var third = claim(job, worker);
            claim(market.open(terms()), market.worker());

            String next = asWorker(worker)
                    .queryParam("limit", 2)
                    .get("/v1/assignments")
                    .then()
                    .statusCode(200)
                    .body("items.id", contains(third, second))
                    .extract()
                    .path("next");

            asWorker(worker)
                    .queryParam("limit", 2)
                    .queryParam("cursor", next)
                    .get("/v1/assignments")
                    .then()
                    .statusCode(200)
                    .body("items.id", contains(first))
                    .body("next", nullValue());
        }

        @Test
        void requesters_see_their_jobs_by_state_in_the_order_of_claims() {
            var job = market.open(terms().tasks(3, 1));
            var worker = market.worker();
            var first = claim(job, worker);
            claim(job, worker);
            var third = claim(job, worker);
            Market.submit(first, worker);
            Market.submit(third, worker);

            asRequester(job)
                    .queryParam("state", "SUBMITTED")
                    .get("/v1/jobs/{id}/assignments", job.id())
                    .then()
                    .statusCode(200)
                    .body("items.id", contains(first, third))
                    .body("items[0].answer.label", equalTo("cat"))
                    .body("items[0].workerId", equalTo(worker.toString()))
                    .body("items[0].externalId", equalTo("x1"))
                    .body("items[0].wallSeconds", greaterThanOrEqualTo(0));
        }

        @Test
        void requesters_see_the_answers_to_one_task() {
            var job = market.open(terms().tasks(2, 2));
            var one = market.worker();
            var other = market.worker();
            var first = claim(job, one);
            claim(job, one);
            claim(job, other);
            claim(job, other);
            Market.submit(first, one);
            String task = asRequester(job)
                    .get("/v1/assignments/{id}", first)
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("taskId");

            asRequester(job)
                    .queryParam("taskId", task)
                    .get("/v1/jobs/{id}/assignments", job.id())
                    .then()
                    .statusCode(200)
                    .body("items", hasSize(2))
                    .body("items.taskId", everyItem(equalTo(task)));
            asRequester(job)
                    .queryParam("taskId", task)
                    .queryParam("state", "SUBMITTED")
                    .get("/v1/jobs/{id}/assignments", job.id())
                    .then()
                    .body("items.id", contains(first));
            var elsewhere = market.open(terms());
            asRequester(elsewhere)
                    .queryParam("taskId", task)
                    .get("/v1/jobs/{id}/assignments", elsewhere.id())
                    .then()
                    .statusCode(200)
                    .body("items", hasSize(0));
        }

        @Test
        void strangers_see_nothing() {
            var job = market.open(terms());
            var worker = market.worker();
            var id = claim(job, worker);
            var stranger = TestTokens.requester(UUID.randomUUID());

            Market.as(stranger)
                    .get("/v1/jobs/{id}/assignments", job.id())
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("job-not-found"));
            Market.as(stranger).get("/v1/assignments/{id}", id).then().statusCode(404);
            asWorker(market.worker()).get("/v1/assignments/{id}", id).then().statusCode(404);
        }

        @Test
        void one_is_shown_to_its_worker_with_the_task_and_to_the_requester_without() {
            var job = market.open(terms());
            var worker = market.worker();
            var id = claim(job, worker);

            asWorker(worker)
                    .get("/v1/assignments/{id}", id)
                    .then()
                    .statusCode(200)
                    .body("input.text", equalTo("It barks."));
            asRequester(job)
                    .get("/v1/assignments/{id}", id)
                    .then()
                    .statusCode(200)
                    .body("id", equalTo(id))
                    .body("input", nullValue());
        }
    }
}
