package dev.groundwork.task.time;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.policy.TrainingCourse;

/**
 * What is measured of the work on one spec for one requester, over all jobs that use it: the last
 * {@value #MOST_SUBMISSIONS} submissions of the last thirty days, whatever became of them, for leaving out the rejected would leave
 * out the slow.
 */
@ApplicationScoped
public class TimeStatistics {

    /** How far back a time still says something about the work of today. */
    public static final Duration WINDOW = Duration.ofDays(30);

    static final int MOST_SUBMISSIONS = 500;

    /**
     * The job itself and the newest others that have answers: drafts and idle jobs push none of them out. The newest claims of each
     * job, not all of them: what is looked at stays the same however large the jobs are. The order of claims stands in for that of
     * submissions, which no index holds. Training teaches the work and is not it.
     */
    private static final String TIMES = """
            select latest.worker_id, latest.active_seconds
            from (select a.worker_id, a.active_seconds
                  from (select ?::uuid as id
                        union
                        (select k.id from job k join job_progress p on p.job_id = k.id
                         where k.requester_id = ? and k.spec_hash = ? and k.opened_at is not null
                           and (k.ended_at is null or k.ended_at >= ?::timestamptz)
                           and p.submitted + p.approved + p.accepted_unused + p.rejection_held + p.appealed + p.rejected > 0
                         order by k.id desc limit 20)) j
                  cross join lateral (
                      select job_id, position, worker_id, active_seconds, submitted_at, time_basis from assignment
                      where job_id = j.id order by id desc limit 2000) a
                  where a.submitted_at >= ?::timestamptz and a.time_basis in %s
                    and %s
                  order by a.submitted_at desc limit ?) latest
            """.formatted(TimeBasis.TELLING_SQL, TrainingCourse.NO_TRAINING_SQL);

    /**
     * Held from before the times are read until the outcome is committed: of two who measure at once, the one who saw an older time
     * must not have the last word.
     */
    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('times ' || ? || ' ' || ?, 0))";

    private static final String COLUMNS =
            "workers, counted, median_seconds, p25_seconds, p75_seconds, slowest_seconds," + " price_seconds, rank";

    private static final String KEEP = """
            insert into time_stat (requester_id, spec_hash, measured_at, %s)
            values (?, ?, ?::timestamptz, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (requester_id, spec_hash) do update
            set measured_at = excluded.measured_at, workers = excluded.workers, counted = excluded.counted,
                median_seconds = excluded.median_seconds, p25_seconds = excluded.p25_seconds,
                p75_seconds = excluded.p75_seconds, slowest_seconds = excluded.slowest_seconds,
                price_seconds = excluded.price_seconds, rank = excluded.rank
            """.formatted(COLUMNS);

    private final Clock clock;

    TimeStatistics(Clock clock) {
        this.clock = clock;
    }

    /**
     * Measures anew and keeps the outcome, in the caller's transaction.
     *
     * @param jobId the job in question, whose answers count in any case
     * @return nothing where no time is known in the window
     */
    public Optional<TimeStatistic> measure(Connection tx, UUID jobId, UUID requesterId, String specHash)
            throws SQLException {
        lock(tx, requesterId, specHash);
        var now = clock.instant();
        var statistic = TimeStatistic.of(times(tx, jobId, requesterId, specHash, now));
        if (statistic.isPresent()) {
            keep(tx, requesterId, specHash, statistic.get(), now);
        } else {
            forget(tx, requesterId, specHash);
        }
        return statistic;
    }

    private static void lock(Connection tx, UUID requesterId, String specHash) throws SQLException {
        try (var lock = tx.prepareStatement(LOCK)) {
            lock.setString(1, requesterId.toString());
            lock.setString(2, specHash);
            lock.execute();
        }
    }

    private static Map<UUID, List<Long>> times(
            Connection tx, UUID jobId, UUID requesterId, String specHash, Instant now) throws SQLException {
        var times = new HashMap<UUID, List<Long>>();
        var since = now.minus(WINDOW).toString();
        try (var query = tx.prepareStatement(TIMES)) {
            query.setObject(1, jobId);
            query.setObject(2, requesterId);
            query.setString(3, specHash);
            query.setString(4, since);
            query.setString(5, since);
            query.setInt(6, MOST_SUBMISSIONS);
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    times.computeIfAbsent(row.getObject(1, UUID.class), worker -> new ArrayList<>())
                            .add(row.getLong(2));
                }
            }
        }
        return times;
    }

    private static void keep(Connection tx, UUID requesterId, String specHash, TimeStatistic statistic, Instant now)
            throws SQLException {
        try (var upsert = tx.prepareStatement(KEEP)) {
            upsert.setObject(1, requesterId);
            upsert.setString(2, specHash);
            upsert.setString(3, now.toString());
            upsert.setInt(4, statistic.workers());
            upsert.setInt(5, statistic.counted());
            upsert.setLong(6, statistic.medianSeconds());
            upsert.setLong(7, statistic.p25Seconds());
            upsert.setLong(8, statistic.p75Seconds());
            upsert.setLong(9, statistic.slowestSeconds());
            upsert.setLong(10, statistic.priceSeconds());
            upsert.setInt(11, statistic.rank());
            upsert.executeUpdate();
        }
    }

    private static void forget(Connection tx, UUID requesterId, String specHash) throws SQLException {
        try (var delete = tx.prepareStatement("delete from time_stat where requester_id = ? and spec_hash = ?")) {
            delete.setObject(1, requesterId);
            delete.setString(2, specHash);
            delete.executeUpdate();
        }
    }

    /** {@return what was measured last for the specs of jobs, by job; nothing for jobs whose spec nobody was measured on} */
    public Map<UUID, TimeStatistic> ofJobs(Connection connection, List<UUID> jobIds) throws SQLException {
        var found = new HashMap<UUID, TimeStatistic>();
        try (var query = connection.prepareStatement("select j.id, " + COLUMNS + """
                 from job j join time_stat s on s.requester_id = j.requester_id and s.spec_hash = j.spec_hash
                where j.id = any (?) and s.measured_at >= ?::timestamptz
                """)) {
            query.setArray(1, connection.createArrayOf("uuid", jobIds.toArray()));
            query.setString(2, clock.instant().minus(WINDOW).toString());
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    found.put(row.getObject(1, UUID.class), read(row));
                }
            }
        }
        return found;
    }

    private static TimeStatistic read(ResultSet row) throws SQLException {
        return new TimeStatistic(
                row.getInt(2),
                row.getInt(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getInt(9));
    }
}
