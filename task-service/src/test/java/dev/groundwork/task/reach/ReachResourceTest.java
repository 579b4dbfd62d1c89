package dev.groundwork.task.reach;

import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.kit.Ids;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.claim.Market;
import dev.groundwork.task.claim.Market.TestJob;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.claim.Market.as;
import static dev.groundwork.task.claim.Market.asRequester;
import static dev.groundwork.task.claim.Market.terms;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class ReachResourceTest {

    @Inject
    Market market;

    /** A job that is not there: what is made of all answers must not find it in other tests. */
    private final UUID elsewhere = Ids.next();

    @AfterEach
    void forget() {
        market.execute("delete from assignment where job_id = ?", elsewhere);
    }

    private ValidatableResponse reach(TestJob job) {
        return asRequester(job).get("/v1/jobs/{id}/reach", job.id()).then().statusCode(200);
    }

    /** So many answers of 12 seconds, claimed two days ago. */
    private void worked(UUID worker, int answers) {
        market.execute("""
                insert into assignment (id, job_id, task_id, position, requester_id, worker_id, state, reward_minor, currency,
                                        claimed_at, deadline_at, submitted_at, active_seconds)
                select uuidv7(interval '-2 days'), ?, uuidv7(), n, uuidv7(), ?, 'APPROVED', 5, 'EUR',
                       now() - interval '2 days', now(), now() - interval '2 days', 12
                from generate_series(1, ?) n""", elsewhere, worker, answers);
    }

    @Test
    void a_job_that_nobody_worked_near_lately_has_no_finish() {
        var job = market.open(terms().places("IS"));
        for (int i = 0; i < 9; i++) {
            market.worker("IS", "ACTIVE");
        }
        market.worker("IS", "SUSPENDED");
        market.worker("ES", "ACTIVE");

        reach(job)
                .body("eligibleWorkers", nullValue())
                .body("groupsOf", equalTo(10))
                .body("workedLately", nullValue())
                .body("tooFewForOverlap", equalTo(false))
                .body("finish", nullValue());
        for (int i = 0; i < 10; i++) {
            market.worker("IS", "ACTIVE");
        }
        reach(market.open(terms().places("IS", "SM")))
                .body("eligibleWorkers", equalTo(10))
                .body("finish", nullValue());
        reach(job).body("eligibleWorkers", nullValue());
    }

    @Test
    void the_work_of_eligible_workers_in_the_last_days_says_when_a_job_may_be_done() {
        // 3 answers of 12 seconds.
        var job = market.open(terms().places("LU"));
        for (int i = 0; i < 10; i++) {
            worked(market.worker("LU", "ACTIVE"), 6);
        }
        worked(market.worker("ES", "ACTIVE"), 1000);

        // 720 seconds in two days.
        reach(job)
                .body("eligibleWorkers", equalTo(10))
                .body("workedLately", equalTo(10))
                .body("finish.earliestDays.toDouble()", closeTo(0.1, 0.001))
                .body("finish.latestDays.toDouble()", greaterThanOrEqualTo(0.1));
        market.execute("update job_progress set approved = 3 where job_id = ?", job.id());
        reach(job).body("workedLately", equalTo(10)).body("finish", nullValue());
    }

    @Test
    void too_few_for_the_answers_to_a_task_is_told_by_the_rounded_number_alone() {
        var job = market.open(terms().places("CY").tasks(1, 9));
        market.worker("CY", "ACTIVE");

        reach(job).body("tooFewForOverlap", equalTo(false)).body("finish", nullValue());
        reach(market.open(terms().places("CY").tasks(1, 10)))
                .body("eligibleWorkers", nullValue())
                .body("tooFewForOverlap", equalTo(true))
                .body("finish", nullValue());
        as(TestTokens.requester(Ids.next()))
                .get("/v1/jobs/{id}/reach", job.id())
                .then()
                .statusCode(404);
    }
}
