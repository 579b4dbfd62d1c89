package dev.groundwork.task.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import jakarta.inject.Inject;

import dev.groundwork.kit.Ids;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTopics;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.testing.TestJobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.testing.TestJobs.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

/** A job from publication to its end, with the events of other services and its own over Kafka. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class JobLifeTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    TestJobs jobs;

    private final UUID requester = UUID.randomUUID();

    @Test
    void opens_when_its_money_is_held_and_offers_every_slot() {
        UUID jobId = jobs.open(requester, 3);

        as(requester).get("/v1/jobs/{id}", jobId).then().body("state", equalTo("OPEN"));
        assertThat(jobs.texts(
                        "select position || ':' || remaining from open_task where job_id = ? order by position", jobId))
                .containsExactly("1:2", "2:2", "3:2");
        assertThat(jobs.texts("select claimed from job_progress where job_id = ?", jobId))
                .containsExactly("0");
        List<JsonNode> events = awaitEvents(jobId, "job.publish-requested", "job.opened");
        assertThat(events.getFirst().path("assignments").asLong()).isEqualTo(6);
        assertThat(events.getFirst().path("reward").path("minor").asText()).isEqualTo("5");
        assertThat(events.getFirst().path("publicationId").asText())
                .isEqualTo(jobs.publicationOf(jobId).toString());
        assertThat(events.getLast().path("assignments").asLong()).isEqualTo(6);
    }

    @Test
    void the_same_answer_twice_opens_it_once() {
        UUID jobId = jobs.draftWithTasks(requester, 2);
        as(requester).post("/v1/jobs/{id}/publish", jobId).then().statusCode(202);
        String held = jobs.held(jobId, requester);

        jobs.answerAboutFunds(held);
        jobs.answerAboutFunds(held);
        jobs.awaitState(jobId, "OPEN");

        UUID other = jobs.open(requester, 1);
        assertThat(jobs.texts("select remaining from open_task where job_id in (?, ?)", jobId, other))
                .hasSize(3);
        assertThat(jobs.text("select held_base_minor || ' ' || held_reserve_minor from job where id = ?", jobId))
                .isEqualTo("100 100");
        awaitEvents(jobId, "job.publish-requested", "job.opened");
    }

    @Test
    void is_a_draft_again_with_the_reason_when_its_money_is_refused() {
        UUID jobId = jobs.draftWithTasks(requester, 2);
        as(requester).post("/v1/jobs/{id}/publish", jobId).then().statusCode(202);

        jobs.answerAboutFunds(jobs.refused(jobId, requester));

        jobs.awaitState(jobId, "DRAFT");
        as(requester).get("/v1/jobs/{id}", jobId).then().body("stateReason", startsWith("insufficient-funds: "));
        as(requester).post("/v1/jobs/{id}/publish", jobId).then().statusCode(202);
    }

    @Test
    void cancelled_while_waiting_for_money_lets_it_go() {
        UUID jobId = jobs.draftWithTasks(requester, 2);
        as(requester).post("/v1/jobs/{id}/publish", jobId).then().statusCode(202);
        String held = jobs.held(jobId, requester);

        as(requester).post("/v1/jobs/{id}/cancel", jobId).then().statusCode(200);
        jobs.answerAboutFunds(held);

        awaitEvents(jobId, "job.publish-requested", "job.cancelled");
        UUID other = jobs.open(requester, 1);
        assertThat(jobs.texts("select 1 from open_task where job_id in (?, ?)", jobId, other))
                .hasSize(1);
    }

    @Test
    void pauses_and_resumes() {
        UUID jobId = jobs.open(requester, 1);

        as(requester)
                .post("/v1/jobs/{id}/pause", jobId)
                .then()
                .statusCode(200)
                .body("state", equalTo("PAUSED"))
                .body("stateReason", equalTo("requester"));
        as(requester).post("/v1/jobs/{id}/resume", jobId).then().statusCode(200).body("state", equalTo("OPEN"));

        awaitEvents(jobId, "job.publish-requested", "job.opened", "job.paused", "job.resumed");
    }

    @Test
    void completes_when_every_assignment_is_final() {
        UUID jobId = jobs.open(requester, 2);
        jobs.execute("delete from open_task where job_id = ?", jobId);
        jobs.execute("update job_progress set submitted = 1, approved = 3 where job_id = ?", jobId);
        UUID witness = jobs.open(requester, 1);
        jobs.execute("update job_progress set approved = 2 where job_id = ?", witness);
        jobs.awaitState(witness, "COMPLETED");
        assertThat(jobs.text("select state from job where id = ?", jobId)).isEqualTo("OPEN");

        jobs.execute("update job_progress set submitted = 0, approved = 4 where job_id = ?", jobId);

        jobs.awaitState(jobId, "COMPLETED");
        List<JsonNode> events = awaitEvents(jobId, "job.publish-requested", "job.opened", "job.completed");
        assertThat(events.getLast().path("approved").asLong()).isEqualTo(4);
        as(requester).post("/v1/jobs/{id}/cancel", jobId).then().statusCode(409);
    }

    @Test
    void cancelled_it_takes_its_slots_back_and_ends_with_its_last_assignment() {
        UUID jobId = jobs.open(requester, 2);
        jobs.execute("update job_progress set claimed = 1, approved = 1 where job_id = ?", jobId);

        as(requester).post("/v1/jobs/{id}/cancel", jobId).then().statusCode(200).body("state", equalTo("CANCELLED"));

        assertThat(jobs.texts("select 1 from open_task where job_id = ?", jobId))
                .isEmpty();
        UUID witness = jobs.open(requester, 1);
        as(requester).post("/v1/jobs/{id}/cancel", witness).then().statusCode(200);
        awaitEvents(witness, "job.publish-requested", "job.opened", "job.cancelled");
        assertThat(jobs.text("select ended_at from job where id = ?", jobId)).isEqualTo("null");

        jobs.execute("update job_progress set claimed = 0, approved = 2 where job_id = ?", jobId);

        List<JsonNode> events = awaitEvents(jobId, "job.publish-requested", "job.opened", "job.cancelled");
        assertThat(events.getLast().path("approved").asLong()).isEqualTo(2);
    }

    @Test
    void of_many_who_publish_at_once_one_does() throws InterruptedException, ExecutionException {
        UUID jobId = jobs.draftWithTasks(requester, 1);
        List<Callable<Integer>> publishers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            publishers.add(
                    () -> as(requester).post("/v1/jobs/{id}/publish", jobId).statusCode());
        }

        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (Future<Integer> publisher : threads.invokeAll(publishers)) {
                statuses.add(publisher.get());
            }
        }

        assertThat(statuses).containsExactlyInAnyOrder(202, 409, 409, 409, 409, 409, 409, 409);
        awaitEvents(jobId, "job.publish-requested");
    }

    @Test
    void wage_floors_arrive_from_the_payment_service() {
        String place = "X" + UUID.randomUUID();

        try (var topics = new TestTopics()) {
            for (String minor : List.of("900", "950")) {
                topics.send(
                        "payment.wage-floor.v1",
                        place,
                        floor(place, minor),
                        Map.of("ce_id", Ids.next().toString()));
            }
        }

        await().atMost(SOON).untilAsserted(() -> assertThat(
                        jobs.texts("select per_hour_minor from wage_floor where place = ?", place))
                .containsExactly("950"));
    }

    private static String floor(String place, String minor) {
        return """
                {"type": "wage-floor.set", "place": "%s", "kind": "STATUTORY", "perHour": {"minor": "%s", "currency": "EUR"},
                 "effectiveFrom": "2026-02-01", "source": "a law", "confidence": "high", "someNewField": 1}
                """.formatted(place, minor);
    }

    /** {@return the job's events on its topic, once they are these and no others} */
    private static List<JsonNode> awaitEvents(UUID jobId, String... types) {
        var seen = new ArrayList<JsonNode>();
        try (var topics = new TestTopics()) {
            await().atMost(SOON).pollInSameThread().untilAsserted(() -> {
                for (var record : topics.poll("task.job.v1")) {
                    if (jobId.toString().equals(record.key())) {
                        seen.add(json(record.value()));
                    }
                }
                assertThat(seen)
                        .extracting(event -> event.path("type").asText())
                        .containsExactly(types);
            });
        }
        return seen;
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException(malformed);
        }
    }
}
