package dev.groundwork.task.claim;

import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.claim.Market.TestJob;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.claim.Market.asRequester;
import static dev.groundwork.task.claim.Market.asWorker;
import static dev.groundwork.task.claim.Market.claim;
import static dev.groundwork.task.claim.Market.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class ClaimResourceTest {

    @Inject
    Market market;

    private static ValidatableResponse claims(TestJob job, UUID worker, int count) {
        return asWorker(worker)
                .queryParam("count", count)
                .post("/v1/jobs/{id}/claims", job.id())
                .then();
    }

    private static ValidatableResponse named(TestJob job, UUID worker, String externalId) {
        return asWorker(worker)
                .contentType("application/json")
                .body("{\"externalId\": \"%s\"}".formatted(externalId))
                .post("/v1/jobs/{id}/claims", job.id())
                .then();
    }

    private static ValidatableResponse keyed(TestJob job, UUID worker, String key, int count) {
        return asWorker(worker)
                .header("Idempotency-Key", key)
                .queryParam("count", count)
                .post("/v1/jobs/{id}/claims", job.id())
                .then();
    }

    @Test
    void tasks_come_in_their_order_with_all_that_is_needed_to_work_on_them() {
        var job = market.open(terms().tasks(3, 1));

        claims(job, market.worker(), 2)
                .statusCode(201)
                .body("items.externalId", contains("x1", "x2"))
                .body("items[0].input.text", equalTo("It barks."))
                .body("items[0].reward.amount", equalTo("0.05"))
                .body("items[0].reward.currency", equalTo("EUR"))
                .body("items[0].jobId", equalTo(job.id().toString()))
                .body("items[0].specHash.length()", equalTo(64));

        assertThat(market.counters(job)).containsEntry("claimed", 2L).containsEntry("slots", 1L);
    }

    @Test
    void fewer_come_when_fewer_are_left_and_then_none() {
        var job = market.open(terms().tasks(2, 1));
        var worker = market.worker();

        claims(job, worker, 5).statusCode(201).body("items", hasSize(2));
        claims(job, worker, 1).statusCode(409).body("code", equalTo("no-tasks-left"));
    }

    private static ValidatableResponse step(String assignment, UUID worker, @Nullable String key) {
        var request = asWorker(worker).contentType("application/json").body("{\"answer\": {\"label\": \"cat\"}}");
        return (key == null ? request : request.header("Idempotency-Key", key))
                .post("/v1/assignments/{id}/submit-and-claim", assignment)
                .then();
    }

    @Test
    void an_answer_is_handed_in_and_the_next_task_is_got_by_one_request() {
        var job = market.open(terms().tasks(3, 1));
        var ann = market.worker();
        var first = claim(job, ann);

        String second = step(first, ann, "turn-1")
                .statusCode(200)
                .body("submitted.state", equalTo("SUBMITTED"))
                .body("claimed.externalId", contains("x2"))
                .body("notClaimed", nullValue())
                .extract()
                .path("claimed[0].assignmentId");

        step(first, ann, "turn-1").statusCode(200).body("claimed.assignmentId", contains(second));
        assertThat(market.counters(job)).containsEntry("claimed", 1L).containsEntry("submitted", 1L);
    }

    @Test
    void an_answer_is_kept_where_there_is_no_next_task_and_none_is_got_for_a_bad_answer() {
        var job = market.open(terms().tasks(2, 1));
        var ann = market.worker();
        var first = claim(job, ann);

        asWorker(ann)
                .contentType("application/json")
                .body("{\"answer\": {\"nonsense\": 1}}")
                .post("/v1/assignments/{id}/submit-and-claim", first)
                .then()
                .statusCode(422)
                .body("code", equalTo("answer-invalid"));
        assertThat(market.counters(job)).containsEntry("claimed", 1L).containsEntry("slots", 1L);

        String last = step(first, ann, null).statusCode(200).extract().path("claimed[0].assignmentId");
        step(last, ann, null)
                .statusCode(200)
                .body("submitted.state", equalTo("SUBMITTED"))
                .body("claimed", hasSize(0))
                .body("notClaimed.code", equalTo("no-tasks-left"));
        assertThat(market.counters(job)).containsEntry("submitted", 2L);
    }

    @Test
    void nobody_gets_a_task_twice_but_as_many_workers_as_its_overlap_do() {
        var job = market.open(terms().tasks(1, 2));
        var ann = market.worker();
        claims(job, ann, 1).statusCode(201);

        claims(job, ann, 1).statusCode(409).body("code", equalTo("no-tasks-left"));
        claims(job, market.worker(), 1).statusCode(201).body("items[0].externalId", equalTo("x1"));
        claims(job, market.worker(), 1).statusCode(409);
    }

    @Test
    void a_returned_slot_goes_to_the_next_worker_first_and_not_to_the_one_who_returned_it() {
        var job = market.open(terms().tasks(3, 1));
        var ann = market.worker();
        var first = claim(job, ann);
        asWorker(ann).post("/v1/assignments/{id}/return", first).then().statusCode(200);

        claims(job, ann, 1).statusCode(201).body("items.externalId", contains("x2"));
        claims(job, market.worker(), 1).statusCode(201).body("items.externalId", contains("x1"));
    }

    @Test
    void the_reward_is_locked_when_the_worker_accepts() {
        var job = market.open(terms());
        var worker = market.worker();
        var id = claim(job, worker);

        market.execute("update job set reward_minor = 9 where id = ?", job.id());

        asWorker(worker).get("/v1/assignments/{id}", id).then().statusCode(200).body("reward.amount", equalTo("0.05"));
        claims(job, worker, 1).body("items[0].reward.amount", equalTo("0.09"));
    }

    @Nested
    class ANamedTask {

        @Test
        void is_given_whatever_the_order_and_the_ones_before_it_are_not_lost() {
            var job = market.open(terms().tasks(3, 1));
            var worker = market.worker();

            named(job, worker, "x3").statusCode(201).body("items.externalId", contains("x3"));
            named(job, worker, "x1").statusCode(201).body("items.externalId", contains("x1"));
            claims(job, worker, 5).statusCode(201).body("items.externalId", contains("x2"));
        }

        @Test
        void is_found_by_its_id_too() {
            var job = market.open(terms().tasks(3, 2));
            String taskId = claims(job, market.worker(), 2).extract().path("items[1].taskId");

            asWorker(market.worker())
                    .contentType("application/json")
                    .body("{\"taskId\": \"%s\"}".formatted(taskId))
                    .post("/v1/jobs/{id}/claims", job.id())
                    .then()
                    .statusCode(201)
                    .body("items.taskId", contains(taskId));
        }

        @Test
        void cannot_be_claimed_twice() {
            var job = market.open(terms().tasks(1, 2));
            var worker = market.worker();
            named(job, worker, "x1").statusCode(201);

            named(job, worker, "x1").statusCode(409).body("code", equalTo("already-claimed"));
        }

        @Test
        void may_be_taken_or_unknown() {
            var job = market.open(terms().tasks(1, 1));
            named(job, market.worker(), "x1").statusCode(201);

            named(job, market.worker(), "x1").statusCode(409).body("code", equalTo("no-tasks-left"));
            named(job, market.worker(), "x99").statusCode(404).body("code", equalTo("task-not-found"));
        }

        @Test
        void comes_back_when_it_is_returned() {
            var job = market.open(terms().tasks(2, 1));
            var ann = market.worker();
            var id = claim(job, ann);
            asWorker(ann).post("/v1/assignments/{id}/return", id).then().statusCode(200);

            named(job, market.worker(), "x1").statusCode(201);

            assertThat(market.counters(job)).containsEntry("slots", 1L).containsEntry("returned", 1L);
        }

        @Test
        void needs_exactly_one_name() {
            asWorker(market.worker())
                    .contentType("application/json")
                    .body("{}")
                    .post("/v1/jobs/{id}/claims", market.open(terms()).id())
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("task-not-named"));
        }
    }

    @Nested
    class AKeyedClaim {

        @Test
        void repeated_gets_the_same_tasks_and_no_more() {
            var job = market.open(terms().tasks(3, 1));
            var worker = market.worker();
            var first = keyed(job, worker, "k1", 2)
                    .statusCode(201)
                    .header("Idempotent-Replayed", nullValue())
                    .extract()
                    .asString();

            var second = keyed(job, worker, "k1", 2)
                    .statusCode(201)
                    .header("Idempotent-Replayed", "true")
                    .extract()
                    .asString();

            assertThat(second).isEqualTo(first);
            assertThat(market.counters(job)).containsEntry("claimed", 2L);
        }

        @Test
        void with_a_key_used_for_something_else_is_refused() {
            var job = market.open(terms().tasks(3, 1));
            var worker = market.worker();
            keyed(job, worker, "k1", 1).statusCode(201);

            keyed(job, worker, "k1", 2).statusCode(422).body("code", equalTo("idempotency-key-reused"));
        }

        @Test
        void of_another_worker_is_another_claim() {
            var job = market.open(terms().tasks(2, 1));
            keyed(job, market.worker(), "k1", 1).body("items.externalId", contains("x1"));

            keyed(job, market.worker(), "k1", 1).body("items.externalId", contains("x2"));
        }

        @Test
        void that_got_nothing_may_be_repeated_until_it_gets_something() {
            var job = market.open(terms().tasks(1, 1).state("PAUSED"));
            var worker = market.worker();
            keyed(job, worker, "k1", 1).statusCode(409);
            market.setState(job, "OPEN");

            keyed(job, worker, "k1", 1).statusCode(201);
        }
    }

    @Nested
    class IsRefused {

        @Test
        void while_the_job_is_not_open() {
            for (String state : List.of("PAUSED", "COMPLETED", "CANCELLED")) {
                claims(market.open(terms().state(state)), market.worker(), 1)
                        .statusCode(409)
                        .body("code", equalTo("job-not-open"))
                        .body("state", equalTo(state));
            }
        }

        @Test
        void as_absent_while_only_the_requester_knows_the_job() {
            for (String state : List.of("DRAFT", "FUNDING")) {
                claims(market.open(terms().state(state)), market.worker(), 1)
                        .statusCode(404)
                        .body("code", equalTo("job-not-found"));
            }
        }

        @Test
        void where_there_is_no_such_job() {
            claims(new TestJob(UUID.randomUUID(), UUID.randomUUID()), market.worker(), 1)
                    .statusCode(404)
                    .body("code", equalTo("job-not-found"));
        }

        @Test
        void to_workers_without_a_profile() {
            claims(market.open(terms()), UUID.randomUUID(), 1)
                    .statusCode(409)
                    .body("code", equalTo("profile-missing"))
                    .body("detail", containsString("PUT /v1/me"));
        }

        @Test
        void to_suspended_workers() {
            claims(market.open(terms()), market.worker("ES", "SUSPENDED"), 1)
                    .statusCode(403)
                    .body("code", equalTo("worker-suspended"));
        }

        @Test
        void to_workers_of_other_places() {
            var job = market.open(terms().places("PT", "FR"));

            claims(job, market.worker("ES", "ACTIVE"), 1).statusCode(403).body("code", equalTo("place-not-admitted"));
            claims(job, market.worker("FR", "ACTIVE"), 1).statusCode(201);
        }

        @Test
        void to_requesters() {
            var job = market.open(terms());

            asRequester(job)
                    .post("/v1/jobs/{id}/claims", job.id())
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("not-allowed"));
        }

        @Test
        void with_an_expired_or_forged_token_or_none() {
            var job = market.open(terms());
            var worker = market.worker();

            Market.as(TestTokens.expired(worker))
                    .post("/v1/jobs/{id}/claims", job.id())
                    .then()
                    .statusCode(401)
                    .body("code", equalTo("not-authenticated"))
                    .body("detail", containsString("expired"))
                    .header("WWW-Authenticate", containsString("Bearer"));
            Market.as(TestTokens.forged(worker))
                    .post("/v1/jobs/{id}/claims", job.id())
                    .then()
                    .statusCode(401)
                    .body("code", equalTo("not-authenticated"));
            io.restassured.RestAssured.post("/v1/jobs/{id}/claims", job.id())
                    .then()
                    .statusCode(401);
            assertThat(market.counters(job)).containsEntry("claimed", 0L);
        }

        @Test
        void for_more_than_twenty_or_less_than_one() {
            var job = market.open(terms());

            claims(job, market.worker(), 21).statusCode(400).body("code", equalTo("invalid-request"));
            claims(job, market.worker(), 0).statusCode(400).body("code", equalTo("invalid-request"));
        }

        @Test
        void with_a_body_that_is_not_understood() {
            var job = market.open(terms());
            var worker = market.worker();

            asWorker(worker)
                    .contentType("application/json")
                    .body("{\"externalId\": \"x1\", \"extrenalId\": \"x2\"}")
                    .post("/v1/jobs/{id}/claims", job.id())
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("unknown-field"))
                    .body("errors.pointer", hasItem("/extrenalId"));
            asWorker(worker)
                    .contentType("application/json")
                    .body("{\"externalId\": ")
                    .post("/v1/jobs/{id}/claims", job.id())
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("malformed-json"));
        }
    }
}
