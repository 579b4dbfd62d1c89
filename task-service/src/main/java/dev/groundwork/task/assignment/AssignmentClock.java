package dev.groundwork.task.assignment;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.outbox.Outbox;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;

/**
 * What time does to assignments: a claim whose deadline passes expires, an answer that nobody decides on is approved, a
 * rejection that nobody appeals is final, and one that nobody rules on is overturned.
 *
 * <p>Replicas share the work, as each takes alarms that no other holds; so there is no lease.
 */
@ApplicationScoped
public class AssignmentClock {

    static final int BATCH = 500;

    private static final String RING = """
            delete from assignment_alarm a
            using (select due_at, assignment_id from assignment_alarm where due_at <= ?::timestamptz
                   order by due_at, assignment_id limit ? for update skip locked) due
            where a.due_at = due.due_at and a.assignment_id = due.assignment_id
            returning a.assignment_id
            """;

    private final Assignments assignments;
    private final Outbox outbox;
    private final Clock clock;
    private final AgroalDataSource database;

    AssignmentClock(Assignments assignments, Outbox outbox, Clock clock, AgroalDataSource database) {
        this.assignments = assignments;
        this.outbox = outbox;
        this.clock = clock;
        this.database = database;
    }

    @Scheduled(
            identity = "assignment-clock",
            every = "${groundwork.task.clock.every:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void tick() {
        ring();
    }

    /** Handles every alarm that is due; {@return how many assignments moved} */
    public int ring() {
        int moved = 0;
        int rung;
        do {
            var round = ringSome(clock.instant().truncatedTo(ChronoUnit.MICROS));
            rung = round.rung();
            moved += round.moved();
        } while (rung == BATCH);
        if (moved > 0) {
            outbox.wake();
            Log.debugf("%d assignments moved by the clock", moved);
        }
        return moved;
    }

    private record Round(int rung, int moved) {}

    private Round ringSome(Instant now) {
        try {
            return Transactions.call(database, tx -> {
                BatchPlans.use(tx);
                var ids = due(tx, now);
                if (ids.isEmpty()) {
                    return new Round(0, 0);
                }
                var loaded = assignments.lock(tx, ids).values();
                int moved = 0;
                for (Assignment assignment : loaded) {
                    // An alarm for something that has moved on since it was set changes nothing.
                    if (assignment.expireIfDue(now)
                            || assignment.approveBySilenceIfDue(now)
                            || assignment.lapseIfDue(now)
                            || assignment.overturnIfDue(now)) {
                        moved++;
                    }
                }
                assignments.save(tx, loaded, now);
                return new Round(ids.size(), moved);
            });
        } catch (SQLException failure) {
            throw new IllegalStateException("the alarms of assignments cannot be handled", failure);
        }
    }

    private static List<UUID> due(Connection tx, Instant now) throws SQLException {
        try (var ring = tx.prepareStatement(RING)) {
            ring.setString(1, now.toString());
            ring.setInt(2, BATCH);
            var ids = new ArrayList<UUID>();
            try (var row = ring.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getObject(1, UUID.class));
                }
            }
            return ids;
        }
    }
}
