package dev.groundwork.task.review;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.problem.Locked;
import dev.groundwork.task.assignment.Assignment;
import dev.groundwork.task.assignment.Columns;

import io.quarkus.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker of one requester's rejections, for one transaction: more of them in an hour, or a larger share of a job,
 * than is usual lock all further ones until a person has looked.
 *
 * <p>Made before the transaction locks any assignment. It holds a row of the requester, so that two rejections at once are two.
 */
final class RejectionBreaker {

    /** So many rejections a requester may propose in an hour; the next one locks. */
    static final int HOURLY = 10;

    /** From so many decided answers of a job on, its share of rejections counts. */
    static final int FEWEST_DECIDED = 20;

    /** No more than this share is rejected in a job, or three times what is usual in jobs of the kind. */
    static final double LEAST_SHARE = 0.05;

    private static final double TIMES_MEDIAN = 3;
    private static final Duration HOUR = Duration.ofHours(1);

    /** Of a lock, as {@link #read} takes them. */
    static final String COLUMNS = "id, requester_id, job_id, cause, rejections, decided, allowed, locked_at, state,"
            + " reviewed_at, reviewed_by, reason";

    private static final String DECIDED =
            "(p.approved + p.accepted_unused + p.rejection_held + p.appealed + p.rejected)";

    private static final String REJECTED = "(p.rejection_held + p.appealed + p.rejected)";

    /** What is usual in other requesters' jobs whose answers are of the same kinds, the latest thousand. It is asked under locks. */
    private static final String USUAL_SHARE = """
            select percentile_cont(0.5) within group (order by share)
            from (select %s::double precision / %s as share
                  from job j join job_progress p on p.job_id = j.id join task_spec s on s.hash = j.spec_hash
                  where j.requester_id <> ? and %s >= ?
                    and s.kinds = (select s.kinds from job o join task_spec s on s.hash = o.spec_hash where o.id = ?)
                  order by j.id desc limit 1000) usual
            """.formatted(REJECTED, DECIDED, DECIDED);

    private final Connection tx;
    private final UUID requesterId;
    private final UUID personId;
    private final Instant now;
    private final List<Assignment> admitted = new ArrayList<>();
    private final Map<UUID, Tally> jobs = new HashMap<>();
    private long lastHour;
    private @Nullable RejectionLock lock;

    /** The decisions of a job, and whether its share of rejections was found in order by a person. */
    private static final class Tally {
        private final long decided;
        private final long rejected;
        private final boolean cleared;
        private long more;

        private Tally(long decided, long rejected, boolean cleared) {
            this.decided = decided;
            this.rejected = rejected;
            this.cleared = cleared;
        }
    }

    private RejectionBreaker(Connection tx, UUID requesterId, UUID personId, Instant now) {
        this.tx = tx;
        this.requesterId = requesterId;
        this.personId = personId;
        this.now = now;
    }

    /** @param personId who rejects */
    static RejectionBreaker enter(Connection tx, UUID requesterId, UUID personId, Instant now) throws SQLException {
        var breaker = new RejectionBreaker(tx, requesterId, personId, now);
        breaker.guard();
        breaker.lock = activeLock(tx, requesterId).orElse(null);
        breaker.lastHour = breaker.lock == null ? breaker.countLastHour() : 0;
        return breaker;
    }

    private void guard() throws SQLException {
        try (var insert = tx.prepareStatement(
                        "insert into rejection_guard (requester_id) values (?) on conflict do nothing");
                var lockRow =
                        tx.prepareStatement("select from rejection_guard where requester_id = ? for no key update")) {
            insert.setObject(1, requesterId);
            insert.executeUpdate();
            lockRow.setObject(1, requesterId);
            lockRow.executeQuery().close();
        }
    }

    /**
     * Lets one more rejection by.
     *
     * @throws Locked {@code rejections-locked}; the lock, where it is new, is part of the transaction: commit it
     */
    void admit(Assignment assignment) throws SQLException {
        if (lock == null) {
            lock = newLock(assignment.terms().jobId());
        }
        if (lock != null) {
            throw refusal(lock);
        }
        tally(assignment.terms().jobId()).more++;
        lastHour++;
        admitted.add(assignment);
    }

    private @Nullable RejectionLock newLock(UUID jobId) throws SQLException {
        if (lastHour >= HOURLY) {
            return lock(jobId, RejectionLock.Cause.HOURLY, lastHour, HOURLY);
        }
        var tally = tally(jobId);
        long rejected = tally.rejected + tally.more + 1;
        long decided = tally.decided + tally.more + 1;
        if (tally.cleared || decided < FEWEST_DECIDED || rejected <= LEAST_SHARE * decided) {
            return null;
        }
        double allowed = Math.max(LEAST_SHARE, TIMES_MEDIAN * usualShare(jobId));
        return rejected <= allowed * decided
                ? null
                : lock(jobId, RejectionLock.Cause.RATE, tally.rejected + tally.more, allowed);
    }

    private RejectionLock lock(UUID jobId, RejectionLock.Cause cause, long rejections, double allowed)
            throws SQLException {
        var tally = tally(jobId);
        var made = new RejectionLock(
                Ids.next(),
                requesterId,
                jobId,
                cause,
                rejections,
                tally.decided + tally.more,
                allowed,
                now,
                RejectionLock.State.OPEN,
                null,
                null,
                null);
        try (var insert = tx.prepareStatement("insert into rejection_lock (" + COLUMNS
                + ") values (?, ?, ?, ?, ?, ?, ?, ?::timestamptz, 'OPEN', null, null, null)")) {
            insert.setObject(1, made.id());
            insert.setObject(2, requesterId);
            insert.setObject(3, jobId);
            insert.setString(4, cause.name());
            insert.setLong(5, rejections);
            insert.setLong(6, made.decided());
            insert.setDouble(7, allowed);
            insert.setString(8, now.toString());
            insert.executeUpdate();
        }
        Log.warnf("rejections of requester %s are locked until a person looks at them: %s", requesterId, cause);
        return made;
    }

    private static Locked refusal(RejectionLock lock) {
        return new Locked(
                "rejections-locked",
                switch (lock.cause()) {
                    case HOURLY ->
                        "You rejected %d answers within an hour. Further rejections wait until a person of the platform has looked at them; approve what is right meanwhile."
                                .formatted(lock.rejections());
                    case RATE ->
                        "You rejected %d of %d answers that you decided on, more than is usual in such jobs. Further rejections wait until a person of the platform has looked at them; approve what is right meanwhile."
                                .formatted(lock.rejections(), lock.decided());
                },
                Map.of(
                        "lockId", lock.id(),
                        "cause", lock.cause(),
                        "rejections", lock.rejections(),
                        "lockedAt", lock.lockedAt()));
    }

    /** Keeps who rejected what; with the assignments that were admitted and rejected. */
    void save() throws SQLException {
        if (admitted.isEmpty()) {
            return;
        }
        var columns = new Columns<>(tx, admitted);
        try (var insert = tx.prepareStatement("""
                insert into rejection_log (requester_id, rejected_at, assignment_id, job_id, rejected_by)
                select ?, ?::timestamptz, assignment_id, job_id, ? from unnest(?::uuid[], ?::uuid[]) as r (assignment_id, job_id)
                """)) {
            insert.setObject(1, requesterId);
            insert.setString(2, now.toString());
            insert.setObject(3, personId);
            insert.setArray(4, columns.uuids(Assignment::id));
            insert.setArray(5, columns.uuids(assignment -> assignment.terms().jobId()));
            insert.executeUpdate();
        }
    }

    /** Since the last lift: what a person found in order does not count again. */
    private long countLastHour() throws SQLException {
        try (var query = tx.prepareStatement("""
                select count(*) from rejection_log
                where requester_id = ? and rejected_at > greatest(
                    ?::timestamptz, (select max(reviewed_at) from rejection_lock where requester_id = ? and state = 'LIFTED'))
                """)) {
            query.setObject(1, requesterId);
            query.setString(2, now.minus(HOUR).toString());
            query.setObject(3, requesterId);
            try (var row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private Tally tally(UUID jobId) throws SQLException {
        var known = jobs.get(jobId);
        if (known != null) {
            return known;
        }
        try (var query = tx.prepareStatement("""
                select %s, %s, exists (select from rejection_lock l
                                       where l.job_id = p.job_id and l.cause = 'RATE' and l.state = 'LIFTED')
                from job_progress p where p.job_id = ?
                """.formatted(DECIDED, REJECTED))) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                var tally = row.next()
                        ? new Tally(row.getLong(1), row.getLong(2), row.getBoolean(3))
                        : new Tally(0, 0, false);
                jobs.put(jobId, tally);
                return tally;
            }
        }
    }

    private double usualShare(UUID jobId) throws SQLException {
        try (var query = tx.prepareStatement(USUAL_SHARE)) {
            query.setObject(1, requesterId);
            query.setInt(2, FEWEST_DECIDED);
            query.setObject(3, jobId);
            try (var row = query.executeQuery()) {
                return row.next() ? row.getDouble(1) : 0;
            }
        }
    }

    private static Optional<RejectionLock> activeLock(Connection tx, UUID requesterId) throws SQLException {
        try (var query = tx.prepareStatement(select("where requester_id = ? and state <> 'LIFTED'"))) {
            query.setObject(1, requesterId);
            try (var row = query.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        }
    }

    /** {@return a lock from a row of {@link #COLUMNS}} */
    static RejectionLock read(ResultSet row) throws SQLException {
        var reviewedAt = row.getObject(10, OffsetDateTime.class);
        return new RejectionLock(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                RejectionLock.Cause.valueOf(row.getString(4)),
                row.getLong(5),
                row.getLong(6),
                row.getDouble(7),
                row.getObject(8, OffsetDateTime.class).toInstant(),
                RejectionLock.State.valueOf(row.getString(9)),
                reviewedAt == null ? null : reviewedAt.toInstant(),
                row.getObject(11, UUID.class),
                row.getString(12));
    }

    /** {@return a query of locks, whose rows {@link #read} takes} */
    static String select(String condition) {
        return "select " + COLUMNS + " from rejection_lock " + condition;
    }
}
