package dev.groundwork.task.reach;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.job.Job;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/**
 * Counts who may do a job and what they did lately. That is read from many answers and kept for some minutes, for all jobs in the
 * same places.
 */
@ApplicationScoped
class Reach {

    /** Smaller groups are not told, and larger ones in whole groups: in a small place a count, or a change of one, would be somebody. */
    static final int SMALLEST_GROUP = 10;

    private static final Duration KEPT = Duration.ofMinutes(5);

    /** Sets of places. */
    private static final int MOST_KEPT = 2_000;

    private static final Duration LATELY = Duration.ofDays(7);

    /** Of a market in which more is done, the latest. */
    private static final int MOST_ANSWERS = 200_000;

    private static final String ADMITTED =
            "s.standing = 'ACTIVE' and (?::text[] = '{}' or array[s.country, coalesce(s.subdivision, s.country)] && ?::text[])";

    private static final String ELIGIBLE = "select count(*) from worker_standing s where " + ADMITTED;

    /** The key of an assignment grows with the time of its claim. */
    private static final String WORKED = """
            with l as materialized (
                select worker_id, active_seconds, submitted_at from assignment
                where id >= ? and submitted_at is not null order by id desc limit %d)
            select count(*), count(distinct l.worker_id), coalesce(sum(l.active_seconds), 0), min(l.submitted_at),
                   (select count(*) from l)
            from l join worker_standing s on s.worker_id = l.worker_id
            where %s and l.submitted_at > ?
            """.formatted(MOST_ANSWERS, ADMITTED);

    private static final String LEFT = """
            greatest(0, j.assignment_count - coalesce(
                p.claimed + p.submitted + p.approved + p.accepted_unused + p.rejection_held
                    + p.appealed + p.rejected - p.rejected_unpaid
                    + greatest(0, p.screened_out - coalesce(j.screen_outs, 0)), 0))
            """;

    private static final String OPEN_HERE = """
            select j.time_estimate_seconds * %s from job j left join job_progress p on p.job_id = j.id where j.id = ?
            """.formatted(LEFT);

    private static final String OPEN_ELSEWHERE = """
            select coalesce(sum(j.time_estimate_seconds * %s), 0)
            from job j join job_progress p on p.job_id = j.id
            where j.state in ('PILOT', 'OPEN') and j.id <> ?
            """.formatted(LEFT);

    private final AgroalDataSource database;
    private final Clock clock;

    private final Cache<List<String>, Crowd> crowds =
            Caffeine.newBuilder().maximumSize(MOST_KEPT).expireAfterWrite(KEPT).build();

    /** Who may work in some places, and what they did. */
    private record Crowd(long eligible, Forecast lately) {}

    Reach(AgroalDataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    ReachView of(Job job) {
        try (var connection = database.getConnection()) {
            Crowd crowd = crowd(connection, job);
            Forecast lately = crowd.lately();
            boolean tooFew = mostOfTold(crowd.eligible()) < job.overlap();
            var finish = tooFew
                    ? null
                    : lately.finish(work(connection, OPEN_HERE, job.id()), work(connection, OPEN_ELSEWHERE, job.id()))
                            .map(found -> new ReachView.Finish(found.earliestDays(), found.latestDays()))
                            .orElse(null);
            return new ReachView(SMALLEST_GROUP, told(crowd.eligible()), told(lately.workers()), tooFew, finish);
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot count who may do job " + job.id(), failure);
        }
    }

    private Crowd crowd(Connection connection, Job job) throws SQLException {
        List<String> key = job.places().stream().sorted().toList();
        Crowd kept = crowds.getIfPresent(key);
        if (kept != null) {
            return kept;
        }
        String[] places = key.toArray(String[]::new);
        var found = new Crowd(eligible(connection, places), lately(connection, places, clock.instant()));
        crowds.put(key, found);
        return found;
    }

    private static @Nullable Long told(long workers) {
        return workers < SMALLEST_GROUP ? null : Long.valueOf(workers - workers % SMALLEST_GROUP);
    }

    /** {@return how many there can be by what is told of them: whatever follows from a count must tell no more than it} */
    private static long mostOfTold(long workers) {
        return workers - workers % SMALLEST_GROUP + SMALLEST_GROUP - 1;
    }

    private static long eligible(Connection connection, String[] places) throws SQLException {
        try (var query = connection.prepareStatement(ELIGIBLE)) {
            query.setArray(1, connection.createArrayOf("text", places));
            query.setArray(2, connection.createArrayOf("text", places));
            try (var row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static Forecast lately(Connection connection, String[] places, Instant now) throws SQLException {
        Instant since = now.minus(LATELY);
        try (var query = connection.prepareStatement(WORKED)) {
            query.setObject(1, firstIdOf(since));
            query.setArray(2, connection.createArrayOf("text", places));
            query.setArray(3, connection.createArrayOf("text", places));
            query.setTimestamp(4, Timestamp.from(since));
            try (var row = query.executeQuery()) {
                row.next();
                Timestamp first = row.getTimestamp(4);
                return new Forecast(
                        row.getLong(2),
                        row.getLong(1),
                        row.getLong(3),
                        first == null ? Duration.ZERO : Duration.between(first.toInstant(), now),
                        row.getLong(5) == MOST_ANSWERS);
            }
        }
    }

    /** {@return the least UUIDv7 of an instant} */
    private static UUID firstIdOf(Instant instant) {
        return new UUID(instant.toEpochMilli() << 16 | 0x7000, Long.MIN_VALUE);
    }

    private static long work(Connection connection, String sql, UUID jobId) throws SQLException {
        try (var query = connection.prepareStatement(sql)) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
