package dev.groundwork.task.quality;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.kit.Ids;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.claim.Market;
import dev.groundwork.task.spec.TaskSpecs;
import dev.groundwork.task.testing.TestJobs;

import com.fasterxml.jackson.core.JsonParseException;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.claim.Market.asWorker;
import static dev.groundwork.task.testing.TestJobs.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

/** Answers are bought one by one until the label is sure enough, in the marketplace as it runs. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class DynamicOverlapTest {

    /** Two of an unknown crowd who agree are 90 % sure: each is expected to be right three times in four. */
    private static final String OVERLAP =
            "{\"overlap\": {\"min\": 2, \"max\": 4, \"confidence\": 0.85, \"ambiguityMargin\": 0.2}}";

    @Inject
    QualityJobs jobs;

    @Inject
    Market market;

    @Inject
    AgroalDataSource database;

    @Inject
    TaskSpecs specs;

    @Inject
    TestJobs testJobs;

    @Inject
    Clock clock;

    @Test
    void a_task_opens_with_the_fewest_slots_and_the_hold_covers_the_most() {
        var job = jobs.open(OVERLAP, 3, 0, 0);

        assertThat(jobs.slots(job)).isEqualTo(6);
        as(job.requesterId())
                .get("/v1/jobs/{id}", job.id())
                .then()
                .body("overlap", equalTo(4))
                .body("assignmentCount", equalTo(12))
                .body("quality.overlap.confidence", equalTo(0.85f));
    }

    @Test
    void two_who_agree_are_enough() {
        var job = jobs.open(OVERLAP, 1, 0, 0);

        jobs.answer(job, market.worker(), "cat");
        jobs.answer(job, market.worker(), "cat");

        assertThat(jobs.decisions(job)).isEqualTo(Map.of("CONFIDENT", 1L));
        assertThat(jobs.slots(job)).isZero();
        as(job.requesterId())
                .get("/v1/jobs/{id}/quality", job.id())
                .then()
                .statusCode(200)
                .body("labels.bought", equalTo(2))
                .body("tasks.confident", equalTo(1))
                .body("tasks.open", equalTo(0));
    }

    @Test
    void an_answer_that_nothing_can_be_concluded_from_holds_up_no_other() {
        UUID nothing = Ids.next();
        market.execute(
                "insert into answer_queue (job_id, task_id, assignment_id) values (?, ?, ?)",
                nothing,
                nothing,
                nothing);
        var job = jobs.open(OVERLAP, 1, 0, 0);

        jobs.answer(job, market.worker(), "cat");
        jobs.answer(job, market.worker(), "cat");

        assertThat(jobs.decisions(job)).isEqualTo(Map.of("CONFIDENT", 1L));
        assertThat(market.number(
                        "select count(*) from answer_queue where job_id = ? and parked_at is not null", nothing))
                .isEqualTo(1);
        market.execute("delete from answer_queue where job_id = ?", nothing);
    }

    @Test
    void a_task_whose_answer_was_set_aside_is_disputed_and_its_job_ends() {
        var job = jobs.open(OVERLAP, 1, 0, 0);
        UUID strange = market.worker();
        market.execute("insert into worker_skill (job_id, worker_id, fields) values (?, ?, '[1]')", job.id(), strange);

        jobs.answer(job, strange, "cat");
        await().atMost(QualityJobs.SOON)
                .until(() -> market.number(
                                "select count(*) from answer_queue where job_id = ? and parked_at is not null",
                                job.id())
                        == 1);
        jobs.answer(job, market.worker(), "cat");

        await().atMost(QualityJobs.SOON)
                .until(() -> market.number(
                                "select count(*) from answer_queue where job_id = ? and parked_at is null", job.id())
                        == 0);
        as(job.requesterId())
                .get("/v1/jobs/{id}/quality", job.id())
                .then()
                .body("tasks.disputed", equalTo(1))
                .body("labels.waiting", equalTo(0))
                .body("warnings.code", hasItem("answers-set-aside"));
        as(job.requesterId())
                .contentType(ContentType.JSON)
                .body("{\"approveAll\": true}")
                .post("/v1/jobs/{id}/reviews", job.id())
                .then()
                .statusCode(200);
        testJobs.awaitState(job.id(), "COMPLETED");
    }

    @Test
    void preferences_are_decided_by_the_side_that_is_better_overall() {
        var requesterId = Ids.next();
        testJobs.floors();
        UUID id = TestJobs.create(
                        requesterId,
                        QualityJobs.body(OVERLAP)
                                .replace(
                                        "{\"type\": \"string\", \"enum\": [\"cat\", \"dog\"], \"x-kind\": \"choice\"}",
                                        "{\"x-kind\": \"preference\", \"x-labels\": [\"cat\", \"dog\"]}"))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getUUID("id");
        TestJobs.upload(
                        requesterId,
                        id,
                        "application/x-ndjson",
                        "{\"externalId\": \"x1\", \"input\": {\"text\": \"a pair\"}}\n")
                .statusCode(200);
        as(requesterId).post("/v1/jobs/{id}/publish", id).then().statusCode(202);
        testJobs.answerAboutFunds(testJobs.held(id, requesterId));
        testJobs.awaitState(id, "OPEN");
        var job = new QualityJobs.Posted(id, requesterId);

        for (var answer : List.of("{\"choice\": \"tie\", \"rationale\": \"Both meow.\"}", "{\"choice\": \"tie\"}")) {
            UUID worker = market.worker();
            asWorker(worker)
                    .contentType(ContentType.JSON)
                    .body("{\"answer\": {\"label\": %s}}".formatted(answer))
                    .post(
                            "/v1/assignments/{id}/submit",
                            jobs.claim(job, worker, 1).getFirst().get("assignmentId"))
                    .then()
                    .statusCode(200);
        }

        assertThat(jobs.decisions(job)).isEqualTo(Map.of("CONFIDENT", 1L));
        assertThat(market.number(
                        "select count(*) from task_decision where job_id = ? and label = '{\"label\": {\"choice\": \"tie\"}}'",
                        id))
                .isEqualTo(1);
        as(requesterId).get("/v1/jobs/{id}/tasks", id).then().statusCode(200).body("items[0].state", equalTo("DONE"));
    }

    @Test
    void what_passes_sets_no_answer_aside() {
        assertThat(AnswerDrain.isOfAnswers(new NullPointerException())).isTrue();
        assertThat(AnswerDrain.isOfAnswers(new StackOverflowError())).isTrue();
        assertThat(AnswerDrain.isOfAnswers(new SQLException("not null", "23502")))
                .isTrue();
        assertThat(AnswerDrain.isOfAnswers(new SQLException("deadlock", "40P01")))
                .isFalse();
        assertThat(AnswerDrain.isOfAnswers(new IllegalStateException(new SQLException("gone", "08006"))))
                .isFalse();
        assertThat(AnswerDrain.isOfAnswers(new IllegalStateException(new JsonParseException(null, "no JSON"))))
                .isTrue();
        assertThat(AnswerDrain.isOfAnswers(new UncheckedIOException(new IOException("gone"))))
                .isFalse();
        assertThat(AnswerDrain.isOfAnswers(new OutOfMemoryError())).isFalse();
    }

    @Test
    void two_who_contradict_each_other_get_a_third() {
        var job = jobs.open(OVERLAP, 1, 0, 0);
        jobs.answer(job, market.worker(), "cat");
        jobs.answer(job, market.worker(), "dog");

        assertThat(jobs.decisions(job)).isEqualTo(Map.of("OPEN", 1L));
        assertThat(jobs.slots(job)).isEqualTo(1);
    }

    @Test
    void a_crowd_that_cannot_decide_leaves_the_task_to_a_person() {
        var job = jobs.open(OVERLAP, 1, 0, 0);

        for (String label : new String[] {"cat", "dog", "cat", "dog"}) {
            jobs.answer(job, market.worker(), label);
        }

        assertThat(jobs.decisions(job)).isEqualTo(Map.of("DISPUTED", 1L));
        assertThat(jobs.slots(job)).as("answers are not bought for ever").isZero();
        as(job.requesterId())
                .get("/v1/jobs/{id}/results", job.id())
                .then()
                .statusCode(200)
                .body("items[0].state", equalTo("DISPUTED"));
        as(job.requesterId()).get("/v1/jobs/{id}/tasks", job.id()).then().body("items[0].state", equalTo("DISPUTED"));
    }

    @Test
    void a_returned_slot_is_not_bought_again() {
        var job = jobs.open(OVERLAP, 1, 0, 0);
        jobs.answer(job, market.worker(), "cat");
        var ben = market.worker();
        var held = jobs.claim(job, ben, 1).getFirst().get("assignmentId");
        Market.asWorker(ben).post("/v1/assignments/{id}/return", held).then().statusCode(200);

        jobs.awaitDrained(job);

        assertThat(jobs.slots(job)).isEqualTo(1);
        jobs.answer(job, market.worker(), "cat");
        assertThat(jobs.decisions(job)).isEqualTo(Map.of("CONFIDENT", 1L));
    }

    @Test
    void a_job_is_completed_when_every_task_is_decided_and_every_answer_is_final() {
        var job = jobs.open(OVERLAP, 2, 0, 0);
        for (int i = 0; i < 2; i++) {
            var worker = market.worker();
            jobs.answer(job, worker, "cat");
            jobs.answer(job, worker, "dog");
        }
        assertThat(jobs.decisions(job)).isEqualTo(Map.of("CONFIDENT", 2L));

        as(job.requesterId())
                .contentType(ContentType.JSON)
                .body("{\"approveAll\": true}")
                .post("/v1/jobs/{id}/reviews", job.id())
                .then()
                .statusCode(200);

        testJobs.awaitState(job.id(), "COMPLETED");
        assertThat(market.number("select approved from job_progress where job_id = ?", job.id()))
                .isEqualTo(4);
    }

    @Test
    void an_answer_that_is_thought_about_twice_changes_nothing() {
        var job = jobs.open(OVERLAP, 1, 0, 0);
        jobs.answer(job, market.worker(), "cat");
        jobs.answer(job, market.worker(), "dog");
        jobs.awaitDrained(job);

        market.execute("""
                insert into answer_queue (job_id, task_id, assignment_id)
                select job_id, task_id, id from assignment where job_id = ?""", job.id());
        jobs.awaitDrained(job);

        assertThat(jobs.slots(job)).isEqualTo(1);
        assertThat(market.number("select decided from job_quality where job_id = ?", job.id()))
                .isZero();
    }

    @Test
    void a_crash_in_the_middle_of_a_round_loses_nothing_and_buys_nothing_twice() throws SQLException {
        var job = jobs.open(OVERLAP, 1, 0, 0);
        // Another replica has the lease, and dies after its first round before the commit.
        takeLease();
        jobs.answer(job, market.worker(), "cat");
        jobs.answer(job, market.worker(), "dog");
        try (var tx = database.getConnection()) {
            tx.setAutoCommit(false);
            assertThat(new Round(tx, specs, clock.instant()).run(500)).isPositive();
            tx.rollback();
        }
        assertThat(market.number("select count(*) from answer_queue where job_id = ?", job.id()))
                .isEqualTo(2);
        assertThat(jobs.slots(job)).isZero();

        market.execute("update lease set expires_at = '-infinity' where name = 'answer-drain'");

        assertThat(jobs.decisions(job)).isEqualTo(Map.of("OPEN", 1L));
        assertThat(jobs.slots(job)).isEqualTo(1);
    }

    private void takeLease() {
        // Whoever holds it finds out when it renews; from then on it stands by.
        market.execute(
                "update lease set holder = ?, epoch = epoch + 1, expires_at = clock_timestamp() + interval '1 minute' where name = 'answer-drain'",
                UUID.randomUUID());
    }

    @Test
    void two_replicas_cannot_both_conclude() {
        var job = jobs.open(OVERLAP, 5, 0, 0);
        for (int i = 0; i < 2; i++) {
            var worker = market.worker();
            for (int task = 0; task < 5; task++) {
                jobs.answer(job, worker, i == 0 ? "cat" : "dog");
                // The epoch moves on under the holder's feet: a round that is under way must not commit.
                market.execute("update lease set epoch = epoch + 1 where name = 'answer-drain'");
            }
        }

        assertThat(jobs.decisions(job)).isEqualTo(Map.of("OPEN", 5L));
        assertThat(jobs.slots(job)).isEqualTo(5);
    }

    @Test
    void a_spec_without_categories_cannot_stop_by_confidence() {
        var body = QualityJobs.body(OVERLAP)
                .replace(
                        "{\"label\": {\"type\": \"string\", \"enum\": [\"cat\", \"dog\"], \"x-kind\": \"choice\"}}",
                        "{\"label\": {\"type\": \"string\", \"x-kind\": \"text\"}}");
        testJobs.floors();

        TestJobs.create(Ids.next(), body).statusCode(422).body("code", equalTo("overlap-needs-categories"));
    }

    @Test
    void a_policy_out_of_range_is_refused_with_the_place() {
        jobs.create(
                        Ids.next(),
                        "{\"overlap\": {\"min\": 5, \"max\": 3}, \"control\": {\"share\": 0.9}, \"training\": {\"tasks\": 0}}")
                .statusCode(400)
                .body(
                        "errors.pointer",
                        org.hamcrest.Matchers.hasItems(
                                "/quality/overlap/max", "/quality/control/share", "/quality/training/tasks"));
    }

    @Test
    void somebody_elses_job_has_no_quality_to_see() {
        var job = jobs.draft(OVERLAP, 1, 0, 0);

        as(Ids.next())
                .get("/v1/jobs/{id}/quality", job.id())
                .then()
                .statusCode(404)
                .body("code", equalTo("job-not-found"));
        as(job.requesterId()).get("/v1/jobs/{id}/quality", job.id()).then().statusCode(200);
    }

    @Test
    void the_next_slot_appears_by_itself() {
        var job = jobs.open(OVERLAP, 1, 0, 0);
        jobs.answer(job, market.worker(), "cat");
        jobs.answer(job, market.worker(), "dog");

        await().atMost(QualityJobs.SOON).until(() -> jobs.slots(job) == 1);

        jobs.answer(job, market.worker(), "dog");
        assertThat(jobs.decisions(job)).isNotEmpty();
    }
}
