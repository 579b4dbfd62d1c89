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
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

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
        void needs_reason_evidence_and_clause() {
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
        void of_somebody_elses_job_is_not_found() {
            var id = submitted(market.open(terms()));
            var other = market.open(terms());

            reject(other, id, "{\"reason\": \"FRAUD\", \"evidence\": \"e\", \"clause\": \"c\"}")
                    .statusCode(404);
        }
    }

    @Nested
    class ManyAtOnce {

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
