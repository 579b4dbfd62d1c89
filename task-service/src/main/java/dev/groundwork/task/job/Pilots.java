package dev.groundwork.task.job;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.policy.TrainingCourse;
import dev.groundwork.task.time.TimeBasis;
import dev.groundwork.task.time.TimeStatistics;

/** How far pilots are, as rows; every method joins the caller's transaction. */
@ApplicationScoped
class Pilots {

    private static final String COUNT = answersOf("?");

    /**
     * A pilot that waits for the allowance of its spec, or has waited too long, is looked at though nothing moved in it, but rests in
     * between. The one whose turn is longest due comes first, so that many idle pilots, or failing ones, keep no other waiting.
     */
    private static final String MOVED = """
            select j.id
            from job j
            cross join lateral (%s) c
            where j.state = 'PILOT'
              and (c.measured <> j.pilot_measured or j.pilot_slots <> j.pilot_share + c.answered - c.measured
                   or (j.pilot_share = 0 or j.opened_at <= ?::timestamptz)
                      and (j.pilot_look_at is null or j.pilot_look_at <= ?::timestamptz))
            order by coalesce(j.pilot_look_at, j.opened_at), j.id limit ?
            """.formatted(answersOf("j.id"));

    /** Pilots that run count with what they may measure; those that ended, are paused or have waited too long with what they measured. */
    private static final String OTHERS = """
            select coalesce(sum(case when r.running then pilot_share else pilot_measured end), 0),
                   count(*) filter (where r.running and pilot_share > 0)
            from job
            cross join lateral (select in_pilot and state = 'PILOT' and opened_at > ?::timestamptz as running) r
            where requester_id = ? and spec_hash = ? and id <> ? and opened_at >= ?::timestamptz
            """;

    private static final Duration SHORTEST_REST = Duration.ofSeconds(5);
    private static final Duration LONGEST_REST = Duration.ofMinutes(10);
    private static final int REST_FOR_AGE = 20;

    private final PilotConfig config;

    Pilots(PilotConfig config) {
        this.config = config;
    }

    /** {@return the query for the counts of a job's answers} Training is not the work whose time is measured. */
    private static String answersOf(String jobId) {
        return """
                select count(*) as answered, count(*) filter (where a.time_basis in %s) as measured
                from assignment a
                where a.job_id = %s and a.submitted_at is not null and %s
                """.formatted(TimeBasis.TELLING_SQL, jobId, TrainingCourse.NO_TRAINING_SQL);
    }

    /** Answers of one job's pilot. */
    record Count(long answered, long measured) {

        long unmeasured() {
            return answered - measured;
        }
    }

    /**
     * Pilots of other jobs with the same spec and requester: they share one allowance, or a batch in many pieces would never leave its
     * pilots.
     *
     * @param used of the allowance
     * @param running how many of them still measure
     */
    record Others(long used, long running) {}

    /** {@return how many answers a pilot takes: one a worker, a small part of the job, at least one} */
    static long share(int workers, long assignments, BigDecimal part) {
        long most = BigDecimal.valueOf(assignments)
                .multiply(part)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
        return Math.min(workers, Math.max(1, most));
    }

    /** {@return how many answers the job's pilot may take beside the others of its spec} */
    long share(Job job, Others others) {
        return Math.min(
                share(job.pilotWorkers(), job.assignmentCount(), config.share()),
                Math.max(0, job.pilotWorkers() - others.used()));
    }

    /** {@return whether the job's pilot has waited for answers as long as it may} */
    boolean isOverdue(Job job, Instant now) {
        Instant openedAt = job.openedAt();
        return openedAt != null && !now.isBefore(openedAt.plus(config.patience()));
    }

    /** {@return how long a pilot rests in which nothing moves: a small part of the time for which it has been open} */
    static Duration rest(Duration open) {
        var part = open.dividedBy(REST_FOR_AGE);
        if (part.compareTo(SHORTEST_REST) < 0) {
            return SHORTEST_REST;
        }
        return part.compareTo(LONGEST_REST) < 0 ? part : LONGEST_REST;
    }

    /** Lets a pilot that cannot be looked at rest like one in which nothing moves, in a transaction of its own. */
    static void putAside(Connection tx, UUID jobId, Instant now) throws SQLException {
        try (var update = tx.prepareStatement("update job set pilot_look_at = ?::timestamptz where id = ?")) {
            update.setString(1, now.plus(LONGEST_REST).toString());
            update.setObject(2, jobId);
            update.executeUpdate();
        }
    }

    /** {@return jobs in their pilot that may have come further since the last look} */
    List<UUID> moved(Connection tx, Instant now, int limit) throws SQLException {
        try (var query = tx.prepareStatement(MOVED)) {
            query.setString(1, now.minus(config.patience()).toString());
            query.setString(2, now.toString());
            query.setInt(3, limit);
            var ids = new ArrayList<UUID>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getObject(1, UUID.class));
                }
            }
            return ids;
        }
    }

    /** Lets pilots of one spec and requester be judged one at a time: two that share an allowance must see each other. */
    static void lockSpec(Connection tx, Job job) throws SQLException {
        try (var lock = tx.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            lock.setString(1, "pilot " + job.requesterId() + " " + job.specHash());
            lock.execute();
        }
    }

    static Count count(Connection tx, UUID jobId) throws SQLException {
        try (var query = tx.prepareStatement(COUNT)) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                row.next();
                return new Count(row.getLong(1), row.getLong(2));
            }
        }
    }

    Others others(Connection tx, Job job, Instant now) throws SQLException {
        try (var query = tx.prepareStatement(OTHERS)) {
            query.setString(1, now.minus(config.patience()).toString());
            query.setObject(2, job.requesterId());
            query.setString(3, job.specHash());
            query.setObject(4, job.id());
            query.setString(5, now.minus(TimeStatistics.WINDOW).toString());
            try (var row = query.executeQuery()) {
                row.next();
                return new Others(row.getLong(1), row.getLong(2));
            }
        }
    }
}
