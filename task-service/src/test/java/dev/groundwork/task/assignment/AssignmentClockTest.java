package dev.groundwork.task.assignment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.kit.time.AdjustableClock;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTopics;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.claim.Market;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.claim.Market.asRequester;
import static dev.groundwork.task.claim.Market.asWorker;
import static dev.groundwork.task.claim.Market.claim;
import static dev.groundwork.task.claim.Market.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class AssignmentClockTest {

    @Inject
    Market market;

    @Inject
    AdjustableClock clock;

    @Inject
    AssignmentClock assignmentClock;

    @Inject
    ObjectMapper json;

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    private static String stateOf(UUID worker, String id) {
        return asWorker(worker).get("/v1/assignments/{id}", id).path("state");
    }

    @Test
    void a_claim_expires_at_its_deadline_and_its_slot_goes_to_the_next_worker_first() {
        var job = market.open(terms().tasks(3, 1).timeLimitSeconds(60));
        var ann = market.worker();
        var id = claim(job, ann);

        clock.advance(Duration.ofSeconds(61));

        await().untilAsserted(() -> assertThat(stateOf(ann, id)).isEqualTo("EXPIRED"));
        assertThat(market.counters(job))
                .containsEntry("expired", 1L)
                .containsEntry("claimed", 0L)
                .containsEntry("slots", 3L);
        asWorker(market.worker())
                .post("/v1/jobs/{id}/claims", job.id())
                .then()
                .statusCode(201)
                .body("items.externalId", contains("x1"));
    }

    @Test
    void silence_approves_after_the_review_window_and_not_before() {
        var job = market.open(terms());
        var worker = market.worker();
        var id = claim(job, worker);
        Market.submit(id, worker);

        clock.advance(Duration.ofDays(7).minusMinutes(5));
        assignmentClock.ring();
        var before = stateOf(worker, id);
        clock.advance(Duration.ofMinutes(6));
        await().untilAsserted(() -> assertThat(stateOf(worker, id)).isEqualTo("APPROVED"));

        assertThat(before).isEqualTo("SUBMITTED");
        asRequester(job).get("/v1/assignments/{id}", id).then().body("decidedBy", equalTo("silence"));
        assertThat(market.counters(job)).containsEntry("approved", 1L).containsEntry("submitted", 0L);
    }

    @Test
    void an_alarm_for_an_answer_that_was_decided_changes_nothing() {
        var job = market.open(terms());
        var worker = market.worker();
        var id = claim(job, worker);
        Market.submit(id, worker);
        asRequester(job).post("/v1/assignments/{id}/approve", id).then().statusCode(200);

        clock.advance(Duration.ofDays(8));
        await().until(() ->
                market.number("select count(*) from assignment_alarm where assignment_id = ?", UUID.fromString(id))
                        == 0);

        asRequester(job).get("/v1/assignments/{id}", id).then().body("decidedBy", equalTo("requester"));
        assertThat(market.counters(job)).containsEntry("approved", 1L);
    }

    @Test
    void more_than_one_batch_expires_in_one_go() {
        var job = market.open(terms().tasks(AssignmentClock.BATCH + 50, 1).timeLimitSeconds(60));
        for (int i = 0; i < (AssignmentClock.BATCH + 50) / 20 + 1; i++) {
            asWorker(market.worker()).post("/v1/jobs/{id}/claims?count=20", job.id());
        }

        clock.advance(Duration.ofSeconds(61));
        assignmentClock.ring();

        await().untilAsserted(() -> assertThat(market.counters(job))
                .containsEntry("expired", AssignmentClock.BATCH + 50L)
                .containsEntry("slots", AssignmentClock.BATCH + 50L));
    }

    @Test
    void an_alarm_that_cannot_be_handled_stops_no_other() {
        var job = market.open(terms().tasks(3, 1));
        var broken = submitted(job);
        var others = List.of(submitted(job), submitted(job));
        market.execute(
                "update assignment set rejection = '{\"reason\": \"NEVER_HEARD_OF\"}' where id = ?",
                UUID.fromString(broken.id()));

        clock.advance(Duration.ofDays(7).plusSeconds(1));
        assignmentClock.ring();

        await().untilAsserted(() -> assertThat(others)
                .allSatisfy(it -> assertThat(stateOf(it.worker(), it.id())).isEqualTo("APPROVED")));
        var asideUntil = clock.instant().plus(Duration.ofMinutes(4));
        await().until(() -> market.number(
                        "select count(*) from assignment_alarm where assignment_id = ? and due_at > ?",
                        UUID.fromString(broken.id()),
                        asideUntil)
                > 0);
        market.execute("update assignment set rejection = null where id = ?", UUID.fromString(broken.id()));
        clock.advance(Duration.ofMinutes(6));
        await().untilAsserted(
                        () -> assertThat(stateOf(broken.worker(), broken.id())).isEqualTo("APPROVED"));
    }

    private record Submitted(UUID worker, String id) {}

    private Submitted submitted(Market.TestJob job) {
        var worker = market.worker();
        var id = claim(job, worker);
        Market.submit(id, worker);
        return new Submitted(worker, id);
    }

    @Test
    void rejections_from_before_there_were_appeals_can_be_appealed_and_end() throws IOException {
        var job = market.open(terms().tasks(4, 1));
        var fraud = heldSinceBefore(job, "FRAUD");
        var wrong = heldSinceBefore(job, "WRONG_ANSWER");
        var faulty = heldSinceBefore(job, "TASK_FAULTY");
        var other = submitted(job);
        clock.advance(Duration.ofDays(7).plusSeconds(1));
        assignmentClock.ring();
        await().untilAsserted(
                        () -> assertThat(stateOf(other.worker(), other.id())).isEqualTo("APPROVED"));
        assertThat(stateOf(fraud.worker(), fraud.id())).isEqualTo("REJECTION_HELD");
        clock.reset();

        try (var migration = getClass().getResourceAsStream("/db/migration/V25__rejections_held_before.sql")) {
            market.execute(new String(migration.readAllBytes(), StandardCharsets.UTF_8));
        }

        asWorker(wrong.worker())
                .get("/v1/assignments/{id}", wrong.id())
                .then()
                .body("outcome", equalTo("FLOOR_PAY"))
                .body("payable.amount", equalTo("0.05"));
        asWorker(faulty.worker())
                .contentType("application/json")
                .body("{\"reason\": \"I did it.\"}")
                .post("/v1/assignments/{id}/appeal", faulty.id())
                .then()
                .statusCode(200)
                .body("state", equalTo("APPEALED"));
        clock.advance(Duration.ofDays(14).plusMinutes(1));
        await().untilAsserted(() -> {
            assertThat(stateOf(fraud.worker(), fraud.id())).isEqualTo("REJECTED");
            assertThat(stateOf(wrong.worker(), wrong.id())).isEqualTo("REJECTED");
            assertThat(stateOf(faulty.worker(), faulty.id())).isEqualTo("APPROVED");
        });
    }

    private Submitted heldSinceBefore(Market.TestJob job, String reason) {
        var held = submitted(job);
        market.execute(
                "update assignment set state = 'REJECTION_HELD', decided_at = now(), decided_by = 'requester',"
                        + " rejection = jsonb_build_object('reason', ?, 'evidence', 'e', 'clause', 'c') where id = ?",
                reason,
                UUID.fromString(held.id()));
        market.execute(
                "update job_progress set submitted = submitted - 1, rejection_held = rejection_held + 1 where job_id = ?",
                job.id());
        return held;
    }

    @Test
    void every_step_is_told_to_the_other_services() {
        var job = market.open(terms().tasks(4, 1).timeLimitSeconds(60));
        var worker = market.worker();
        var expiring = claim(job, worker);
        var returned = claim(job, worker);
        var rejected = claim(job, worker);
        var approved = claim(job, worker);
        asWorker(worker).post("/v1/assignments/{id}/return", returned);
        Market.submit(rejected, worker);
        Market.submit(approved, worker);
        asRequester(job)
                .contentType("application/json")
                .body("{\"reason\": \"FRAUD\", \"evidence\": \"Copied.\", \"clause\": \"1\"}")
                .post("/v1/assignments/{id}/reject", rejected)
                .then()
                .statusCode(200);
        asRequester(job).post("/v1/assignments/{id}/approve", approved).then().statusCode(200);
        clock.advance(Duration.ofSeconds(61));

        var told = new ArrayList<String>();
        var bases = new ArrayList<String>();
        try (var topics = new TestTopics()) {
            await().untilAsserted(() -> {
                for (var record : topics.poll("task.assignment.v1")) {
                    JsonNode event = json.readTree(record.value());
                    if (event.path("jobId").asText().equals(job.id().toString())) {
                        assertThat(record.key()).isEqualTo(job.id().toString());
                        told.add(event.path("type").asText() + " "
                                + event.path("assignmentId").asText());
                        if (event.has("timeBasis")) {
                            bases.add(event.path("timeBasis").asText());
                            assertThat(event.path("claimedAt").asText()).isNotEmpty();
                        }
                    }
                }
                assertThat(told)
                        .containsExactlyInAnyOrder(
                                "assignment.returned " + returned,
                                "assignment.submitted " + rejected,
                                "assignment.submitted " + approved,
                                "assignment.rejection-held " + rejected,
                                "assignment.approved " + approved,
                                "assignment.expired " + expiring);
            });
        }
        // Nobody measured the answer; of the attempt that ran out nothing is known at all.
        assertThat(bases).containsExactlyInAnyOrder("wall", "none");
        asRequester(job).get("/v1/jobs/{id}/assignments", job.id()).then().body("items", hasSize(4));
    }
}
