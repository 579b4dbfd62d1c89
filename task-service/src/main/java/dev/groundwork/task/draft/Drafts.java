package dev.groundwork.task.draft;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.TooLarge;

import io.agroal.api.AgroalDataSource;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one draft for each assignment in hand. Whoever ends the claim removes it in the same transaction. A draft takes no lock of
 * the assignment, as handing it in must not wait for one; what is saved in the moment in which the claim ends is read by nobody and
 * swept later.
 */
@ApplicationScoped
class Drafts {

    /** Of the answer as UTF-8 JSON: more than the answers of any kind take, and little enough to keep for all who work. */
    private static final int MOST_BYTES = 256 * 1024;

    private static final String CLAIMED = """
            select a.state = 'CLAIMED' and a.deadline_at > ? from assignment a where a.id = ? and a.worker_id = ?
            """;

    private static final String SAVE = """
            insert into answer_draft as d (assignment_id, revision, answer, saved_at)
            select ?::uuid, ?::int + 1, ?::json, ?::timestamptz
            where (?::int = 0 or exists (select from answer_draft where assignment_id = ?))
                and exists (select from assignment where id = ? and state = 'CLAIMED')
            on conflict (assignment_id) do update
            set revision = excluded.revision, answer = excluded.answer, saved_at = excluded.saved_at
            where d.revision = excluded.revision - 1
            """;

    private static final String READ = """
            select d.revision, d.saved_at, d.answer::text
            from answer_draft d join assignment a on a.id = d.assignment_id
            where a.id = ? and a.worker_id = ? and a.state = 'CLAIMED'
            """;

    private static final String SWEEP = """
            delete from answer_draft d using assignment a where a.id = d.assignment_id and a.state <> 'CLAIMED'
            """;

    private final AgroalDataSource database;
    private final Clock clock;

    Drafts(AgroalDataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Keeps an answer in the place of the draft that it follows.
     *
     * @param follows the revision that the answer goes on from, 0 for none
     * @return the draft without its answer
     * @throws TooLarge {@code too-large}
     * @throws NotFound {@code assignment-not-found}
     * @throws RuleViolation {@code assignment-not-in-hand} where the claim has ended; {@code draft-changed} where another device has
     *     saved meanwhile, with the revision there is now
     */
    DraftView save(UUID assignmentId, UUID workerId, int follows, String answer) {
        int bytes = answer.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            throw new TooLarge(
                    "too-large",
                    "The draft has %d bytes, and at most %d are kept here; keep it on the device."
                            .formatted(bytes, MOST_BYTES));
        }
        try {
            return Transactions.call(database, tx -> {
                var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                requireClaimed(tx, assignmentId, workerId, now);
                if (!write(tx, assignmentId, follows, answer, now)) {
                    // The claim may have ended since.
                    requireClaimed(tx, assignmentId, workerId, now);
                    throw changed(read(tx, assignmentId, workerId));
                }
                return new DraftView(follows + 1, now, null);
            });
        } catch (SQLException failure) {
            throw new IllegalStateException("the draft of assignment " + assignmentId + " cannot be saved", failure);
        }
    }

    private static void requireClaimed(Connection tx, UUID assignmentId, UUID workerId, Instant now)
            throws SQLException {
        try (var query = tx.prepareStatement(CLAIMED)) {
            query.setTimestamp(1, Timestamp.from(now));
            query.setObject(2, assignmentId);
            query.setObject(3, workerId);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new NotFound("assignment", assignmentId);
                }
                if (!row.getBoolean(1)) {
                    throw new RuleViolation(
                            "assignment-not-in-hand",
                            "This task is not in your hands any more, so no draft of it is kept; look at the assignment.");
                }
            }
        }
    }

    private static boolean write(Connection tx, UUID assignmentId, int follows, String answer, Instant now)
            throws SQLException {
        try (var insert = tx.prepareStatement(SAVE)) {
            insert.setObject(1, assignmentId);
            insert.setInt(2, follows);
            insert.setString(3, answer);
            insert.setTimestamp(4, Timestamp.from(now));
            insert.setInt(5, follows);
            insert.setObject(6, assignmentId);
            insert.setObject(7, assignmentId);
            return insert.executeUpdate() > 0;
        }
    }

    private static RuleViolation changed(@Nullable DraftView present) {
        return new RuleViolation(
                "draft-changed",
                "The draft was saved from another device meanwhile; read it, and save again with its revision.",
                Map.of("revision", present == null ? 0 : present.revision()));
    }

    @Scheduled(
            identity = "draft-sweep",
            every = "${groundwork.task.draft.sweep.every:1h}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void tick() {
        sweep();
    }

    /** Removes drafts that were saved in the moment in which their claims ended; {@return how many} */
    int sweep() {
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement(SWEEP)) {
            return delete.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException("left drafts cannot be removed", failure);
        }
    }

    /** @throws NotFound {@code draft-not-found} */
    DraftView get(UUID assignmentId, UUID workerId) {
        try (var connection = database.getConnection()) {
            var found = read(connection, assignmentId, workerId);
            if (found == null) {
                throw new NotFound("draft", assignmentId);
            }
            return found;
        } catch (SQLException failure) {
            throw new IllegalStateException("the draft of assignment " + assignmentId + " cannot be read", failure);
        }
    }

    private static @Nullable DraftView read(Connection connection, UUID assignmentId, UUID workerId)
            throws SQLException {
        try (var query = connection.prepareStatement(READ)) {
            query.setObject(1, assignmentId);
            query.setObject(2, workerId);
            try (var row = query.executeQuery()) {
                return row.next()
                        ? new DraftView(
                                row.getInt(1),
                                row.getObject(2, OffsetDateTime.class).toInstant(),
                                row.getString(3))
                        : null;
            }
        }
    }
}
