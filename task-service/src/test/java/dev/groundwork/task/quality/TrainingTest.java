package dev.groundwork.task.quality;

import java.util.Objects;
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
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.claim.Market.asWorker;
import static dev.groundwork.task.testing.TestJobs.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

/** Training comes before the real tasks, is paid, shows the right answers, and opens the rest by skill. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class TrainingTest {

    private static final String TRAINING =
            "{\"training\": {\"tasks\": 2, \"threshold\": 1.0, \"attempts\": 2, \"workers\": 10}}";

    @Inject
    QualityJobs jobs;

    @Inject
    Market market;

    @Inject
    TestJobs testJobs;

    private void train(Posted job, UUID worker, String... labels) {
        var tasks = jobs.claim(job, worker, 20);
        assertThat(tasks).hasSize(labels.length);
        for (int i = 0; i < labels.length; i++) {
            assertThat((String) tasks.get(i).get("externalId")).startsWith("r");
            assertThat(String.valueOf(tasks.get(i).get("reward"))).contains("0.05");
            QualityJobs.submit(worker, tasks.get(i).get("assignmentId"), labels[i]);
        }
        jobs.awaitDrained(job);
    }

    private static String refusal(Posted job, UUID worker) {
        return asWorker(worker)
                .post("/v1/jobs/{id}/claims", job.id())
                .jsonPath()
                .getString("code");
    }

    @Test
    void opens_the_real_tasks_to_whoever_passes() {
        var job = jobs.open(TRAINING, 3, 0, 4);
        var worker = market.worker();

        train(job, worker, "cat", "cat");

        assertThat(jobs.claim(job, worker, 20))
                .hasSize(3)
                .allSatisfy(task -> assertThat((String) task.get("externalId")).startsWith("x"));
        asWorker(worker)
                .get("/v1/jobs/{id}/training", job.id())
                .then()
                .statusCode(200)
                .body("passed", equalTo(true))
                .body("answered", equalTo(2));
    }

    @Test
    void shows_the_right_answer_and_why_once_the_own_one_is_in() {
        var job = jobs.open(TRAINING, 1, 0, 2);
        var worker = market.worker();
        var assignment = jobs.claim(job, worker, 1).getFirst().get("assignmentId");
        asWorker(worker)
                .get("/v1/assignments/{id}/feedback", assignment)
                .then()
                .statusCode(404)
                .body("code", equalTo("feedback-not-found"));

        QualityJobs.submit(worker, assignment, "dog");

        asWorker(worker)
                .get("/v1/assignments/{id}/feedback", assignment)
                .then()
                .statusCode(200)
                .body("right", equalTo(false))
                .body("gold.label", equalTo("cat"))
                .body("answer.label", equalTo("dog"))
                .body("explanation", equalTo("It meows."));
        asWorker(market.worker())
                .get("/v1/assignments/{id}/feedback", assignment)
                .then()
                .statusCode(404)
                .body("code", equalTo("assignment-not-found"));
    }

    @Test
    void is_tried_again_with_other_tasks_and_not_for_ever() {
        var job = jobs.open(TRAINING, 3, 0, 4);
        var worker = market.worker();

        train(job, worker, "cat", "dog");
        train(job, worker, "dog", "dog");

        asWorker(worker)
                .post("/v1/jobs/{id}/claims", job.id())
                .then()
                .statusCode(403)
                .body("code", equalTo("training-not-passed"));
        assertThat(market.number("select training_failed from worker_skill where job_id = ?", job.id()))
                .isEqualTo(2);
    }

    @Test
    void is_finished_before_more_is_handed_out() {
        var job = jobs.open(TRAINING, 3, 0, 4);
        var worker = market.worker();
        var held = jobs.claim(job, worker, 5);

        assertThat(held).hasSize(2);
        assertThat(refusal(job, worker)).isEqualTo("training-unfinished");

        asWorker(worker)
                .post("/v1/assignments/{id}/return", held.getFirst().get("assignmentId"))
                .then()
                .statusCode(200);
        assertThat(jobs.claim(job, worker, 5))
                .as("a returned one is replaced by another")
                .hasSize(1);
    }

    @Test
    void a_task_that_was_given_back_or_ran_out_is_there_to_be_tried_again() {
        var job = jobs.open(TRAINING, 3, 0, 2);
        var worker = market.worker();
        for (int time = 0; time < 3; time++) {
            var held = jobs.claim(job, worker, 5);
            assertThat(held).hasSize(2);
            asWorker(worker)
                    .post("/v1/assignments/{id}/return", held.getFirst().get("assignmentId"))
                    .then()
                    .statusCode(200);
            market.execute(
                    "update assignment set state = 'EXPIRED' where id = ?::uuid",
                    Objects.requireNonNull(held.getLast().get("assignmentId")));
        }

        train(job, worker, "cat", "cat");

        assertThat(jobs.claim(job, worker, 20)).hasSize(3);
    }

    @Test
    void a_task_that_is_given_back_again_and_again_is_not_handed_out_for_ever() {
        var job = jobs.open(TRAINING, 3, 0, 2);
        var worker = market.worker();
        for (int time = 0; time < 4; time++) {
            for (var held : jobs.claim(job, worker, 5)) {
                asWorker(worker)
                        .post("/v1/assignments/{id}/return", held.get("assignmentId"))
                        .then()
                        .statusCode(200);
            }
        }

        assertThat(refusal(job, worker)).isEqualTo("training-full");
        assertThat(market.number(
                        "select count(*) from assignment where job_id = ? and worker_id = ?", job.id(), worker))
                .isEqualTo(4 * 2);
    }

    @Test
    void waits_until_the_time_of_the_job_is_measured_and_then_proves_nothing_about_it() {
        var job = jobs.draft(TRAINING + ", \"pilotWorkers\": 2", 60, 0, 4);
        as(job.requesterId()).post("/v1/jobs/{id}/publish", job.id()).then().statusCode(202);
        testJobs.answerAboutFunds(testJobs.held(job.id(), job.requesterId()));
        testJobs.awaitState(job.id(), "PILOT");

        for (int i = 0; i < 2; i++) {
            var worker = market.worker();
            var tasks = jobs.claim(job, worker, 5);
            assertThat(tasks).hasSize(1).allSatisfy(task -> assertThat((String) task.get("externalId"))
                    .startsWith("x"));
            testJobs.execute(
                    "update assignment set claimed_at = claimed_at - make_interval(secs => 10) where job_id = ?",
                    job.id());
            QualityJobs.submit(worker, tasks.getFirst().get("assignmentId"), "cat");
        }

        testJobs.awaitState(job.id(), "OPEN");
        assertThat(testJobs.text("select pilot_measured from job where id = ?", job.id()))
                .isEqualTo("2");
        train(job, market.worker(), "cat", "cat");
    }

    @Test
    void is_not_begun_where_no_task_waits_for_the_trained() {
        var job = jobs.open(TRAINING, 1, 0, 4);
        var trained = market.worker();
        train(job, trained, "cat", "cat");
        assertThat(jobs.claim(job, trained, 5)).hasSize(1);

        assertThat(refusal(job, market.worker())).isEqualTo("no-tasks-left");
        assertThat(market.number("select training_left from job_quality where job_id = ?", job.id()))
                .isEqualTo(2 * 2 * 10 - 2);
    }

    @Test
    void is_covered_by_the_hold_and_needs_its_tasks() {
        var job = jobs.draft(TRAINING, 3, 0, 1);

        as(job.requesterId()).get("/v1/jobs/{id}/quote", job.id()).then().body("assignments", equalTo(3 + 2 * 2 * 10));
        as(job.requesterId())
                .post("/v1/jobs/{id}/publish", job.id())
                .then()
                .statusCode(422)
                .body("code", equalTo("training-without-tasks"));
    }

    @Test
    void is_not_there_in_a_job_without() {
        var job = jobs.open("{\"overlap\": {}}", 1, 0, 0);

        asWorker(market.worker())
                .get("/v1/jobs/{id}/training", job.id())
                .then()
                .statusCode(404)
                .body("code", equalTo("training-not-found"));
    }
}
