package dev.groundwork.task.review;

import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.task.assignment.Transactions;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** The locks of requesters' rejections, for the people of the platform who look at them. */
@ApplicationScoped
class RejectionLocks {

    private final AgroalDataSource database;
    private final Clock clock;

    RejectionLocks(AgroalDataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** {@return locks, newest first} */
    Page<RejectionLock> list(RejectionLock.@Nullable State state, @Nullable String cursor, int limit) {
        var before = Cursor.decodeUuid(cursor);
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(RejectionBreaker.select(
                        "where id < ? and (?::text is null or state = ?) order by id desc limit ?"))) {
            query.setObject(1, before == null ? new UUID(-1, -1) : before);
            query.setString(2, state == null ? null : state.name());
            query.setString(3, state == null ? null : state.name());
            query.setInt(4, limit + 1);
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

    /**
     * Writes down what a person found; a lock that was confirmed may still be lifted.
     *
     * @throws RuleViolation {@code lock-reviewed} when it was lifted, or confirmed before
     */
    RejectionLock review(UUID lockId, UUID personId, RejectionLock.State found, String reason) {
        try {
            return Transactions.call(database, tx -> {
                try (var query = tx.prepareStatement(RejectionBreaker.select("where id = ? for update"))) {
                    query.setObject(1, lockId);
                    try (var row = query.executeQuery()) {
                        if (!row.next()) {
                            throw new NotFound("rejection-lock", lockId);
                        }
                        var lock = RejectionBreaker.read(row);
                        if (lock.state() == RejectionLock.State.LIFTED || lock.state() == found) {
                            throw new RuleViolation(
                                    "lock-reviewed",
                                    "The lock is %s already: %s".formatted(lock.state(), lock.reason()));
                        }
                    }
                }
                try (var update = tx.prepareStatement("""
                        update rejection_lock set state = ?, reviewed_at = ?::timestamptz, reviewed_by = ?, reason = ?
                        where id = ?
                        returning id, requester_id, job_id, cause, rejections, decided, allowed, locked_at, state, reviewed_at,
                                  reviewed_by, reason
                        """)) {
                    update.setString(1, found.name());
                    update.setString(
                            2, clock.instant().truncatedTo(ChronoUnit.MICROS).toString());
                    update.setObject(3, personId);
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
