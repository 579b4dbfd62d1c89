package dev.groundwork.task.quality;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.Ids;
import dev.groundwork.task.claim.Market;
import dev.groundwork.task.testing.TestJobs;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.jspecify.annotations.Nullable;

import static dev.groundwork.task.claim.Market.asWorker;
import static dev.groundwork.task.testing.TestJobs.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Jobs with a quality policy, made over HTTP as requesters make them; the right answer to every control task is cat. */
@ApplicationScoped
public class QualityJobs {

    static final Duration SOON = Duration.ofSeconds(20);

    private static final String SPEC = """
            {"spec": "task/1", "title": {"en": "Which animal is it?"},
             "input": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}},
             "output": {"type": "object", "additionalProperties": false, "required": ["label"],
                        "properties": {"label": {"type": "string", "enum": ["cat", "dog"], "x-kind": "choice"}}},
             "instructions": {"short": {"en": "Say which animal it is."}}}""";

    private final TestJobs jobs;
    private final Market market;

    QualityJobs(TestJobs jobs, Market market) {
        this.jobs = jobs;
        this.market = market;
    }

    /** A job and whose it is. */
    public record Posted(UUID id, UUID requesterId) {}

    static String body(String quality) {
        return """
                {"title": "Animals", "reward": {"amount": "0.05", "currency": "EUR"}, "timeEstimate": "PT10S",
                 "timeLimit": "PT15M", "quality": %s, "spec": %s}""".formatted(quality, SPEC);
    }

    ValidatableResponse create(UUID requesterId, String quality) {
        jobs.floors();
        return TestJobs.create(requesterId, body(quality));
    }

    /** {@return a draft with tasks x1, x2 …, control tasks k1, k2 … among them, and training tasks r1, r2 …} */
    Posted draft(String quality, int tasks, int controls, int trainings) {
        var requesterId = Ids.next();
        UUID jobId = create(requesterId, quality)
                .statusCode(201)
                .extract()
                .jsonPath()
                .getUUID("id");
        var lines = new StringBuilder();
        for (int i = 1; i <= Math.max(tasks, controls); i++) {
            if (i <= tasks) {
                lines.append("{\"externalId\": \"x%d\", \"input\": {\"text\": \"animal %d\"}}\n".formatted(i, i));
            }
            if (i <= controls) {
                lines.append(
                        "{\"externalId\": \"k%d\", \"input\": {\"text\": \"animal k%d\"}, \"gold\": {\"label\": \"cat\"}}\n"
                                .formatted(i, i));
            }
        }
        for (int i = 1; i <= trainings; i++) {
            lines.append("""
                    {"externalId": "r%d", "input": {"text": "animal r%d"}, "gold": {"label": "cat"}, "explanation": "It meows.", "training": true}
                    """.formatted(i, i));
        }
        TestJobs.upload(requesterId, jobId, "application/x-ndjson", lines.toString())
                .statusCode(200);
        return new Posted(jobId, requesterId);
    }

    Posted open(String quality, int tasks, int controls, int trainings) {
        var job = draft(quality, tasks, controls, trainings);
        as(job.requesterId()).post("/v1/jobs/{id}/publish", job.id()).then().statusCode(202);
        jobs.answerAboutFunds(jobs.held(job.id(), job.requesterId()));
        jobs.awaitState(job.id(), "OPEN");
        return job;
    }

    /** {@return what the worker was given, nothing when there is nothing} */
    List<Map<String, Object>> claim(Posted job, UUID worker, int count) {
        var response = asWorker(worker).queryParam("count", count).post("/v1/jobs/{id}/claims", job.id());
        if (response.statusCode() == 201) {
            return response.jsonPath().getList("items");
        }
        assertThat(response.jsonPath().getString("code")).isEqualTo("no-tasks-left");
        return List.of();
    }

    static void submit(UUID worker, @Nullable Object assignmentId, String label) {
        asWorker(worker)
                .contentType(ContentType.JSON)
                .body("{\"answer\": {\"label\": \"%s\"}, \"activeSeconds\": 9}".formatted(label))
                .post("/v1/assignments/{id}/submit", Objects.requireNonNull(assignmentId))
                .then()
                .statusCode(200);
    }

    /** Claims the next task and answers it; waits for the slot where it has still to be bought. */
    void answer(Posted job, UUID worker, String label) {
        var claimed = new ArrayList<Map<String, Object>>();
        await().atMost(SOON).until(() -> {
            claimed.addAll(claim(job, worker, 1));
            return !claimed.isEmpty();
        });
        submit(worker, claimed.getFirst().get("assignmentId"), label);
    }

    /** Waits until every answer of the job was thought about. */
    void awaitDrained(Posted job) {
        await().atMost(SOON)
                .until(() -> market.number("select count(*) from answer_queue where job_id = ?", job.id()) == 0);
    }

    /** {@return how many tasks are in each state} */
    Map<String, Long> decisions(Posted job) {
        awaitDrained(job);
        var states = new HashMap<String, Long>();
        for (var state : Verdict.State.values()) {
            long count = market.number(
                    "select count(*) from task_decision where job_id = ? and state = ?", job.id(), state.name());
            if (count > 0) {
                states.put(state.name(), count);
            }
        }
        return states;
    }

    long slots(Posted job) {
        return market.number("select coalesce(sum(remaining), 0) from open_task where job_id = ?", job.id())
                + market.number("select count(*) from returned_slot where job_id = ?", job.id());
    }

    boolean isControl(Posted job, @Nullable Object taskId) {
        return market.number(
                        "select count(*) from control_task where job_id = ? and task_id = ?::uuid",
                        job.id(),
                        Objects.requireNonNull(taskId).toString())
                > 0;
    }
}
