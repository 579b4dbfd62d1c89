package dev.groundwork.task.reach;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.job.Job;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** Counts who may do a job and what they did lately. */
@ApplicationScoped
class Reach {

    /** Smaller groups are not told: in a small place a count would be somebody. */
    static final int SMALLEST_GROUP = 10;

    private static final Duration LATELY = Duration.ofDays(7);

    /** Of a market in which more is done, the latest. */
    private static final int MOST_ANSWERS = 200_000;

    private static final String ADMITTED =
            "s.standing = 'ACTIVE' and (?::text[] = '{}' or array[s.country, coalesce(s.subdivision, s.country)] && ?::text[])";

    private static final String ELIGIBLE = "select count(*) from worker_standing s where " + ADMITTED;

    /** The key of an assignment grows with the time of its claim. */
    private static final String WORKED = """
            select count(*), count(distinct l.worker_id), coalesce(sum(l.active_seconds), 0), min(l.submitted_at)
            from (select worker_id, active_seconds, submitted_at from assignment
                  where id >= ? and submitted_at is not null order by id desc limit %d) l
                join worker_standing s on s.worker_id = l.worker_id
            where %s and l.submitted_at > ?
            """.formatted(MOST_ANSWERS, ADMITTED);

    private static final String OPEN_ELSEWHERE = """
            select coalesce(sum(j.time_estimate_seconds * greatest(0,
                       j.assignment_count - p.claimed - p.submitted - p.approved - p.accepted_unused - p.rejection_held
                           - p.appealed - p.rejected + p.rejected_unpaid)), 0)
            from job j join job_progress p on p.job_id = j.id
            where j.state in ('PILOT', 'OPEN') and j.id <> ?
            """;

    private final AgroalDataSource database;
    private final Clock clock;

    Reach(AgroalDataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    ReachView of(Job job) {
        try (var connection = database.getConnection()) {
            String[] places = job.places().toArray(String[]::new);
            long eligible = eligible(connection, places);
            var now = clock.instant();
            Forecast lately = lately(connection, places, now);
            long own =
                    Math.multiplyExact(job.assignmentCount(), job.timeEstimate().toSeconds());
            boolean tooFew = eligible < job.overlap();
            var finish = tooFew
                    ? null
                    : lately.finish(own, openElsewhere(connection, job.id()))
                            .map(found -> new ReachView.Finish(found.earliestDays(), found.latestDays()))
                            .orElse(null);
            return new ReachView(SMALLEST_GROUP, told(eligible), told(lately.workers()), tooFew, finish);
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot count who may do job " + job.id(), failure);
        }
    }

    private static @Nullable Long told(long workers) {
        return workers < SMALLEST_GROUP ? null : Long.valueOf(workers);
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
                        first == null ? Duration.ZERO : Duration.between(first.toInstant(), now));
            }
        }
    }

    /** {@return the least UUIDv7 of an instant} */
    private static UUID firstIdOf(Instant instant) {
        return new UUID(instant.toEpochMilli() << 16 | 0x7000, Long.MIN_VALUE);
    }

    private static long openElsewhere(Connection connection, UUID jobId) throws SQLException {
        try (var query = connection.prepareStatement(OPEN_ELSEWHERE)) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
