package dev.groundwork.task.eligibility;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.claim.Market;
import dev.groundwork.task.claim.Market.TestJob;
import dev.groundwork.task.time.TimeStatistics;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.claim.Market.asRequester;
import static dev.groundwork.task.claim.Market.asWorker;
import static dev.groundwork.task.claim.Market.claim;
import static dev.groundwork.task.claim.Market.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class OfferResourceTest {

    @Inject
    Market market;

    @Inject
    TimeStatistics statistics;

    private static ValidatableResponse offer(UUID worker, TestJob job) {
        return asWorker(worker).get("/v1/offers/{id}", job.id()).then();
    }

    /** As the watch does in its next turn. */
    private void measure(TestJob job) {
        market.run(connection -> {
            try (var query = connection.prepareStatement("select spec_hash from job where id = ?")) {
                query.setObject(1, job.id());
                try (var row = query.executeQuery()) {
                    row.next();
                    statistics.measure(connection, job.id(), job.requesterId(), row.getString(1));
                }
            }
        });
    }

    private static List<String> offered(UUID worker) {
        var ids = new ArrayList<String>();
        String cursor = "";
        while (cursor != null) {
            var page = asWorker(worker)
                    .queryParam("cursor", cursor)
                    .queryParam("limit", 2)
                    .get("/v1/offers");
            ids.addAll(page.path("items.jobId"));
            cursor = page.path("next");
        }
        return ids;
    }

    @Test
    void an_offer_says_what_a_worker_should_know_and_that_the_time_is_an_estimate() {
        var job = market.open(terms().tasks(10, 3));

        offer(market.worker(), job)
                .statusCode(200)
                .body("title", equalTo("Animals"))
                .body("requesterId", equalTo(job.requesterId().toString()))
                .body("reward.amount", equalTo("0.05"))
                .body("timeLimitSeconds", equalTo(900))
                .body("timeEstimateSeconds", equalTo(12))
                .body("measured", is(false))
                .body("medianActiveSeconds", nullValue())
                .body("expectedHourly.amount", equalTo("15.00"))
                .body("floor.perHour.amount", equalTo("9.37"))
                .body("floor.kind", equalTo("statutory"))
                .body("floor.source", equalTo("RD 126/2026"))
                .body("tasksLeft", equalTo(30))
                .body("approvalRate", nullValue())
                .body("screening", nullValue())
                .body("reviewSeconds", equalTo(604_800))
                .body("spec.spec", equalTo("task/1"));
    }

    @Test
    void the_time_is_measured_once_five_workers_have_submitted() {
        var job = market.open(terms().tasks(10, 1));
        for (int i = 1; i <= 5; i++) {
            var worker = market.worker();
            Market.submit(claim(job, worker), worker);
            market.execute(
                    "update assignment set active_seconds = ?, time_basis = 'MEASURED' where job_id = ? and worker_id = ?",
                    10 * i,
                    job.id(),
                    worker);
        }
        measure(job);

        offer(market.worker(), job)
                .statusCode(200)
                .body("measured", is(true))
                .body("measuredWorkers", equalTo(5))
                .body("medianActiveSeconds", equalTo(30))
                .body("p25", equalTo(20))
                .body("p75", equalTo(40))
                .body("expectedHourly.amount", equalTo("6.00"))
                .body("tasksLeft", equalTo(5));
    }

    @Test
    void of_four_workers_it_is_an_estimate_and_the_offer_says_so() {
        var job = market.open(terms().tasks(10, 1));
        for (int i = 1; i <= 4; i++) {
            var worker = market.worker();
            Market.submit(claim(job, worker), worker);
        }
        market.execute("update assignment set active_seconds = 9, time_basis = 'REPORTED' where job_id = ?", job.id());
        measure(job);
        var worker = market.worker();

        offer(worker, job)
                .statusCode(200)
                .body("measured", is(false))
                .body("timeBasis", equalTo("estimate, not measured"))
                .body("expectedHourly.amount", equalTo("15.00"));
        asWorker(worker)
                .get("/v1/offers/{id}/why", job.id())
                .then()
                .statusCode(200)
                .body("offered", is(true))
                .body("rules.rule", equalTo(List.of("account-active", "job-open", "place", "tasks-left")))
                .body("time", equalTo("Estimate, not measured: the requester announces 12 seconds a task."));
    }

    @Test
    void the_rule_that_fails_is_named() {
        var worker = market.worker("MT", "ACTIVE");
        var elsewhere = market.open(terms().places("PT"));
        var paused = market.open(terms().state("PAUSED"));
        var done = market.open(terms().tasks(1, 2));
        claim(done, worker);

        assertThat(failing(worker, elsewhere)).containsExactly("place");
        assertThat(failing(worker, paused)).containsExactly("job-open");
        assertThat(failing(worker, done)).containsExactly("tasks-left");
        assertThat(failing(UUID.randomUUID(), done)).containsExactly("account-active");
        asWorker(worker)
                .get("/v1/offers/{id}/why", market.open(terms().state("DRAFT")).id())
                .then()
                .statusCode(404);
    }

    private static List<String> failing(UUID worker, TestJob job) {
        return asWorker(worker)
                .get("/v1/offers/{id}/why", job.id())
                .then()
                .statusCode(200)
                .body("offered", is(false))
                .extract()
                .path("rules.findAll { !it.holds }.rule");
    }

    @Test
    void the_requesters_record_is_computed_from_what_they_decided() {
        var job = market.open(terms().tasks(10, 1));
        var ids = new ArrayList<String>();
        for (int i = 0; i < 4; i++) {
            var worker = market.worker();
            var id = claim(job, worker);
            Market.submit(id, worker);
            ids.add(id);
        }
        asRequester(job)
                .contentType("application/json")
                .body("{\"reason\": \"FRAUD\", \"evidence\": \"e\", \"clause\": \"c\"}")
                .post("/v1/assignments/{id}/reject", ids.removeFirst())
                .then()
                .statusCode(200);
        ids.forEach(id ->
                asRequester(job).post("/v1/assignments/{id}/approve", id).then().statusCode(200));

        offer(market.worker(), job)
                .statusCode(200)
                .body("approvalRate", equalTo(0.75f))
                .body("rejectionRate", equalTo(0.25f))
                .body("decisions", equalTo(4));
    }

    @Test
    void only_open_jobs_for_the_workers_place_with_a_task_for_the_worker_are_offered() {
        var worker = market.worker("MT", "ACTIVE");
        var open = market.open(terms());
        var paused = market.open(terms().state("PAUSED"));
        var elsewhere = market.open(terms().places("PT"));
        var here = market.open(terms().places("PT", "MT"));
        var done = market.open(terms().tasks(1, 2));
        claim(done, worker);
        var exhausted = market.open(terms().tasks(1, 1));
        claim(exhausted, market.worker());

        var offered = offered(worker);

        assertThat(offered)
                .contains(open.id().toString(), here.id().toString())
                .doesNotContain(
                        paused.id().toString(),
                        elsewhere.id().toString(),
                        done.id().toString(),
                        exhausted.id().toString())
                .doesNotHaveDuplicates();
        offer(worker, elsewhere).statusCode(404).body("code", equalTo("offer-not-found"));
    }

    @Test
    void who_holds_the_last_task_still_sees_its_job_and_nobody_else_does() {
        var job = market.open(terms().tasks(1, 1));
        var worker = market.worker();
        var claimed = claim(job, worker);

        assertThat(offered(worker)).doesNotContain(job.id().toString());
        offer(worker, job).statusCode(200).body("spec.spec", equalTo("task/1")).body("tasksLeft", equalTo(0));
        offer(market.worker(), job).statusCode(404);

        Market.submit(claimed, worker);
        offer(worker, job).statusCode(404);
    }

    @Test
    void a_returned_task_is_offered_to_others_only() {
        var job = market.open(terms().tasks(1, 1));
        var worker = market.worker();
        asWorker(worker)
                .post("/v1/assignments/{id}/return", claim(job, worker))
                .then()
                .statusCode(200);

        offer(worker, job).statusCode(404);
        offer(market.worker(), job).statusCode(200);
    }

    @Test
    void nothing_is_offered_without_a_profile_or_while_suspended() {
        asWorker(UUID.randomUUID()).get("/v1/offers").then().statusCode(409).body("code", equalTo("profile-missing"));
        asWorker(market.worker("ES", "SUSPENDED"))
                .get("/v1/offers")
                .then()
                .statusCode(403)
                .body("code", equalTo("worker-suspended"));
    }
}
