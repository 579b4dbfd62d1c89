package dev.groundwork.task.assignment;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.database.Transactions;
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

    /** How long an alarm is put aside that cannot be handled: others are not to wait for it. */
    private static final Duration PUT_ASIDE = Duration.ofMinutes(5);

    private static final String RING = """
            delete from assignment_alarm a
            using (select due_at, assignment_id from assignment_alarm where due_at <= ?::timestamptz
                   order by due_at, assignment_id limit ? for update skip locked) due
            where a.due_at = due.due_at and a.assignment_id = due.assignment_id
            returning a.due_at, a.assignment_id
            """;

    /** An assignment may have several alarms that are due; put off, they are one. */
    private static final String PUT_OFF = """
            with gone as (delete from assignment_alarm where due_at = ? and assignment_id = ? returning assignment_id)
            insert into assignment_alarm (due_at, assignment_id) select ?::timestamptz, assignment_id from gone
            on conflict do nothing
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

    private record Alarm(OffsetDateTime dueAt, UUID assignmentId) {}

    private Round ringSome(Instant now) {
        try {
            return ring(BATCH, now, new ArrayList<>());
        } catch (SQLException | RuntimeException failure) {
            Log.warnf(failure, "a batch of alarms failed: each rings alone now");
            return ringEach(now);
        }
    }

    /** One transaction an alarm, so that one that cannot be handled stops no other. */
    private Round ringEach(Instant now) {
        int moved = 0;
        for (int rung = 0; rung < BATCH; rung++) {
            var taken = new ArrayList<Alarm>();
            try {
                var round = ring(1, now, taken);
                if (round.rung() == 0) {
                    return new Round(rung, moved);
                }
                moved += round.moved();
            } catch (SQLException | RuntimeException failure) {
                if (taken.isEmpty()) {
                    throw new IllegalStateException("the alarms of assignments cannot be read", failure);
                }
                putOff(taken.getLast(), now, failure);
            }
        }
        return new Round(BATCH, moved);
    }

    private void putOff(Alarm alarm, Instant now, Exception failure) {
        Log.errorf(
                failure,
                "the alarm of assignment %s cannot be handled; it rings again in %s",
                alarm.assignmentId(),
                PUT_ASIDE);
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(PUT_OFF)) {
            update.setObject(1, alarm.dueAt());
            update.setObject(2, alarm.assignmentId());
            update.setString(3, now.plus(PUT_ASIDE).toString());
            update.executeUpdate();
        } catch (SQLException again) {
            failure.addSuppressed(again);
            throw new IllegalStateException(
                    "the alarm of assignment " + alarm.assignmentId() + " cannot be put aside", failure);
        }
    }

    /** @param taken gets the alarms that are handled, before they are */
    private Round ring(int limit, Instant now, List<Alarm> taken) throws SQLException {
        return Transactions.call(database, tx -> {
            BatchPlans.use(tx);
            taken.clear();
            taken.addAll(due(tx, limit, now));
            if (taken.isEmpty()) {
                return new Round(0, 0);
            }
            var ids = taken.stream().map(Alarm::assignmentId).toList();
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
    }

    private static List<Alarm> due(Connection tx, int limit, Instant now) throws SQLException {
        try (var ring = tx.prepareStatement(RING)) {
            ring.setString(1, now.toString());
            ring.setInt(2, limit);
            var alarms = new ArrayList<Alarm>();
            try (var row = ring.executeQuery()) {
                while (row.next()) {
                    alarms.add(new Alarm(row.getObject(1, OffsetDateTime.class), row.getObject(2, UUID.class)));
                }
            }
            return alarms;
        }
    }
}
