package dev.groundwork.task.review;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.task.assignment.AssignmentState;
import dev.groundwork.task.assignment.Assignments;
import dev.groundwork.task.assignment.BatchPlans;
import dev.groundwork.task.assignment.Columns;
import dev.groundwork.task.quality.WorkerSkills.Accuracy;

import io.agroal.api.AgroalDataSource;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;

/**
 * Approves answers of workers whose control score is surely as high as their job asks for. It rejects nothing: what it does not
 * approve waits for a person, or for silence, and is looked at again while the worker's score may still rise.
 *
 * <p>Replicas share the work, as each takes answers that no other holds; so there is no lease.
 */
@ApplicationScoped
class ControlReview {

    static final int BATCH = 500;

    /** A score moves with control answers, which are few: nothing is lost by looking seldom. */
    private static final Duration NEXT_LOOK = Duration.ofMinutes(1);

    private static final String DUE = """
            select q.assignment_id, j.review_threshold, coalesce(s.right_answers, 0), coalesce(s.answered, 0)
            from control_review q
            join job j on j.id = q.job_id
            left join worker_skill s on s.job_id = q.job_id and s.worker_id = q.worker_id
            where q.due_at <= ?::timestamptz
            order by q.due_at, q.assignment_id limit ?
            for update of q skip locked
            """;

    /** What somebody has decided on waits no more. */
    private static final String FORGET = """
            delete from control_review q using assignment a
            where q.assignment_id = any (?) and a.id = q.assignment_id and a.state <> 'SUBMITTED'
            """;

    private static final String LOOK_AGAIN = """
            update control_review set due_at = ?::timestamptz where assignment_id = any (?)
            """;

    private final Assignments assignments;
    private final Outbox outbox;
    private final Clock clock;
    private final AgroalDataSource database;

    ControlReview(Assignments assignments, Outbox outbox, Clock clock, AgroalDataSource database) {
        this.assignments = assignments;
        this.outbox = outbox;
        this.clock = clock;
        this.database = database;
    }

    @Scheduled(
            identity = "control-review",
            every = "${groundwork.task.control-review.every:2s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void tick() {
        run();
    }

    /** Looks at every answer that is due; {@return how many were approved} */
    int run() {
        int approved = 0;
        int looked;
        do {
            var round = runSome(clock.instant().truncatedTo(ChronoUnit.MICROS));
            looked = round.looked();
            approved += round.approved();
        } while (looked == BATCH);
        if (approved > 0) {
            outbox.wake();
        }
        return approved;
    }

    private record Round(int looked, int approved) {}

    private Round runSome(Instant now) {
        try {
            return Transactions.call(database, tx -> {
                BatchPlans.use(tx);
                var sure = new ArrayList<UUID>();
                var waiting = new ArrayList<UUID>();
                read(tx, now, sure, waiting);
                int approved = approve(tx, sure, now);
                var all = new ArrayList<>(sure);
                all.addAll(waiting);
                forget(tx, all);
                lookAgain(tx, waiting, now.plus(NEXT_LOOK));
                return new Round(all.size(), approved);
            });
        } catch (SQLException failure) {
            throw new IllegalStateException("answers cannot be approved by control scores", failure);
        }
    }

    private static void read(Connection tx, Instant now, List<UUID> sure, List<UUID> waiting) throws SQLException {
        try (var query = tx.prepareStatement(DUE)) {
            query.setString(1, now.toString());
            query.setInt(2, BATCH);
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    var lower = Accuracy.of(row.getInt(3), row.getInt(4)).lower();
                    (lower != null && lower >= row.getDouble(2) ? sure : waiting).add(row.getObject(1, UUID.class));
                }
            }
        }
    }

    private int approve(Connection tx, List<UUID> ids, Instant now) throws SQLException {
        if (ids.isEmpty()) {
            return 0;
        }
        var loaded = assignments.lock(tx, ids).values();
        int approved = 0;
        for (var assignment : loaded) {
            if (assignment.state() == AssignmentState.SUBMITTED) {
                assignment.approveByControlScore(now);
                approved++;
            }
        }
        assignments.save(tx, loaded, now);
        return approved;
    }

    private static void forget(Connection tx, List<UUID> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        try (var delete = tx.prepareStatement(FORGET)) {
            delete.setArray(1, new Columns<>(tx, ids).uuids(id -> id));
            delete.executeUpdate();
        }
    }

    private static void lookAgain(Connection tx, List<UUID> ids, Instant at) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        try (var update = tx.prepareStatement(LOOK_AGAIN)) {
            update.setString(1, at.toString());
            update.setArray(2, new Columns<>(tx, ids).uuids(id -> id));
            update.executeUpdate();
        }
    }
}
