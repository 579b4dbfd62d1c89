package dev.groundwork.task.review;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.claim.Market;
import dev.groundwork.task.claim.Market.TestJob;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.claim.Market.asRequester;
import static dev.groundwork.task.claim.Market.claim;
import static dev.groundwork.task.claim.Market.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class ReviewResourceTest {

    @Inject
    Market market;

    private String submitted(TestJob job) {
        var worker = market.worker();
        var id = claim(job, worker);
        Market.submit(id, worker);
        return id;
    }

    private static ValidatableResponse reject(TestJob job, String id, String body) {
        return asRequester(job)
                .contentType("application/json")
                .body(body)
                .post("/v1/assignments/{id}/reject", id)
                .then();
    }

    private static ValidatableResponse reviewMany(TestJob job, String body) {
        return asRequester(job)
                .contentType("application/json")
                .body(body)
                .post("/v1/jobs/{id}/reviews", job.id())
                .then();
    }

    @Nested
    class Approving {

        @Test
        void is_final_and_may_be_repeated() {
            var job = market.open(terms());
            var id = submitted(job);

            asRequester(job)
                    .contentType("application/json")
                    .body("{\"feedback\": \"Thank you.\"}")
                    .post("/v1/assignments/{id}/approve", id)
                    .then()
                    .statusCode(200)
                    .body("state", equalTo("APPROVED"))
                    .body("decidedBy", equalTo("requester"))
                    .body("feedback", equalTo("Thank you."));
            asRequester(job).post("/v1/assignments/{id}/approve", id).then().statusCode(200);

            assertThat(market.counters(job)).containsEntry("approved", 1L).containsEntry("submitted", 0L);
            reject(job, id, "{\"reason\": \"FRAUD\", \"evidence\": \"e\", \"clause\": \"c\"}")
                    .statusCode(409)
                    .body("code", equalTo("already-decided"));
        }

        @Test
        void needs_an_answer() {
            var job = market.open(terms());
            var id = claim(job, market.worker());

            asRequester(job)
                    .post("/v1/assignments/{id}/approve", id)
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("not-submitted"));
        }

        @Test
        void is_for_the_jobs_requester_and_not_for_viewers() {
            var job = market.open(terms());
            var id = submitted(job);

            Market.as(TestTokens.requester(UUID.randomUUID()))
                    .post("/v1/assignments/{id}/approve", id)
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("assignment-not-found"));
            Market.as(TestTokens.requesterViewer(job.requesterId()))
                    .post("/v1/assignments/{id}/approve", id)
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("not-allowed"));
            assertThat(market.counters(job)).containsEntry("submitted", 1L);
        }
    }

    @Nested
    class Rejecting {

        @Test
        void holds_the_money_with_all_that_the_worker_must_know() {
            var job = market.open(terms());
            var id = submitted(job);

            reject(
                            job,
                            id,
                            "{\"reason\": \"WRONG_ANSWER\", \"evidence\": \"It is a dog.\", \"clause\": \"2: dogs\","
                                    + " \"note\": \"Look again.\"}")
                    .statusCode(200)
                    .body("state", equalTo("REJECTION_HELD"))
                    .body("rejection.reason", equalTo("WRONG_ANSWER"))
                    .body("rejection.evidence", equalTo("It is a dog."))
                    .body("rejection.clause", equalTo("2: dogs"));

            assertThat(market.counters(job)).containsEntry("rejection_held", 1L).containsEntry("rejected", 0L);
        }

        @Test
        void acceptance_vectors_4_and_5_needs_reason_evidence_and_clause_or_holds_nothing() {
            var job = market.open(terms());
            var id = submitted(job);

            reject(job, id, "{\"evidence\": \"e\", \"clause\": \"c\"}")
                    .statusCode(422)
                    .body("code", equalTo("rejection-needs-reason"))
                    .body("reasons", hasItem("FRAUD"));
            reject(job, id, "{\"reason\": \"I do not like it\", \"evidence\": \"e\", \"clause\": \"c\"}")
                    .statusCode(422)
                    .body("code", equalTo("rejection-needs-reason"));
            reject(job, id, "{\"reason\": \"FRAUD\", \"evidence\": \" \", \"clause\": \"c\"}")
                    .statusCode(422)
                    .body("code", equalTo("rejection-needs-evidence"));
            reject(job, id, "{\"reason\": \"FRAUD\", \"evidence\": \"e\"}")
                    .statusCode(422)
                    .body("code", equalTo("rejection-needs-clause"));
            assertThat(market.counters(job)).containsEntry("submitted", 1L);
        }

        @Test
        void says_what_is_at_stake_and_until_when_the_worker_may_appeal() {
            var job = market.open(terms());
            var worker = market.worker();
            var id = claim(job, worker);
            Market.submit(id, worker);

            reject(
                            job,
                            id,
                            "{\"reason\": \"WRONG_ANSWER\", \"evidence\": \"e\", \"items\": [\"/label\"], \"clause\": \"c\"}")
                    .statusCode(200)
                    .body("pay", equalTo("HELD"))
                    .body("outcome", equalTo("FLOOR_PAY"))
                    .body("payable.amount", equalTo("0.01"))
                    .body("rejection.items", contains("/label"));

            Market.asWorker(worker)
                    .get("/v1/assignments/{id}", id)
                    .then()
                    .body("pay", equalTo("HELD"))
                    .body("rejection.clause", equalTo("c"))
                    .body("appealUntil", notNullValue());
        }

        @Test
        void pays_the_floor_from_what_is_really_held_for_the_job() {
            var job = market.open(terms());
            market.execute("update job set held_base_minor = 15, held_reserve_minor = 9 where id = ?", job.id());
            var id = submitted(job);
            market.execute("update assignment set active_seconds = 3600 where id = ?", UUID.fromString(id));

            // An hour at the floor is far above what is held for one answer: 5 cents and three fifths of them.
            reject(job, id, "{\"reason\": \"WRONG_ANSWER\", \"evidence\": \"e\", \"clause\": \"c\"}")
                    .statusCode(200)
                    .body("outcome", equalTo("FLOOR_PAY"))
                    .body("payable.amount", equalTo("0.08"));
        }

        @Test
        void waits_for_the_end_of_the_revision_window_and_names_its_end() {
            var job = market.open(terms());
            market.execute("update job set revision_window_seconds = 600 where id = ?", job.id());
            var id = submitted(job);

            reject(job, id, "{\"reason\": \"FRAUD\", \"evidence\": \"e\", \"clause\": \"c\"}")
                    .statusCode(409)
                    .body("code", equalTo("answer-revisable"));
            asRequester(job)
                    .post("/v1/assignments/{id}/soft-reject", id)
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("answer-revisable"));
            market.execute(
                    "update assignment set submitted_at = submitted_at - interval '11 minutes' where id = ?",
                    UUID.fromString(id));
            reject(job, id, "{\"reason\": \"FRAUD\", \"evidence\": \"e\", \"clause\": \"c\"}")
                    .statusCode(200);
        }

        @Test
        void needs_evidence_that_is_there() {
            var job = market.open(terms());
            var id = submitted(job);
            var others = submitted(job);

            for (String item :
                    List.of("/nothing", "label", others, UUID.randomUUID().toString())) {
                reject(
                                job,
                                id,
                                "{\"reason\": \"WRONG_ANSWER\", \"evidence\": \"e\", \"items\": [\"%s\"], \"clause\": \"c\"}"
                                        .formatted(item))
                        .statusCode(422)
                        .body("code", equalTo("evidence-not-found"));
            }
            assertThat(market.counters(job)).containsEntry("submitted", 2L);
        }

        @Test
        void for_missed_control_tasks_needs_more_than_one() {
            var job = market.open(terms().tasks(4, 1));
            var worker = market.worker();
            var ids = new ArrayList<String>();
            for (int i = 0; i < 3; i++) {
                ids.add(claim(job, worker));
                Market.submit(ids.getLast(), worker);
            }
            var body = "{\"reason\": \"GOLD_MISS\", \"evidence\": \"e\", \"items\": [%s], \"clause\": \"c\"}";
            var both = "\"" + ids.get(1) + "\", \"" + ids.get(2) + "\"";
            reject(job, ids.getFirst(), body.formatted(both))
                    .statusCode(422)
                    .body("code", equalTo("gold-miss-needs-more"));
            for (var id : ids.subList(1, 3)) {
                market.execute("""
                        insert into control_answer (assignment_id, job_id, worker_id, position, training, fields, is_right, answered_at)
                        values (?, ?, ?, 1, false, '{}', false, now())
                        """, UUID.fromString(id), job.id(), worker);
            }

            reject(job, ids.getFirst(), body.formatted("\"" + ids.get(1) + "\""))
                    .statusCode(422)
                    .body("code", equalTo("gold-miss-needs-more"));
            reject(job, ids.getFirst(), body.formatted(both)).statusCode(200).body("outcome", equalTo("FLOOR_PAY"));
        }

        @Test
        void for_speed_needs_times_that_show_it() {
            var job = market.open(terms().tasks(9, 1));
            for (int seconds : List.of(20, 24, 28, 30, 33, 36, 40)) {
                market.execute(
                        "update assignment set active_seconds = ? where id = ?",
                        seconds,
                        UUID.fromString(submitted(job)));
            }
            var fast = submitted(job);
            market.execute("update assignment set active_seconds = 1 where id = ?", UUID.fromString(fast));
            var usual = submitted(job);
            market.execute("update assignment set active_seconds = 19 where id = ?", UUID.fromString(usual));
            var body = "{\"reason\": \"TOO_FAST\", \"evidence\": \"e\", \"clause\": \"c\"}";

            reject(job, usual, body).statusCode(422).body("code", equalTo("speed-not-shown"));
            reject(job, fast, body).statusCode(200).body("outcome", equalTo("UNPAID"));
        }

        @Test
        void of_somebody_elses_job_is_not_found() {
            var id = submitted(market.open(terms()));
            var other = market.open(terms());

            reject(other, id, "{\"reason\": \"FRAUD\", \"evidence\": \"e\", \"clause\": \"c\"}")
                    .statusCode(404);
        }
    }

    @Nested
    class SoftRejecting {

        @Test
        void pays_and_leaves_out() {
            var job = market.open(terms());
            var id = submitted(job);

            asRequester(job)
                    .contentType("application/json")
                    .body("{\"feedback\": \"The picture was replaced.\"}")
                    .post("/v1/assignments/{id}/soft-reject", id)
                    .then()
                    .statusCode(200)
                    .body("state", equalTo("ACCEPTED_UNUSED"))
                    .body("pay", equalTo("EARNED"))
                    .body("feedback", equalTo("The picture was replaced."));
            asRequester(job).post("/v1/assignments/{id}/soft-reject", id).then().statusCode(200);

            assertThat(market.number("select accepted_unused from job_progress where job_id = ?", job.id()))
                    .isEqualTo(1);
            asRequester(job)
                    .get("/v1/jobs/{id}/exports/answers.jsonl", job.id())
                    .then()
                    .statusCode(200)
                    .body(not(containsString(id)));
        }
    }

    @Nested
    class TheCircuitBreaker {

        private static final String FRAUD = "{\"reason\": \"FRAUD\", \"evidence\": \"Copied.\", \"clause\": \"1\"}";

        private final String operator = TestTokens.withRoles(UUID.randomUUID(), "operator");

        private List<String> submitted(TestJob job, int count) {
            var ids = new ArrayList<String>();
            for (int i = 0; i < count; i++) {
                ids.add(ReviewResourceTest.this.submitted(job));
            }
            return ids;
        }

        @Test
        void locks_the_eleventh_rejection_in_an_hour_until_a_person_lifts_it() {
            var job = market.open(terms().tasks(13, 1));
            var ids = submitted(job, 13);
            ids.subList(0, 10).forEach(id -> reject(job, id, FRAUD).statusCode(200));

            String lock = reject(job, ids.get(10), FRAUD)
                    .statusCode(423)
                    .body("code", equalTo("rejections-locked"))
                    .body("cause", equalTo("HOURLY"))
                    .extract()
                    .path("lockId");

            assertThat(market.counters(job))
                    .containsEntry("rejection_held", 10L)
                    .containsEntry("submitted", 3L);
            asRequester(job)
                    .post("/v1/assignments/{id}/approve", ids.get(12))
                    .then()
                    .statusCode(200);
            Market.as(operator)
                    .get("/v1/rejection-locks?state=OPEN&limit=200")
                    .then()
                    .statusCode(200)
                    .body("items.id", hasItem(lock));
            asRequester(job).get("/v1/rejection-locks").then().statusCode(403);
            String behind = Market.as(operator)
                    .get("/v1/rejection-locks/{id}/rejections", lock)
                    .then()
                    .statusCode(200)
                    .body(
                            "items.assignmentId",
                            containsInAnyOrder(ids.subList(0, 10).toArray()))
                    .body("items[0].rejection.evidence", equalTo("Copied."))
                    .body("items[0].input.text", equalTo("It barks."))
                    .body("items[0].answer.label", equalTo("cat"))
                    .body("items[0].outcome", equalTo("UNPAID"))
                    .extract()
                    .asString();
            assertThat(behind).doesNotContain("workerId");
            isNotThereFor(TestTokens.operatorOf(job.requesterId()), lock);
            look(lock, "confirm").statusCode(200).body("state", equalTo("CONFIRMED"));
            reject(job, ids.get(10), FRAUD).statusCode(423).body("lockId", equalTo(lock));
            look(lock, "lift").statusCode(200).body("state", equalTo("LIFTED"));
            look(lock, "lift").statusCode(409).body("code", equalTo("lock-reviewed"));
            reject(job, ids.get(10), FRAUD).statusCode(200);
            reject(job, ids.get(11), FRAUD).statusCode(200);
        }

        private void isNotThereFor(String own, String lock) {
            Market.as(own)
                    .get("/v1/rejection-locks?limit=200")
                    .then()
                    .statusCode(200)
                    .body("items.id", not(hasItem(lock)));
            Market.as(own)
                    .get("/v1/rejection-locks/{id}/rejections", lock)
                    .then()
                    .statusCode(404);
            Market.as(own)
                    .contentType("application/json")
                    .body("{\"reason\": \"They are all right.\"}")
                    .post("/v1/rejection-locks/{id}/lift", lock)
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("rejection-lock-not-found"));
        }

        private ValidatableResponse look(String lock, String finding) {
            return Market.as(operator)
                    .contentType("application/json")
                    .body("{\"reason\": \"Looked at all of them.\"}")
                    .post("/v1/rejection-locks/{id}/" + finding, lock)
                    .then();
        }

        @Test
        void counts_in_bulk_and_over_jobs() {
            var job = market.open(terms().tasks(12, 1));
            var ids = submitted(job, 12);
            var body = new StringBuilder();
            ids.forEach(id -> body.append(body.isEmpty() ? "" : ", ")
                    .append("{\"id\": \"%s\", \"reason\": \"FRAUD\", \"evidence\": \"Copied.\", \"clause\": \"1\"}"
                            .formatted(id)));

            reviewMany(job, "{\"reject\": [%s]}".formatted(body))
                    .statusCode(200)
                    .body("rejected", equalTo(10))
                    .body("skipped.id", contains(ids.get(10), ids.get(11)))
                    .body("skipped.code", contains("rejections-locked", "rejections-locked"));

            assertThat(market.counters(job)).containsEntry("rejection_held", 10L);
            assertThat(market.number("select count(*) from rejection_lock where requester_id = ?", job.requesterId()))
                    .isEqualTo(1);
        }

        @Test
        void an_hour_later_counts_anew() {
            var job = market.open(terms().tasks(11, 1));
            var ids = submitted(job, 11);
            ids.subList(0, 10).forEach(id -> reject(job, id, FRAUD).statusCode(200));
            market.execute(
                    "update rejection_log set rejected_at = rejected_at - interval '61 minutes' where requester_id = ?",
                    job.requesterId());

            reject(job, ids.get(10), FRAUD).statusCode(200);
        }

        @Test
        void locks_a_larger_share_of_a_job_than_is_usual_for_its_kind() {
            // A kind of its own, so that other tests do not say what is usual.
            var spec = "rate-" + UUID.randomUUID();
            market.execute("insert into task_spec (hash, document, created_at) values (?, ?::json, now())", spec, """
                    {"spec": "task/1", "title": {"en": "Which animal is it?"},
                     "input": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}},
                     "output": {"type": "object", "additionalProperties": false, "required": ["label"], "properties": {
                         "label": {"type": "string", "enum": ["cat", "dog"], "x-kind": "choice"},
                         "ears": {"type": "number", "x-kind": "number"}, "legs": {"type": "number", "x-kind": "number"},
                         "eyes": {"type": "number", "x-kind": "number"}, "tails": {"type": "number", "x-kind": "number"},
                         "teeth": {"type": "number", "x-kind": "number"}, "why": {"type": "string", "x-kind": "text"}}}}""");
            for (int i = 0; i < 3; i++) {
                var other = market.open(terms());
                market.execute("update job set spec_hash = ? where id = ?", spec, other.id());
                market.execute("update job_progress set approved = 90, rejected = 10 where job_id = ?", other.id());
            }
            var job = market.open(terms().tasks(7, 1));
            var ids = submitted(job, 7);
            market.execute("update job set spec_hash = ? where id = ?", spec, job.id());
            market.execute("update job_progress set approved = 15 where job_id = ?", job.id());

            // Six of 21 are 28.6 %, seven of 22 are 31.8 %: three times the usual 10 % lies between.
            ids.subList(0, 6).forEach(id -> reject(job, id, FRAUD).statusCode(200));
            String lock = reject(job, ids.get(6), FRAUD)
                    .statusCode(423)
                    .body("cause", equalTo("RATE"))
                    .extract()
                    .path("lockId");

            look(lock, "lift").statusCode(200);
            reject(job, ids.get(6), FRAUD).statusCode(200);
        }
    }

    @Nested
    class ManyAtOnce {

        @Test
        void named_ones_are_paid_and_not_used() {
            var job = market.open(terms());
            var first = submitted(job);
            var second = submitted(job);

            reviewMany(job, "{\"softReject\": [\"%s\", \"%s\"], \"feedback\": \"Thanks.\"}".formatted(first, second))
                    .statusCode(200)
                    .body("acceptedUnused", equalTo(2))
                    .body("skipped", empty());

            asRequester(job).get("/v1/assignments/{id}", first).then().body("feedback", equalTo("Thanks."));
        }

        @Test
        void named_ones_are_approved_and_the_rest_is_told() {
            var job = market.open(terms().tasks(5, 1));
            var first = submitted(job);
            var second = submitted(job);
            var claimed = claim(job, market.worker());
            var foreign = submitted(market.open(terms()));

            reviewMany(
                            job,
                            "{\"approve\": [\"%s\", \"%s\", \"%s\", \"%s\"]}"
                                    .formatted(first, claimed, foreign, second))
                    .statusCode(200)
                    .body("approved", equalTo(2))
                    .body("skipped.id", contains(claimed, foreign))
                    .body("skipped.code", contains("not-submitted", "assignment-not-found"));

            assertThat(market.counters(job)).containsEntry("approved", 2L).containsEntry("claimed", 1L);
        }

        @Test
        void all_that_wait_are_approved_in_more_than_one_transaction() {
            var job = market.open(terms().tasks(620, 1));
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 31; i++) {
                var worker = market.worker();
                List<String> claimed = Market.asWorker(worker)
                        .post("/v1/jobs/{id}/claims?count=20", job.id())
                        .path("items.assignmentId");
                ids.addAll(claimed);
            }
            market.execute(
                    "update assignment set state = 'SUBMITTED', submitted_at = now(), answer = '{}' where job_id = ?",
                    job.id());
            market.execute("update job_progress set submitted = claimed, claimed = 0 where job_id = ?", job.id());

            reviewMany(job, "{\"approveAll\": true}")
                    .statusCode(200)
                    .body("approved", equalTo(620))
                    .body("skipped", empty());

            assertThat(ids).hasSize(620);
            assertThat(market.counters(job)).containsEntry("approved", 620L).containsEntry("submitted", 0L);
        }

        @Test
        void it_must_be_clear_which() {
            var job = market.open(terms());

            reviewMany(job, "{}").statusCode(400).body("code", equalTo("review-unclear"));
            reviewMany(job, "{\"approveAll\": true, \"approve\": [\"%s\"]}".formatted(UUID.randomUUID()))
                    .statusCode(400)
                    .body("code", equalTo("review-unclear"));
        }

        @Test
        void of_somebody_elses_job_is_not_found() {
            var job = market.open(terms());

            Market.as(TestTokens.requester(UUID.randomUUID()))
                    .contentType("application/json")
                    .body("{\"approveAll\": true}")
                    .post("/v1/jobs/{id}/reviews", job.id())
                    .then()
                    .statusCode(404);
        }
    }
}
