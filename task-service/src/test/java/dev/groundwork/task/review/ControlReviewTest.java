package dev.groundwork.task.review;

import java.time.Duration;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.kit.time.AdjustableClock;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.claim.Market;
import dev.groundwork.task.claim.Market.TestJob;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.claim.Market.asRequester;
import static dev.groundwork.task.claim.Market.claim;
import static dev.groundwork.task.claim.Market.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class ControlReviewTest {

    @Inject
    Market market;

    @Inject
    AdjustableClock clock;

    @Inject
    ControlReview review;

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    private TestJob job() {
        var job = market.open(terms().tasks(6, 1));
        market.execute(
                "update job set review_policy = 'AUTO_BY_CONTROL_SCORE', review_threshold = 0.8 where id = ?",
                job.id());
        return job;
    }

    private UUID worker(TestJob job, int right, int answered) {
        var worker = market.worker();
        skill(job, worker, right, answered);
        return worker;
    }

    private void skill(TestJob job, UUID worker, int right, int answered) {
        market.execute("""
                insert into worker_skill (job_id, worker_id, right_answers, answered) values (?, ?, ?, ?)
                on conflict (job_id, worker_id) do update
                set right_answers = excluded.right_answers, answered = excluded.answered
                """, job.id(), worker, right, answered);
    }

    private static String submitted(TestJob job, UUID worker) {
        var id = claim(job, worker);
        Market.submit(id, worker);
        return id;
    }

    private static String stateOf(TestJob job, String id) {
        return asRequester(job).get("/v1/assignments/{id}", id).path("state");
    }

    private boolean waits(String id) {
        return market.number("select count(*) from control_review where assignment_id = ?", UUID.fromString(id)) == 1;
    }

    @Test
    void approves_answers_of_workers_who_are_surely_good_and_leaves_the_others_to_people() {
        var job = job();
        // Fifty of fifty are above 0.8 for sure, five of five may be luck, and forty of fifty are just 0.8.
        var sure = submitted(job, worker(job, 50, 50));
        var lucky = submitted(job, worker(job, 5, 5));
        var close = submitted(job, worker(job, 40, 50));
        var unknown = submitted(job, market.worker());

        await().untilAsserted(() -> assertThat(stateOf(job, sure)).isEqualTo("APPROVED"));
        clock.advance(Duration.ofMinutes(5));
        review.run();

        asRequester(job).get("/v1/assignments/{id}", sure).then().body("decidedBy", equalTo("control-score"));
        for (var id : new String[] {lucky, close, unknown}) {
            assertThat(stateOf(job, id)).isEqualTo("SUBMITTED");
            assertThat(waits(id)).isTrue();
        }
        assertThat(waits(sure)).isFalse();
    }

    @Test
    void looks_again_while_a_score_may_rise() {
        var job = job();
        var worker = worker(job, 5, 5);
        var id = submitted(job, worker);
        review.run();

        skill(job, worker, 30, 30);
        clock.advance(Duration.ofMinutes(2));

        await().untilAsserted(() -> assertThat(stateOf(job, id)).isEqualTo("APPROVED"));
    }

    @Test
    void waits_until_the_worker_may_no_longer_replace_the_answer() {
        var job = job();
        market.execute("update job set revision_window_seconds = 600 where id = ?", job.id());
        var id = submitted(job, worker(job, 50, 50));

        review.run();
        assertThat(stateOf(job, id)).isEqualTo("SUBMITTED");
        clock.advance(Duration.ofMinutes(11));

        await().untilAsserted(() -> assertThat(stateOf(job, id)).isEqualTo("APPROVED"));
    }

    @Test
    void forgets_what_a_person_has_decided() {
        var job = job();
        var id = submitted(job, worker(job, 5, 5));
        asRequester(job).post("/v1/assignments/{id}/soft-reject", id).then().statusCode(200);

        clock.advance(Duration.ofMinutes(2));
        review.run();

        await().untilAsserted(() -> assertThat(waits(id)).isFalse());
        assertThat(stateOf(job, id)).isEqualTo("ACCEPTED_UNUSED");
    }
}
