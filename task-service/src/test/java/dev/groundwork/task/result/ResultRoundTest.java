package dev.groundwork.task.result;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.kit.lease.Leases;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.result.ResultClaims.Claim;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.TaskSpecs;
import dev.groundwork.task.testing.TestJobs;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.testing.TestJobs.as;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class ResultRoundTest {

    private static final String SAD = "{\"mood\": \"sad\"}";

    @Inject
    TestJobs jobs;

    @Inject
    ResultRound round;

    @Inject
    ResultClaims claims;

    @Inject
    ResultConfig config;

    @Inject
    Replica replica;

    @Inject
    Leases leases;

    @Inject
    TaskSpecs specs;

    @Inject
    AgroalDataSource database;

    private final UUID requester = UUID.randomUUID();

    @Test
    void a_lesson_that_another_replica_took_over_writes_nothing() throws SQLException {
        UUID jobId = untouched(2);
        jobs.assignment(jobId, "t1", "SUBMITTED", SAD);
        jobs.assignment(jobId, "t2", "SUBMITTED", SAD);
        var slept = claim(jobId);
        var seen = round.see(slept, fields(jobId), null, false);
        jobs.execute("update job_result set claimed_until = now() - interval '1 second' where job_id = ?", jobId);
        var taken = claim(jobId);

        assertThatThrownBy(() -> round.conclude(slept, seen)).isInstanceOf(ClaimLost.class);

        assertThat(results(jobId)).isZero();
        assertThat(marks(jobId)).isEqualTo(2);
        assertThat(jobs.text("select lesson from job_result where job_id = ?", jobId))
                .isEqualTo("0");
        claims.release(slept);
        assertThat(claims.claim(jobId)).as("the other one's claim stands").isNull();

        round.conclude(taken, round.see(taken, fields(jobId), null, false));
        assertThat(results(jobId)).isEqualTo(2);
        assertThat(marks(jobId)).isZero();
        assertThat(jobs.text("select lesson from job_result where job_id = ?", jobId))
                .isEqualTo("1");
    }

    @Test
    void answers_that_arrive_during_a_lesson_are_not_lost() throws SQLException {
        UUID jobId = untouched(3);
        UUID edited = jobs.assignment(jobId, "t1", "SUBMITTED", SAD);
        UUID withdrawn = jobs.assignment(jobId, "t2", "SUBMITTED", SAD);
        var claim = claim(jobId);
        var seen = round.see(claim, fields(jobId), null, false);
        jobs.execute("update assignment set answer = '{\"mood\": \"happy\"}' where id = ?", edited);
        jobs.markResult(edited);
        jobs.execute("update assignment set state = 'REJECTION_HELD' where id = ?", withdrawn);
        jobs.markResult(withdrawn);
        jobs.assignment(jobId, "t3", "SUBMITTED", SAD);

        round.conclude(claim, seen);

        assertThat(marks(jobId)).as("of what came since").isEqualTo(3);
        as(requester)
                .get("/v1/jobs/{id}/results", jobId)
                .then()
                .body("items.answers", equalTo(List.of(1, 0, 1)))
                .body("items[0].result.mood.value", equalTo("happy"))
                .body("items[2].result.mood.value", equalTo("sad"))
                .body("pendingTasks", equalTo(0));
    }

    @Test
    void a_lesson_that_was_not_ended_is_taken_up_again() throws SQLException {
        UUID jobId = untouched(1);
        jobs.assignment(jobId, "t1", "SUBMITTED", SAD);
        var died = claim(jobId);
        round.see(died, fields(jobId), null, false);
        // As if its last lot had been written, and nothing after it.
        jobs.execute("delete from result_mark where job_id = ?", jobId);
        jobs.execute("update job_result set retry_at = null where job_id = ?", jobId);

        assertThat(unlearned(replica.id(), jobId)).as("while it may live").isFalse();
        jobs.execute(
                "update job_result set claimed_until = now() - interval '1 second', retry_at = '2100-01-01' where job_id = ?",
                jobId);
        assertThat(jobs.text("select unlearned from job_result where job_id = ?", jobId))
                .isEqualTo("t");
        as(requester).get("/v1/jobs/{id}/results", jobId).then().body("items.answers", equalTo(List.of(1)));
    }

    @Test
    void every_task_is_written_however_many_lots_they_take() throws SQLException {
        int tasks = 1201;
        UUID jobId = untouched(tasks);
        jobs.execute("""
                insert into assignment (id, job_id, task_id, position, requester_id, worker_id, state, reward_minor,
                                        currency, claimed_at, deadline_at, submitted_at, active_seconds, answer)
                select gen_random_uuid(), t.job_id, t.id, t.position, j.requester_id, gen_random_uuid(), 'SUBMITTED', 5, 'EUR',
                       now() - interval '20 seconds', now() + interval '1 hour', now(), 12,
                       jsonb_build_object('mood', case when t.position % 2 = 0 then 'sad' else 'happy' end)
                from task t join job j on j.id = t.job_id where t.job_id = ? and t.position % 400 <> 0
                """, jobId);
        jobs.execute(
                "insert into result_mark (job_id, position) select job_id, position from task where job_id = ?", jobId);
        jobs.execute("""
                insert into task_result (job_id, position, answers, result, state, refreshed_at)
                values (?, 400, 1, '{}', 'OPEN', now())
                """, jobId);
        var claim = claim(jobId);

        round.conclude(claim, round.see(claim, fields(jobId), null, false));

        assertThat(results(jobId)).isEqualTo(tasks - 3);
        assertThat(marks(jobId)).isZero();
        assertThat(jobs.text(
                        "select count(*) from task_result where job_id = ? and result -> 'mood' ->> 'value'"
                                + " = case when position % 2 = 0 then 'sad' else 'happy' end",
                        jobId))
                .isEqualTo(Integer.toString(tasks - 3));
    }

    @Test
    void a_job_is_left_to_the_replica_that_remembers_it_as_long_as_that_is_there() throws SQLException {
        UUID jobId = untouched(1);
        jobs.assignment(jobId, "t1", "SUBMITTED", SAD);
        var keeper = new Replica(leases);
        keeper.isThere();
        jobs.execute("update job_result set kept_by = ?, unlearned = true where job_id = ?", keeper.id(), jobId);

        assertThat(unlearned(keeper.id(), jobId)).isTrue();
        assertThat(unlearned(UUID.randomUUID(), jobId)).isFalse();

        keeper.leaves();
        assertThat(unlearned(UUID.randomUUID(), jobId)).isTrue();
    }

    @Test
    void one_large_lesson_takes_place_at_a_time_and_small_ones_pass() {
        var room = new LessonRoom(config);
        long large = config.largeLesson().asLongValue();

        assertThat(room.enter(large)).isTrue();
        assertThat(room.enter(2 * large)).isFalse();
        assertThat(room.enter(large - 1)).isTrue();
        room.leave(large - 1);
        assertThat(room.enter(2 * large)).isFalse();

        room.leave(large);
        assertThat(room.enter(2 * large)).isTrue();
    }

    /** A job that nobody makes results of by themselves. */
    private UUID untouched(int tasks) {
        UUID jobId = jobs.draftWithTasks(requester, tasks);
        jobs.execute("insert into job_result (job_id, retry_at) values (?, '2100-01-01')", jobId);
        return jobId;
    }

    private Claim claim(UUID jobId) throws SQLException {
        return requireNonNull(claims.claim(jobId));
    }

    private List<OutputField> fields(UUID jobId) {
        return specs.byHash(jobs.text("select spec_hash from job where id = ?", jobId))
                .outputs();
    }

    private boolean unlearned(UUID asReplica, UUID jobId) throws SQLException {
        var never = Instant.parse("2200-01-01T00:00:00Z");
        try (var connection = database.getConnection()) {
            return claims.unlearnedJobs(connection, asReplica, Instant.EPOCH, never)
                    .contains(jobId);
        }
    }

    private int results(UUID jobId) {
        return Integer.parseInt(jobs.text("select count(*) from task_result where job_id = ?", jobId));
    }

    private int marks(UUID jobId) {
        return Integer.parseInt(jobs.text("select count(*) from result_mark where job_id = ?", jobId));
    }
}
