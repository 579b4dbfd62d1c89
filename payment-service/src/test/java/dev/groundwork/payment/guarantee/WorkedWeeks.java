package dev.groundwork.payment.guarantee;

import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentApproved;
import dev.groundwork.contracts.worker.v1.WorkerEvent;
import dev.groundwork.contracts.worker.v1.WorkerEvent.Standing;
import dev.groundwork.contracts.worker.v1.WorkerEvent.WorkerStandingChanged;
import dev.groundwork.kit.event.EventJson;
import dev.groundwork.payment.testing.Scene;
import dev.groundwork.payment.testing.Scene.Job;

import io.agroal.api.AgroalDataSource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Work of weeks that are long over, of workers whose place is known. */
@ApplicationScoped
class WorkedWeeks {

    private final Scene scene;
    private final EventJson json;
    private final AgroalDataSource database;

    WorkedWeeks(Scene scene, EventJson json, AgroalDataSource database) {
        this.scene = scene;
        this.json = json;
        this.database = database;
    }

    Job funded(long rewardMinor, long assignments) {
        Job job = Job.of(scene.requesterWith(10_000), rewardMinor, assignments);
        scene.isFunded(job);
        return job;
    }

    /** {@return the beginning of the work in a week that was over so many weeks ago; each test that pools people uses its own job} */
    static Instant weekAgo(int weeks) {
        return LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC)
                .minusWeeks(weeks)
                .with(DayOfWeek.MONDAY)
                .atTime(8, 0)
                .toInstant(ZoneOffset.UTC);
    }

    UUID livesIn(String country) {
        UUID worker = UUID.randomUUID();
        var standing = new WorkerStandingChanged(
                worker, 1, Standing.ACTIVE, country, null, List.of("en"), Instant.parse("2026-01-02T00:00:00Z"));
        scene.send(WorkerEvent.TOPIC, worker, json.write(standing), UUID.randomUUID());
        await("select count(*) from worker_place where worker_id = '" + worker + "'", 1);
        return worker;
    }

    void othersTake(Job job, Instant from, long... seconds) {
        for (long each : seconds) {
            works(job, UUID.randomUUID(), each, from);
        }
    }

    AssignmentApproved works(Job job, UUID worker, long seconds, Instant from) {
        return works(job, worker, seconds, from, from.plusSeconds(seconds), null);
    }

    AssignmentApproved works(Job job, UUID worker, long seconds, Instant from, Instant until, @Nullable String basis) {
        var approved = new AssignmentApproved(
                UUID.randomUUID(),
                job.id(),
                job.requesterId(),
                UUID.randomUUID(),
                worker,
                job.reward(),
                seconds,
                "requester",
                until.plusSeconds(60),
                from,
                until,
                basis);
        scene.say(approved, UUID.randomUUID());
        await(
                "select count(*) from work_time where pay_minor > 0 and assignment_id = '" + approved.assignmentId()
                        + "'",
                1);
        return approved;
    }

    void changed(UUID assignmentId, long seconds) {
        await("select active_seconds from work_time where assignment_id = '" + assignmentId + "'", seconds);
    }

    void await(String sql, long wanted) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> number(sql) == wanted);
    }

    long number(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : -1;
        }
    }
}
