package dev.groundwork.task.quality;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.claim.Market;
import dev.groundwork.task.quality.QualityJobs.Posted;
import dev.groundwork.task.testing.TestJobs;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.claim.Market.asWorker;
import static dev.groundwork.task.testing.TestJobs.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

/** Control tasks are mixed in where nobody can see them, and show who is right. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class ControlTasksTest {

    private static final String HALF = "{\"control\": {\"share\": 0.5, \"floor\": 0.5}}";

    @Inject
    QualityJobs jobs;

    @Inject
    Market market;

    private static ValidatableResponse add(Posted job, String items) {
        return as(job.requesterId())
                .contentType(ContentType.JSON)
                .body("{\"items\": [" + items + "]}")
                .post("/v1/jobs/{id}/control-tasks", job.id())
                .then();
    }

    @Test
    void nothing_that_a_worker_sees_tells_a_control_task_from_others() {
        var job = jobs.open(HALF, 40, 40, 0);
        // Added an hour of uploads later, and promoted ones, must look the same.
        add(job, "{\"externalId\": \"late\", \"input\": {\"text\": \"animal late\"}, \"gold\": {\"label\": \"cat\"}}")
                .statusCode(200);
        var shapes = new HashMap<Boolean, Set<Object>>();
        var ids = new HashMap<Boolean, List<UUID>>();
        var assignments = new ArrayList<UUID>();
        var order = new ArrayList<Boolean>();
        for (int i = 0; i < 6; i++) {
            var worker = market.worker();
            for (var task : jobs.claim(job, worker, 13)) {
                boolean control = jobs.isControl(job, task.get("taskId"));
                order.add(control);
                var assignment = UUID.fromString((String) task.get("assignmentId"));
                assignments.add(assignment);
                ids.computeIfAbsent(control, key -> new ArrayList<>())
                        .add(UUID.fromString((String) task.get("taskId")));
                shapes.computeIfAbsent(control, key -> new HashSet<>()).add(shapeOf(task));
                Map<String, Object> view = asWorker(worker)
                        .get("/v1/assignments/{id}", assignment)
                        .jsonPath()
                        .getMap("");
                shapes.computeIfAbsent(control, key -> new HashSet<>()).add(shapeOf(view));
                QualityJobs.submit(worker, assignment, "cat");
                Map<String, Object> after = asWorker(worker)
                        .get("/v1/assignments/{id}", assignment)
                        .jsonPath()
                        .getMap("");
                shapes.computeIfAbsent(control, key -> new HashSet<>()).add(shapeOf(after));
                shapes.computeIfAbsent(control, key -> new HashSet<>())
                        .add(asWorker(worker)
                                        .get("/v1/assignments/{id}/feedback", assignment)
                                        .statusCode()
                                + " "
                                + asWorker(worker)
                                        .get("/v1/assignments/{id}/feedback", assignment)
                                        .jsonPath()
                                        .getString("code"));
            }
        }

        assertThat(order).contains(true, false);
        assertThat(shapes.get(true))
                .as("fields, their types and what may be asked")
                .isEqualTo(shapes.get(false));
        assertThat(assignments)
                .as("ids of attempts grow in the order in which they are given")
                .isSorted();
        var ofOrder = ids.values().stream().flatMap(List::stream).toList();
        assertThat(new HashSet<>(ofOrder.stream()
                        .map(id -> id.getMostSignificantBits() >>> 16)
                        .toList()))
                .as("every id of a task says the same time")
                .hasSize(1);
        assertThat(ofOrder).allMatch(id -> id.version() == 7 && id.variant() == 2);
    }

    /** Names and types of all members, and the values of those that are the same for every task of a job. */
    private static Object shapeOf(Map<String, Object> view) {
        var shape = new TreeSet<String>();
        view.forEach((name, value) -> {
            shape.add(name + ":" + (value == null ? "null" : value.getClass().getSimpleName()));
            if (Set.of("reward", "jobId", "specHash", "state", "feedback").contains(name)) {
                shape.add(name + "=" + value);
            }
            if (name.equals("externalId")) {
                shape.add("named like the task: " + value.equals(view.get("taskId")));
            }
        });
        return shape;
    }

    @Test
    void nobody_meets_one_twice_and_it_stands_where_the_lots_put_it() {
        var job = jobs.open(HALF, 60, 10, 0);
        var worker = market.worker();
        var seen = new HashSet<Object>();
        var row = new ArrayList<Boolean>();

        for (int i = 0; i < 6; i++) {
            for (var task : jobs.claim(job, worker, 10)) {
                assertThat(seen.add(task.get("taskId"))).isTrue();
                row.add(jobs.isControl(job, task.get("taskId")));
                QualityJobs.submit(worker, task.get("assignmentId"), "cat");
            }
        }

        assertThat(row.stream().filter(Boolean::booleanValue).count()).isEqualTo(10);
        assertThat(row.subList(0, 20)).contains(true, false);
        assertThat(market.number("select draws from worker_skill where job_id = ? and worker_id = ?", job.id(), worker))
                .isEqualTo(60);
        assertThat(market.number("select sum(uses) from control_task where job_id = ?", job.id()))
                .isEqualTo(10);
    }

    @Test
    void what_was_answered_is_a_skill_with_its_interval() {
        var job = jobs.open("{\"control\": {\"share\": 0.5, \"floor\": 0.5}}", 40, 20, 0);
        var good = market.worker();
        var bad = market.worker();
        for (var task : jobs.claim(job, good, 20)) {
            QualityJobs.submit(good, task.get("assignmentId"), "cat");
        }
        for (var task : jobs.claim(job, bad, 20)) {
            QualityJobs.submit(bad, task.get("assignmentId"), "dog");
        }
        jobs.awaitDrained(job);

        var list = as(job.requesterId())
                .get("/v1/jobs/{id}/skills", job.id())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(list.getDouble("items.find { it.workerId == '%s' }.accuracy.accuracy".formatted(good)))
                .isEqualTo(1.0);
        assertThat(list.getDouble("items.find { it.workerId == '%s' }.accuracy.lower".formatted(good)))
                .isBetween(0.4, 0.999);
        assertThat(list.getDouble("items.find { it.workerId == '%s' }.accuracy.accuracy".formatted(bad)))
                .isEqualTo(0.0);
        as(job.requesterId())
                .get("/v1/jobs/{id}/control-tasks", job.id())
                .then()
                .statusCode(200)
                .body("items", hasSize(20))
                .body("items.state", hasItem("ACTIVE"));
        asWorker(good).get("/v1/jobs/{id}/skills", job.id()).then().statusCode(403);
        asWorker(good).get("/v1/jobs/{id}/control-tasks", job.id()).then().statusCode(403);
    }

    @Test
    void a_returned_one_gives_its_allowance_back_and_no_slot() {
        var job = jobs.open("{\"control\": {\"share\": 0.5, \"floor\": 0.5}}", 30, 10, 0);
        long allowance = market.number("select control_left from job_quality where job_id = ?", job.id());
        var worker = market.worker();
        for (var task : jobs.claim(job, worker, 12)) {
            asWorker(worker)
                    .post("/v1/assignments/{id}/return", task.get("assignmentId"))
                    .then()
                    .statusCode(200);
        }

        assertThat(market.number("select control_left from job_quality where job_id = ?", job.id()))
                .isEqualTo(allowance);
        assertThat(jobs.slots(job)).isEqualTo(30);
    }

    @Test
    void a_job_that_hides_them_takes_no_claims_by_name() {
        var hiding = jobs.open(HALF, 3, 3, 0);
        var telling = jobs.open("{\"control\": {\"share\": 0.5, \"floor\": 0.5, \"namedClaims\": true}}", 3, 3, 0);

        named(hiding, "x1").statusCode(409).body("code", equalTo("named-claims-off"));
        named(hiding, "k1").statusCode(409).body("code", equalTo("named-claims-off"));
        named(telling, "x1").statusCode(201).body("items[0].externalId", equalTo("x1"));
        named(telling, "k1").statusCode(201).body("items[0].externalId", equalTo("k1"));
        named(telling, "k1").statusCode(409).body("code", equalTo("no-tasks-left"));
    }

    private ValidatableResponse named(Posted job, String externalId) {
        return asWorker(market.worker())
                .contentType(ContentType.JSON)
                .body("{\"externalId\": \"%s\"}".formatted(externalId))
                .post("/v1/jobs/{id}/claims", job.id())
                .then();
    }

    @Test
    void a_wrong_right_answer_is_named_by_its_path() {
        var job = jobs.draft(HALF, 1, 1, 0);

        TestJobs.upload(job.requesterId(), job.id(), "text/csv", "externalId,text,gold.label\nc1,a cow,cow\n")
                .statusCode(422)
                .body("code", equalTo("upload-rejected"))
                .body("errors[0].column", equalTo("gold.label"))
                .body("errors[0].pointer", equalTo("/gold/label"))
                .body("errors[0].code", equalTo("invalid-gold"));
        add(job, "{\"externalId\": \"c1\", \"input\": {\"text\": \"a cow\"}, \"gold\": {\"label\": \"cow\"}}")
                .statusCode(400)
                .body("code", equalTo("invalid-gold"))
                .body("errors.pointer", hasItem("/items/0/gold/label"));
    }

    @Test
    void a_table_may_give_right_answers_too() {
        var job = jobs.draft(HALF, 1, 0, 0);

        TestJobs.upload(
                        job.requesterId(),
                        job.id(),
                        "text/csv",
                        "externalId,text,gold.label,explanation\nc1,a cat,cat,it meows\nc2,what is it,,\n")
                .statusCode(200)
                .body("added", equalTo(2));

        as(job.requesterId())
                .get("/v1/jobs/{id}/control-tasks", job.id())
                .then()
                .body("items", hasSize(1))
                .body("items[0].externalId", equalTo("c1"))
                .body("items[0].gold.label", equalTo("cat"))
                .body("items[0].explanation", equalTo("it meows"));
    }

    @Test
    void a_job_without_a_policy_takes_none() {
        var job = jobs.draft("{\"overlap\": {}}", 1, 0, 0);

        TestJobs.upload(
                        job.requesterId(),
                        job.id(),
                        "application/x-ndjson",
                        "{\"externalId\": \"k1\", \"input\": {\"text\": \"x\"}, \"gold\": {\"label\": \"cat\"}}\n")
                .statusCode(422)
                .body("errors[0].code", equalTo("gold-without-policy"));
        add(job, "{\"externalId\": \"k1\", \"input\": {\"text\": \"x\"}, \"gold\": {\"label\": \"cat\"}}")
                .statusCode(409)
                .body("code", equalTo("job-without-control"));
    }

    @Test
    void they_may_be_added_later_again_and_be_retired() {
        var job = jobs.open(HALF, 5, 1, 0);
        var item = "{\"externalId\": \"late\", \"input\": {\"text\": \"late\"}, \"gold\": {\"label\": \"cat\"}}";

        add(job, item).statusCode(200).body("added", equalTo(1));
        add(job, item).statusCode(200).body("added", equalTo(0)).body("repeated", equalTo(1));
        add(job, item.replace("\"cat\"", "\"dog\"")).statusCode(409).body("code", equalTo("external-id-taken"));

        String taskId = as(job.requesterId())
                .get("/v1/jobs/{id}/control-tasks", job.id())
                .jsonPath()
                .getString("items.find { it.externalId == 'late' }.taskId");
        retire(job, taskId).statusCode(204);
        retire(job, taskId).statusCode(204);
        as(job.requesterId())
                .queryParam("state", "RETIRED")
                .get("/v1/jobs/{id}/control-tasks", job.id())
                .then()
                .body("items", hasSize(1))
                .body("items[0].stateReason", equalTo("on a forum"));
        retire(job, UUID.randomUUID().toString()).statusCode(404).body("code", equalTo("control-task-not-found"));
    }

    private static ValidatableResponse retire(Posted job, String taskId) {
        return as(job.requesterId())
                .contentType(ContentType.JSON)
                .body("{\"reason\": \"on a forum\"}")
                .post("/v1/jobs/{id}/control-tasks/{task}/retire", job.id(), taskId)
                .then();
    }

    @Test
    void the_hold_covers_their_answers() {
        var job = jobs.draft("{\"control\": {\"share\": 0.2}}", 8, 4, 0);

        as(job.requesterId())
                .get("/v1/jobs/{id}/quote", job.id())
                .then()
                .statusCode(200)
                // Eight answers, and a fifth of all that a worker gets.
                .body("assignments", equalTo(8 + 2));
    }

    @Test
    void results_that_are_sure_enough_become_control_tasks() {
        var job = jobs.open("""
                {"overlap": {"min": 2, "max": 4, "confidence": 0.85}, "control": {"share": 0.5, "floor": 0.5}}""", 2, 0, 0);
        for (int i = 0; i < 2; i++) {
            jobs.answer(job, market.worker(), "cat");
        }
        jobs.awaitDrained(job);
        String decided = taskOf(job, "CONFIDENT");

        promote(job, decided, 0.99).statusCode(422).body("code", equalTo("result-too-uncertain"));
        promote(job, openTask(job, decided), 0.8).statusCode(409).body("code", equalTo("task-still-open"));
        promote(job, decided, 0.8).statusCode(200).body("promoted", equalTo(1));
        promote(job, decided, 0.8).statusCode(409).body("code", equalTo("already-control-task"));
        promote(job, UUID.randomUUID().toString(), 0.8).statusCode(404).body("code", equalTo("task-not-found"));

        as(job.requesterId())
                .get("/v1/jobs/{id}/control-tasks", job.id())
                .then()
                .body("items[0].source", equalTo("PROMOTED"))
                .body("items[0].gold.label", equalTo("cat"))
                .body("items[0].answers", equalTo(0));
    }

    @Test
    void a_task_on_which_nothing_is_decided_stays_one_that_is_decided_on() {
        var job = jobs.open("""
                {"overlap": {"min": 2, "max": 4, "confidence": 0.85}, "control": {"share": 0.5, "floor": 0.5}}""", 1, 0, 0);
        for (int i = 0; i < 2; i++) {
            jobs.answer(job, market.worker(), "cat");
        }
        jobs.awaitDrained(job);
        String task = taskOf(job, "CONFIDENT");
        // As it is after the last answer is in and before anybody has thought about it.
        market.execute("update task_decision set state = 'OPEN', decided_at = null where job_id = ?", job.id());

        promote(job, task, 0.5).statusCode(409).body("code", equalTo("task-undecided"));
        assertThat(market.number("select count(*) from control_task where job_id = ?", job.id()))
                .isZero();
    }

    private String taskOf(Posted job, String state) {
        return market.texts("select task_id::text from task_decision where job_id = ? and state = ?", job.id(), state)
                .getFirst();
    }

    private String openTask(Posted job, String other) {
        return market.texts("select id::text from task where job_id = ? and id <> ?::uuid", job.id(), other)
                .getFirst();
    }

    private static ValidatableResponse promote(Posted job, String taskId, double confidence) {
        return as(job.requesterId())
                .contentType(ContentType.JSON)
                .body("{\"items\": [{\"taskId\": \"%s\"}], \"confidence\": %s}".formatted(taskId, confidence))
                .post("/v1/jobs/{id}/control-tasks/promote", job.id())
                .then();
    }

    @Test
    void one_that_has_become_known_is_taken_out_of_use() {
        var job = jobs.open("{\"control\": {\"share\": 0.5, \"floor\": 0.5, \"namedClaims\": true}}", 40, 1, 0);
        market.execute("update job set overlap = 40 where id = ?", job.id());
        int handedOut = 0;
        var worker = market.worker();
        for (var held = claimK1(job, worker); held != null; held = claimK1(job, worker)) {
            QualityJobs.submit(worker, held, handedOut < 10 ? "dog" : "cat");
            jobs.awaitDrained(job);
            handedOut++;
            worker = market.worker();
        }

        assertThat(handedOut)
                .as("ten first answers show how hard it is, a few more that it is known")
                .isBetween(12, 20);

        as(job.requesterId())
                .queryParam("state", "LEAKED")
                .get("/v1/jobs/{id}/control-tasks", job.id())
                .then()
                .body("items", hasSize(1))
                .body("items[0].stateReason", org.hamcrest.Matchers.containsString("has become known"));
        as(job.requesterId())
                .get("/v1/jobs/{id}/quality", job.id())
                .then()
                .body("control.leaked", equalTo(1))
                .body("warnings.code", hasItem("control-tasks-leak"));
    }

    /** {@return the attempt at k1, or null when it is handed out no more} */
    private static @Nullable String claimK1(Posted job, UUID worker) {
        var response = asWorker(worker)
                .contentType(ContentType.JSON)
                .body("{\"externalId\": \"k1\"}")
                .post("/v1/jobs/{id}/claims", job.id());
        return response.statusCode() == 201 ? response.jsonPath().getString("items[0].assignmentId") : null;
    }
}
