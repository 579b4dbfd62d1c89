package dev.groundwork.task.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import jakarta.inject.Inject;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTopics;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.claim.Market;
import dev.groundwork.task.testing.TestJobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.claim.Market.asWorker;
import static dev.groundwork.task.testing.TestJobs.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

/** Jobs that have to prove that they pay for the time they take: pilots, pauses, raises, and what is made good. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class PilotTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    TestJobs jobs;

    @Inject
    Market market;

    private final UUID requester = UUID.randomUUID();

    /** A published job whose money is held: 5 cents a task, which pays the platform's floor for 24 seconds. */
    private UUID job(int tasks, int pilotWorkers) {
        UUID jobId = drafted(tasks, pilotWorkers);
        as(requester).post("/v1/jobs/{id}/publish", jobId).then().statusCode(202);
        jobs.answerAboutFunds(jobs.held(jobId, requester));
        return jobId;
    }

    private UUID drafted(int tasks, int pilotWorkers) {
        return drafted(
                tasks,
                TestJobs.newJob().replace("\"overlap\": 2", "\"overlap\": 1, \"pilotWorkers\": " + pilotWorkers));
    }

    private UUID drafted(int tasks, String body) {
        jobs.floors();
        UUID jobId = TestJobs.create(requester, body)
                .statusCode(201)
                .extract()
                .jsonPath()
                .getUUID("id");
        var lines = new StringBuilder();
        for (int i = 1; i <= tasks; i++) {
            lines.append("{\"externalId\": \"t%d\", \"input\": {\"text\": \"text %d\"}}\n".formatted(i, i));
        }
        TestJobs.upload(requester, jobId, "application/x-ndjson", lines.toString())
                .statusCode(200);
        return jobId;
    }

    private UUID pilot(int tasks, int workers) {
        UUID jobId = job(tasks, workers);
        jobs.awaitState(jobId, "PILOT");
        return jobId;
    }

    private static ValidatableResponse claim(UUID jobId, UUID worker, int count) {
        return asWorker(worker)
                .post("/v1/jobs/{id}/claims?count={n}", jobId, count)
                .then();
    }

    /** Claims one task; {@return the assignment} */
    private static String claimed(UUID jobId, UUID worker) {
        return claim(jobId, worker, 1).statusCode(201).extract().path("items[0].assignmentId");
    }

    /** Hands in an answer that took so many seconds. */
    private void answer(String assignment, UUID worker, int seconds) {
        jobs.execute(
                "update assignment set claimed_at = claimed_at - make_interval(secs => ?) where id = ?",
                (double) seconds,
                UUID.fromString(assignment));
        asWorker(worker)
                .contentType(ContentType.JSON)
                .body("{\"answer\": {\"mood\": \"sad\"}, \"activeSeconds\": %d}".formatted(seconds))
                .post("/v1/assignments/{id}/submit", assignment)
                .then()
                .statusCode(200)
                .body("activeSeconds", equalTo(seconds))
                .body("timeBasis", equalTo("reported"));
    }

    private String work(UUID jobId, int seconds) {
        UUID worker = market.worker();
        String assignment = claimed(jobId, worker);
        answer(assignment, worker, seconds);
        return assignment;
    }

    private ValidatableResponse raise(UUID jobId, String amount) {
        return as(requester)
                .contentType(ContentType.JSON)
                .body("{\"reward\": {\"amount\": \"%s\", \"currency\": \"EUR\"}}".formatted(amount))
                .post("/v1/jobs/{id}/reward", jobId)
                .then();
    }

    private void raiseIsFunded(UUID jobId) {
        String raiseId = jobs.text("select raise_id from job where id = ?", jobId);
        String amount = "{\"minor\": \"100\", \"currency\": \"EUR\"}";
        jobs.answerAboutFunds("""
                {"type": "funds.held", "jobId": "%s", "requesterId": "%s", "publicationId": "%s", "held": %s, "base": %s,
                 "fee": %s, "reserve": %s, "heldAt": "%s"}
                """.formatted(jobId, requester, raiseId, amount, amount, amount, amount, Instant.now()));
    }

    private void approve(String assignment) {
        as(requester).post("/v1/assignments/{id}/approve", assignment).then().statusCode(200);
    }

    @Test
    void acceptance_vector_2_of_a_thousand_tasks_ten_are_open_one_a_worker_until_their_time_is_measured() {
        UUID jobId = pilot(1000, 10);
        var workers = new ArrayList<UUID>();
        var assignments = new ArrayList<String>();
        for (int i = 0; i < 10; i++) {
            workers.add(market.worker());
            assignments.add(claim(jobId, workers.getLast(), 5)
                    .statusCode(201)
                    .body("items", hasSize(1))
                    .extract()
                    .path("items[0].assignmentId"));
        }
        UUID late = market.worker();
        claim(jobId, workers.getFirst(), 1)
                .statusCode(409)
                .body("code", equalTo("pilot-only"))
                .body("detail", containsString("You have taken yours"));
        claim(jobId, late, 1)
                .statusCode(409)
                .body("code", equalTo("pilot-only"))
                .body("wanted", equalTo(10))
                .body("measured", equalTo(0));
        asWorker(late).get("/v1/offers/{id}", jobId).then().statusCode(404);
        asWorker(late)
                .get("/v1/offers/{id}/why", jobId)
                .then()
                .statusCode(200)
                .body("offered", equalTo(false))
                .body("rules.findAll { !it.holds }.rule", equalTo(List.of("pilot")))
                .body("time", containsString("Estimate, not measured"));
        as(requester)
                .get("/v1/jobs/{id}/progress", jobId)
                .then()
                .body("state", equalTo("PILOT"))
                .body("pilot.workers", equalTo(10))
                .body("pilot.wanted", equalTo(10));

        for (int i = 0; i < 10; i++) {
            answer(assignments.get(i), workers.get(i), 10 + i);
        }

        jobs.awaitState(jobId, "OPEN");
        as(requester).get("/v1/jobs/{id}/progress", jobId).then().body("pilot", nullValue());
        claim(jobId, late, 5).statusCode(201).body("items", hasSize(5));
        asWorker(market.worker())
                .get("/v1/offers/{id}", jobId)
                .then()
                .body("measured", equalTo(true))
                .body("timeBasis", equalTo("measured"))
                .body("measuredWorkers", equalTo(10))
                .body("medianActiveSeconds", equalTo(15));
        awaitEvents(jobId, "job.publish-requested", "job.pilot-started", "job.opened");
    }

    @Test
    void a_small_job_proves_itself_on_one_answer_and_a_returned_one_comes_back() {
        UUID jobId = pilot(2, 10);
        UUID first = market.worker();
        String assignment = claimed(jobId, first);
        claim(jobId, market.worker(), 1).statusCode(409).body("code", equalTo("pilot-only"));

        asWorker(first).post("/v1/assignments/{id}/return", assignment).then().statusCode(200);
        work(jobId, 3);

        jobs.awaitState(jobId, "OPEN");
        claim(jobId, market.worker(), 1).statusCode(201);
    }

    @Test
    void an_answer_without_a_time_makes_room_for_another_and_proves_nothing() {
        UUID jobId = pilot(20, 10);
        UUID silent = market.worker();
        asWorker(silent)
                .contentType(ContentType.JSON)
                .body("{\"answer\": {\"mood\": \"sad\"}}")
                .post("/v1/assignments/{id}/submit", claimed(jobId, silent))
                .then()
                .statusCode(200)
                .body("timeBasis", equalTo("wall"));

        await().atMost(SOON)
                .untilAsserted(() -> claim(jobId, market.worker(), 1).statusCode(201));
        assertThat(jobs.text("select state from job where id = ?", jobId)).isEqualTo("PILOT");
    }

    @Test
    void a_pilot_that_takes_longer_than_it_pays_for_is_paused_raised_and_made_good() {
        UUID jobId = pilot(60, 3);
        var done = List.of(work(jobId, 30), work(jobId, 35), work(jobId, 40));

        jobs.awaitState(jobId, "PAUSED");
        as(requester).get("/v1/jobs/{id}", jobId).then().body("stateReason", equalTo("underpaid"));
        claim(jobId, market.worker(), 1)
                .statusCode(409)
                .body("code", equalTo("job-not-open"))
                .body("reason", equalTo("underpaid"));
        as(requester)
                .post("/v1/jobs/{id}/resume", jobId)
                .then()
                .statusCode(422)
                .body("code", equalTo("pay-below-floor"))
                .body("required", equalTo("0.09"))
                .body("time.statistic", equalTo("slowest_worker_or_requester_estimate_x1_5"))
                .body("time.seconds", equalTo(40))
                .body("time.workers", equalTo(3));
        raise(jobId, "0.08").statusCode(422).body("code", equalTo("pay-below-floor"));
        raise(jobId, "0.04").statusCode(422).body("code", equalTo("reward-not-raised"));
        done.forEach(this::approve);
        // The answers of the pilot are owed what the job should have paid, whether or not its requester goes on.
        awaitTopUps(jobId, 9, "4", "4", "4");

        raise(jobId, "0.12")
                .statusCode(202)
                .body("reward.amount", equalTo("0.05"))
                .body("raise.reward.amount", equalTo("0.12"));
        raise(jobId, "0.13").statusCode(409).body("code", equalTo("raise-pending"));
        raiseIsFunded(jobId);

        jobs.awaitState(jobId, "OPEN");
        as(requester)
                .get("/v1/jobs/{id}", jobId)
                .then()
                .body("reward.amount", equalTo("0.12"))
                .body("raise", nullValue());
        claim(jobId, market.worker(), 1).statusCode(201).body("items[0].reward.amount", equalTo("0.12"));
        assertThat(jobs.text("select held_base_minor || ' ' || held_reserve_minor from job where id = ?", jobId))
                .isEqualTo("200 200");
        awaitTopUps(jobId, 12, "3", "3", "3");
        awaitEvents(
                jobId,
                "job.publish-requested",
                "job.pilot-started",
                "job.paused",
                "job.price-raise-requested",
                "job.price-raised",
                "job.resumed");
        awaitEvents(jobId, "task.assignment.v1", seen -> assertThat(seen.stream()
                        .filter(event -> event.path("type").asText().equals("assignment.topped-up"))
                        .map(event -> event.path("amount").path("minor").asText()))
                .containsExactlyInAnyOrder("4", "4", "4", "3", "3", "3"));
        awaitEvents(jobId, "task.job.v1", seen -> assertThat(seen.stream()
                        .filter(event -> event.path("type").asText().endsWith("-requested"))
                        .map(event -> event.path("client").asText()))
                .as("by which program money was asked for")
                .containsExactly("groundwork-cli", "groundwork-cli"));
    }

    @Test
    void a_raise_whose_money_is_refused_changes_nothing_and_says_why() {
        UUID jobId = job(2, 0);
        jobs.awaitState(jobId, "OPEN");
        raise(jobId, "0.07").statusCode(202);
        String raiseId = jobs.text("select raise_id from job where id = ?", jobId);

        jobs.answerAboutFunds(
                jobs.refused(jobId, requester).replace(jobs.publicationOf(jobId).toString(), raiseId));

        await().atMost(SOON).untilAsserted(() -> as(requester)
                .get("/v1/jobs/{id}", jobId)
                .then()
                .body("state", equalTo("OPEN"))
                .body("reward.amount", equalTo("0.05"))
                .body("raise.reward.amount", equalTo("0.07"))
                .body("raise.refusal", containsString("insufficient-funds")));
        raise(jobId, "0.06").statusCode(202);
    }

    @Test
    void a_draft_has_no_reward_to_raise_and_the_currency_stays() {
        UUID jobId = drafted(2, 0);

        raise(jobId, "0.07").statusCode(409).body("code", equalTo("job-not-published"));
        as(requester)
                .contentType(ContentType.JSON)
                .body("{\"reward\": {\"amount\": \"1.00\", \"currency\": \"USD\"}}")
                .post("/v1/jobs/{id}/reward", jobId)
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItem("/reward/currency"));
        as(UUID.randomUUID())
                .contentType(ContentType.JSON)
                .body("{\"reward\": {\"amount\": \"1.00\", \"currency\": \"EUR\"}}")
                .post("/v1/jobs/{id}/reward", jobId)
                .then()
                .statusCode(404);
    }

    @Test
    void what_was_measured_before_opens_the_next_job_of_the_spec_at_once_or_refuses_it() {
        UUID first = pilot(100, 2);
        work(first, 10);
        work(first, 12);
        jobs.awaitState(first, "OPEN");

        UUID second = job(100, 2);

        jobs.awaitState(second, "OPEN");
        work(second, 90);
        as(requester)
                .post("/v1/jobs/{id}/publish", drafted(100, 2))
                .then()
                .statusCode(422)
                .body("code", equalTo("pay-below-floor"))
                .body("time.seconds", equalTo(90))
                .body("time.workers", equalTo(3));
    }

    @Test
    void jobs_of_one_spec_share_the_allowance_of_one_pilot() {
        UUID first = pilot(100, 2);
        UUID second = pilot(100, 2);
        UUID worker = market.worker();
        claim(second, worker, 1).statusCode(409).body("code", equalTo("pilot-only"));

        work(first, 10);
        work(first, 12);

        jobs.awaitState(first, "OPEN");
        jobs.awaitState(second, "OPEN");
        claim(second, worker, 1).statusCode(201);
    }

    @Test
    void an_allowance_that_a_cancelled_pilot_did_not_use_goes_to_the_next() {
        UUID first = pilot(100, 2);
        UUID second = pilot(100, 2);
        claim(second, market.worker(), 1).statusCode(409);

        as(requester).post("/v1/jobs/{id}/cancel", first).then().statusCode(200);

        await().atMost(SOON)
                .untilAsserted(() -> claim(second, market.worker(), 1).statusCode(201));
    }

    @Test
    void an_open_job_is_paused_when_six_workers_need_longer_and_quick_ones_lower_nothing() {
        UUID jobId = job(100, 0);
        jobs.awaitState(jobId, "OPEN");
        UUID inHand = market.worker();
        String claimedBefore = claimed(jobId, inHand);
        for (int i = 0; i < 6; i++) {
            work(jobId, 40);
        }

        jobs.awaitState(jobId, "PAUSED");
        assertThat(jobs.text("select owed_minor from job where id = ?", jobId)).isEqualTo("9");
        answer(claimedBefore, inHand, 1);
        approve(claimedBefore);

        awaitTopUps(jobId, 9, "4");
        assertThat(jobs.text("select state || ' ' || reward_minor || ' ' || owed_minor from job where id = ?", jobId))
                .isEqualTo("PAUSED 5 9");
    }

    /** Twelve workers have the medians of the vector. Where the law asks for less than the marketplace, or for nothing, its own floor holds. */
    @Test
    void acceptance_vector_1_no_reward_below_the_floor_is_published_anywhere() {
        UUID measured = drafted(
                20,
                TestJobs.newJob()
                        .replace("\"0.05\"", "\"1.00\"")
                        .replace("\"overlap\": 2", "\"overlap\": 1, \"pilotWorkers\": 0"));
        as(requester).post("/v1/jobs/{id}/publish", measured).then().statusCode(202);
        jobs.answerAboutFunds(jobs.held(measured, requester));
        jobs.awaitState(measured, "OPEN");
        for (int seconds : List.of(118, 127, 131, 140, 149, 152, 158, 163, 171, 180, 196, 240)) {
            work(measured, seconds);
        }
        jobs.execute("""
                insert into wage_floor (place, kind, per_hour_minor, currency, effective_from, source, confidence)
                values ('KE', 'STATUTORY', 55, 'EUR', '2026-01-01', 'the law of Kenya', 'high')
                on conflict do nothing""");

        refusedBelowFloor("0.45", "[\"ES\"]", "UNIFORM_MAX")
                .body("required", equalTo("0.52"))
                .body("shortfall", equalTo("0.07"))
                .body("floor.per_hour", equalTo("9.37"))
                .body("floor.source", equalTo("RD 126/2026"))
                .body("time.statistic", equalTo("p75_upper80_of_worker_medians"))
                .body("time.seconds", equalTo(196))
                .body("time.median_seconds", equalTo(155))
                .body("time.workers", equalTo(12))
                .body("implied_hourly.at_price_time", equalTo("8.27"))
                .body("implied_hourly.at_median", equalTo("10.45"));
        for (var place : List.of("KE", "VE", "IT")) {
            refusedBelowFloor("0.40", "[\"" + place + "\"]", "UNIFORM_MAX")
                    .body("required", equalTo("0.41"))
                    .body("shortfall", equalTo("0.01"))
                    .body("floor.kind", equalTo("platform"));
        }
        // Wherever somebody lives: the dearest of the places that are admitted, or the marketplace's own for one price
        // for all.
        refusedBelowFloor("0.45", "[\"KE\", \"ES\"]", "UNIFORM_MAX").body("shortfall", equalTo("0.07"));
        refusedBelowFloor("0.40", "[]", "UNIFORM").body("shortfall", equalTo("0.01"));
        as(requester)
                .post("/v1/jobs/{id}/publish", priced("0.52", "[\"ES\"]", "UNIFORM_MAX"))
                .then()
                .statusCode(202);
    }

    /** Other words than those of the job that was measured: what both pay is not compared. */
    private UUID priced(String reward, String places, String policy) {
        return drafted(
                1,
                TestJobs.newJob()
                        .replace("\"Moods\"", "\"Transcribe the names on these old ship lists\"")
                        .replace("\"0.05\"", '"' + reward + '"')
                        .replace(
                                "\"overlap\": 2",
                                "\"overlap\": 1, \"pilotWorkers\": 0, \"places\": " + places + ", \"floorPolicy\": \""
                                        + policy + '"'));
    }

    private ValidatableResponse refusedBelowFloor(String reward, String places, String policy) {
        return as(requester)
                .post("/v1/jobs/{id}/publish", priced(reward, places, policy))
                .then()
                .statusCode(422)
                .body("code", equalTo("pay-below-floor"));
    }

    /** Everybody who is done by then is topped up, and those who are quick later lower nothing. */
    @Test
    void acceptance_vector_3_slow_times_pause_and_top_up_and_fast_times_do_not_lower_the_price() {
        UUID jobId = job(100, 0);
        jobs.awaitState(jobId, "OPEN");
        var done = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            done.add(work(jobId, 40));
        }
        jobs.awaitState(jobId, "PAUSED");
        as(requester).get("/v1/jobs/{id}", jobId).then().body("stateReason", equalTo("underpaid"));
        done.forEach(this::approve);

        awaitTopUps(jobId, 9, "4", "4", "4", "4", "4", "4");

        raise(jobId, "0.09").statusCode(202);
        raiseIsFunded(jobId);
        jobs.awaitState(jobId, "OPEN");
        for (int i = 0; i < 8; i++) {
            approve(work(jobId, 2));
        }
        await().atMost(SOON).until(() -> jobs.text("select answers from pay_watch where job_id = ?", jobId)
                .equals("14"));
        as(requester)
                .get("/v1/jobs/{id}", jobId)
                .then()
                .body("state", equalTo("OPEN"))
                .body("reward.amount", equalTo("0.09"));
        claim(jobId, market.worker(), 1).statusCode(201).body("items[0].reward.amount", equalTo("0.09"));
        raise(jobId, "0.05").statusCode(422).body("code", equalTo("reward-not-raised"));
    }

    @Test
    void a_paused_pilot_goes_on_as_a_pilot() {
        UUID jobId = pilot(100, 3);
        as(requester).post("/v1/jobs/{id}/pause", jobId).then().statusCode(200).body("state", equalTo("PAUSED"));

        as(requester).post("/v1/jobs/{id}/resume", jobId).then().statusCode(200).body("state", equalTo("PILOT"));
    }

    @Test
    void an_underpaid_job_does_not_come_back_at_its_old_price_by_drafts_or_by_waiting() {
        UUID jobId = pilot(60, 3);
        work(jobId, 30);
        work(jobId, 35);
        work(jobId, 40);
        jobs.awaitState(jobId, "PAUSED");
        for (int i = 0; i < 20; i++) {
            drafted(1, 0);
        }
        as(requester)
                .post("/v1/jobs/{id}/resume", jobId)
                .then()
                .statusCode(422)
                .body("required", equalTo("0.09"))
                .body("time.workers", equalTo(3));

        jobs.execute("update assignment set submitted_at = submitted_at - interval '31 days' where job_id = ?", jobId);

        as(requester)
                .post("/v1/jobs/{id}/resume", jobId)
                .then()
                .statusCode(422)
                .body("code", equalTo("pay-below-floor"))
                .body("required", equalTo("0.09"))
                .body("time.statistic", equalTo("measured_before"));
        raise(jobId, "0.08").statusCode(422);
        raise(jobId, "0.09").statusCode(202);
        raiseIsFunded(jobId);
        jobs.awaitState(jobId, "OPEN");
    }

    @Test
    void a_pilot_that_nobody_works_on_leaves_its_allowance_to_others_in_time() {
        UUID first = pilot(100, 2);
        UUID second = pilot(100, 2);
        claim(second, market.worker(), 1).statusCode(409).body("code", equalTo("pilot-only"));

        jobs.execute("update job set opened_at = opened_at - interval '25 hours' where id = ?", first);

        await().atMost(SOON)
                .untilAsserted(() -> claim(second, market.worker(), 1).statusCode(201));
    }

    @Test
    void what_workers_had_in_hand_when_a_job_was_given_up_is_made_good_before_it_ends() {
        UUID jobId = job(100, 0);
        jobs.awaitState(jobId, "OPEN");
        var workers = new ArrayList<UUID>();
        var assignments = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            workers.add(market.worker());
            assignments.add(claimed(jobId, workers.getLast()));
        }
        as(requester).post("/v1/jobs/{id}/cancel", jobId).then().statusCode(200);

        for (int i = 0; i < 6; i++) {
            answer(assignments.get(i), workers.get(i), 40);
        }
        assignments.forEach(this::approve);

        awaitTopUps(jobId, 9, "4", "4", "4", "4", "4", "4");
        awaitEvents(jobId, "task.job.v1", seen -> assertThat(seen.stream()
                        .filter(event -> event.path("type").asText().equals("job.cancelled"))
                        .map(event -> event.path("topUps").asLong()))
                .containsExactly(6L));
    }

    private void awaitTopUps(UUID jobId, int toMinor, String... amounts) {
        await().atMost(SOON).untilAsserted(() -> assertThat(jobs.texts(
                        "select amount_minor from top_up where job_id = ? and to_minor = ?", jobId, (long) toMinor))
                .containsExactly(amounts));
    }

    private static void awaitEvents(UUID jobId, String... types) {
        awaitEvents(jobId, "task.job.v1", seen -> assertThat(seen)
                .extracting(event -> event.path("type").asText())
                .containsExactly(types));
    }

    private static void awaitEvents(UUID jobId, String topic, Consumer<List<JsonNode>> expected) {
        var seen = new ArrayList<JsonNode>();
        try (var topics = new TestTopics()) {
            await().atMost(SOON).pollInSameThread().untilAsserted(() -> {
                for (var record : topics.poll(topic)) {
                    if (jobId.toString().equals(record.key())) {
                        seen.add(new ObjectMapper().readTree(record.value()));
                    }
                }
                expected.accept(seen);
            });
        }
    }
}
