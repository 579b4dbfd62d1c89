package dev.groundwork.task.review;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.task.assignment.AssignmentState;
import dev.groundwork.task.assignment.RejectionOutcome;
import dev.groundwork.task.assignment.TaskInputs;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** The locks of requesters' rejections, for the people of the platform who look at them. */
@ApplicationScoped
class RejectionLocks {

    private static final String REJECTIONS = """
            select r.assignment_id, r.job_id, r.rejected_at, a.state, a.outcome, a.active_seconds, a.rejection::text,
                   t.input::text, a.answer::text
            from rejection_lock l
            join rejection_log r on r.requester_id = l.requester_id and r.rejected_at <= l.locked_at
                and case l.cause when 'RATE' then r.job_id = l.job_id else r.rejected_at > l.locked_at - interval '1 hour' end
            join assignment a on a.id = r.assignment_id
            join task t on t.job_id = a.job_id and t.position = a.position
            where l.id = ? and l.requester_id <> ? and r.assignment_id > ?
            order by r.assignment_id limit ?
            """;

    private final TaskInputs inputs;
    private final AgroalDataSource database;
    private final Clock clock;

    RejectionLocks(TaskInputs inputs, AgroalDataSource database, Clock clock) {
        this.inputs = inputs;
        this.database = database;
        this.clock = clock;
    }

    /** {@return locks, newest first} */
    Page<RejectionLock> list(
            Onlooker onlooker, RejectionLock.@Nullable State state, @Nullable String cursor, int limit) {
        var before = Cursor.decodeUuid(cursor);
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(
                        RejectionBreaker.select(
                                "where id < ? and (?::text is null or state = ?) and requester_id <> ? order by id desc limit ?"))) {
            query.setObject(1, before == null ? new UUID(-1, -1) : before);
            query.setString(2, state == null ? null : state.name());
            query.setString(3, state == null ? null : state.name());
            query.setObject(4, onlooker.organisationOrNobody());
            query.setInt(5, limit + 1);
            var found = new ArrayList<RejectionLock>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    found.add(RejectionBreaker.read(row));
                }
            }
            return Page.of(found, limit, last -> Cursor.encode(last.id()));
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the locks of rejections", failure);
        }
    }

    /** {@return the rejections that were too many, as they stand by now} */
    Page<LockedRejection> rejections(UUID lockId, Onlooker onlooker, @Nullable String cursor, int limit) {
        var after = Cursor.decodeUuid(cursor);
        try (var connection = database.getConnection()) {
            requireLock(connection, lockId, onlooker, "");
            try (var query = connection.prepareStatement(REJECTIONS)) {
                query.setObject(1, lockId);
                query.setObject(2, onlooker.organisationOrNobody());
                query.setObject(3, after == null ? new UUID(0, 0) : after);
                query.setInt(4, limit + 1);
                var found = new ArrayList<LockedRejection>();
                try (var row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(readRejection(row));
                    }
                }
                return Page.of(found, limit, last -> Cursor.encode(last.assignmentId()));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the rejections behind lock " + lockId, failure);
        }
    }

    private static RejectionLock requireLock(Connection connection, UUID lockId, Onlooker onlooker, String locking)
            throws SQLException {
        try (var query =
                connection.prepareStatement(RejectionBreaker.select("where id = ? and requester_id <> ? " + locking))) {
            query.setObject(1, lockId);
            query.setObject(2, onlooker.organisationOrNobody());
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new NotFound("rejection-lock", lockId);
                }
                return RejectionBreaker.read(row);
            }
        }
    }

    private LockedRejection readRejection(ResultSet row) throws SQLException {
        var outcome = row.getString(5);
        return new LockedRejection(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                AssignmentState.valueOf(row.getString(4)),
                outcome == null ? null : RejectionOutcome.valueOf(outcome),
                row.getLong(6),
                row.getString(7),
                inputs.forWorker(row.getString(8)),
                row.getString(9));
    }

    /**
     * Writes down what a person found; a lock that was confirmed may still be lifted.
     *
     * @throws RuleViolation {@code lock-reviewed} when it was lifted, or confirmed before
     */
    RejectionLock review(UUID lockId, Onlooker onlooker, RejectionLock.State found, String reason) {
        try {
            return Transactions.call(database, tx -> {
                var lock = requireLock(tx, lockId, onlooker, "for update");
                if (lock.state() == RejectionLock.State.LIFTED || lock.state() == found) {
                    throw new RuleViolation(
                            "lock-reviewed", "The lock is %s already: %s".formatted(lock.state(), lock.reason()));
                }
                try (var update = tx.prepareStatement("""
                        update rejection_lock set state = ?, reviewed_at = ?::timestamptz, reviewed_by = ?, reason = ?
                        where id = ?
                        returning %s
                        """.formatted(RejectionBreaker.COLUMNS))) {
                    update.setString(1, found.name());
                    update.setString(
                            2, clock.instant().truncatedTo(ChronoUnit.MICROS).toString());
                    update.setObject(3, onlooker.personId());
                    update.setString(4, reason);
                    update.setObject(5, lockId);
                    try (var row = update.executeQuery()) {
                        row.next();
                        return RejectionBreaker.read(row);
                    }
                }
            });
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot review the lock " + lockId, failure);
        }
    }
}
