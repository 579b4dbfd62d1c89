package dev.groundwork.task.progress;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.task.job.JobConfig;
import dev.groundwork.task.job.JobPrice;
import dev.groundwork.task.job.JobState;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads progress from a job's counters, whatever its size. The figures that have no counter are looked up seldom:
 * the longer a look takes, the longer it is good for, so that they never cost more than a fiftieth of the time.
 */
@ApplicationScoped
class JobProgress {

    private static final String COUNTERS = """
            select j.state, j.state_reason, j.task_count, j.assignment_count, j.reward_minor, j.currency,
                   coalesce(p.claimed, 0), coalesce(p.submitted, 0), coalesce(p.approved, 0),
                   coalesce(p.rejection_held, 0), coalesce(p.rejected, 0), coalesce(p.returned, 0),
                   coalesce(p.expired, 0), p.job_id is not null, coalesce(p.accepted_unused, 0), coalesce(p.appealed, 0),
                   coalesce(p.rejected_unpaid, 0), coalesce(p.rejected_pay_minor, 0), coalesce(p.overturned, 0),
                   j.in_pilot, j.pilot_workers, j.pilot_share, j.pilot_measured,
                   j.quality is not null, coalesce(q.wanted, 0), coalesce(q.decided, 0), coalesce(p.rejected_in_full, 0),
                   coalesce(p.screened_out, 0), coalesce(p.screened_out_pay_minor, 0), coalesce(j.screen_outs, 0)
            from job j left join job_progress p on p.job_id = j.id
                left join job_quality q on q.job_id = j.id
            where j.id = ? and j.requester_id = ?
            """;

    private static final String SCREEN_OUT_FEES = """
            select coalesce(sum(ceil(a.payable_minor * ?)), 0)::bigint
            from screen_out s join assignment a on a.id = s.assignment_id where s.job_id = ?
            """;

    private static final String TASKS_WANTED = """
            select count(*) from (
                select position from open_task where job_id = ?
                union
                select position from returned_slot where job_id = ?) wanted
            """;

    private static final String SLOTS = """
            select (select coalesce(sum(remaining), 0) from open_task where job_id = ?)
                   + (select count(*) from returned_slot where job_id = ?)
            """;

    private static final String MEDIAN_SECONDS = """
            select percentile_cont(0.5) within group (order by active_seconds)
            from (select active_seconds from assignment
                  where job_id = ? and submitted_at is not null order by id desc limit 1000) latest
            """;

    private static final long LEAST_LIFE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LIFE_FOR_COST = 50;
    private static final int MOST_REMEMBERED = 10_000;

    /** Slots whose sum is had in less are summed up every time. */
    private static final long CHEAP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final AgroalDataSource db;
    private final JobConfig config;
    private final ConcurrentHashMap<UUID, Look> looks = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<UUID, Slots> slots = new ConcurrentHashMap<>();

    JobProgress(AgroalDataSource db, JobConfig config) {
        this.db = db;
        this.config = config;
    }

    /** What was looked up, for which counters, and until when it is good. */
    private record Look(
            long key, long tasksWanted, @Nullable Double medianSeconds, long goodUntilNanos) {}

    /** How many slots were open, and until when that is good. */
    private record Slots(long open, long goodUntilNanos) {}

    /**
     * The progress of a requester's job.
     *
     * @throws NotFound {@code job-not-found}
     */
    ProgressView of(UUID requesterId, UUID jobId) {
        try (var connection = db.getConnection();
                var query = connection.prepareStatement(COUNTERS)) {
            query.setObject(1, jobId);
            query.setObject(2, requesterId);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new NotFound("job", jobId);
                }
                var state = JobState.valueOf(row.getString(1));
                long tasks = row.getLong(3);
                long assignments = row.getLong(4);
                var reward = new Money(row.getLong(5), row.getString(6));
                long claimed = row.getLong(7);
                long submitted = row.getLong(8);
                long approved = row.getLong(9);
                long held = row.getLong(10);
                long rejected = row.getLong(11);
                long returned = row.getLong(12);
                long expired = row.getLong(13);
                boolean opened = row.getBoolean(14);
                long unused = row.getLong(15);
                long appealed = row.getLong(16);
                long unpaid = row.getLong(17);
                var rejectedPay = new Money(row.getLong(18), reward.currency());
                long overturned = row.getLong(19);
                long screenedOut = row.getLong(28);
                var screenedOutPay = new Money(row.getLong(29), reward.currency());
                // What stays unpaid is no answer any more: its slot is open again, as is that of who was paid beside
                // the answers.
                long answered = submitted
                        + approved
                        + unused
                        + held
                        + appealed
                        + rejected
                        - unpaid
                        + Math.max(0, screenedOut - row.getLong(30));
                boolean cancelled = state == JobState.CANCELLED;
                boolean watched = row.getBoolean(24);
                long wanted = row.getLong(25);
                long decided = row.getLong(26);
                // Moves whenever a counter does: with nothing new, nothing is looked up.
                long key = answered * 1_000_003 + claimed * 31 + returned + expired + unpaid + screenedOut;
                Look look = opened && answered > 0 ? look(connection, jobId, key, state.hasEnded()) : null;
                // With a quality policy fewer answers may do than the hold covers: what is open are the slots.
                long open = cancelled
                        ? 0
                        : watched && opened ? slots(connection, jobId) : Math.max(0, assignments - claimed - answered);
                Money spent = reward.plus(JobPrice.feeOn(reward, config.feeRate()))
                        .times(approved + unused)
                        .plus(rejectedPay)
                        .plus(screenedOutPay)
                        .plus(
                                screenedOut == 0
                                        ? Money.zero(reward.currency())
                                        : screenOutFees(connection, jobId, reward))
                        .plus(JobPrice.feeOn(reward, config.feeRate()).times(row.getLong(27)));
                return new ProgressView(
                        state,
                        row.getString(2),
                        wanted > 0 ? wanted : tasks,
                        wanted > 0 ? decided : tasksDone(tasks, assignments, answered, claimed, cancelled, look),
                        assignments,
                        open,
                        claimed,
                        submitted,
                        approved,
                        unused,
                        held,
                        appealed,
                        rejected,
                        unpaid,
                        overturned,
                        returned,
                        expired,
                        screenedOut,
                        MoneyBody.of(spent),
                        look == null ? null : look.medianSeconds(),
                        row.getBoolean(20) && !state.hasEnded()
                                ? new ProgressView.Pilot(row.getInt(21), row.getLong(22), row.getLong(23))
                                : null);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the progress of job " + jobId, failure);
        }
    }

    /** The fee is rounded up for each, so that the sum of the pay does not tell it. */
    private Money screenOutFees(Connection connection, UUID jobId, Money reward) throws SQLException {
        try (var query = connection.prepareStatement(SCREEN_OUT_FEES)) {
            query.setBigDecimal(1, config.feeRate());
            query.setObject(2, jobId);
            try (var row = query.executeQuery()) {
                row.next();
                return new Money(row.getLong(1), reward.currency());
            }
        }
    }

    /** A task that somebody holds may or may not want another answer: it is taken as not done. */
    private static long tasksDone(
            long tasks, long assignments, long answered, long claimed, boolean cancelled, @Nullable Look look) {
        if (answered >= assignments) {
            return tasks;
        }
        if (look == null || cancelled) {
            // The slots of a cancelled job are gone: all that can be said is how many tasks its answers are enough for.
            return assignments == 0 ? 0 : Math.min(tasks, answered * tasks / assignments);
        }
        return Math.max(0, tasks - look.tasksWanted() - claimed);
    }

    private Look look(Connection connection, UUID jobId, long key, boolean ended) throws SQLException {
        long now = System.nanoTime();
        Look known = looks.get(jobId);
        if (known != null && (known.key() == key || known.goodUntilNanos() - now > 0)) {
            return known;
        }
        Look fresh =
                new Look(key, ended ? 0 : count(connection, TASKS_WANTED, jobId), medianSeconds(connection, jobId), 0);
        long cost = System.nanoTime() - now;
        Look dated = new Look(
                key,
                fresh.tasksWanted(),
                fresh.medianSeconds(),
                now + Math.max(LEAST_LIFE_NANOS, cost * LIFE_FOR_COST));
        if (looks.size() >= MOST_REMEMBERED) {
            looks.clear();
        }
        looks.put(jobId, dated);
        return dated;
    }

    /** What is open of a job whose answers decide how many more are wanted: no counter knows it, and the rows are as many as its tasks. */
    private long slots(Connection connection, UUID jobId) throws SQLException {
        long now = System.nanoTime();
        var known = slots.get(jobId);
        if (known != null && known.goodUntilNanos() - now > 0) {
            return known.open();
        }
        long open = count(connection, SLOTS, jobId);
        long cost = System.nanoTime() - now;
        if (slots.size() >= MOST_REMEMBERED) {
            slots.clear();
        }
        if (cost > CHEAP_NANOS) {
            slots.put(jobId, new Slots(open, now + cost * LIFE_FOR_COST));
        }
        return open;
    }

    private static long count(Connection connection, String sql, UUID jobId) throws SQLException {
        try (var query = connection.prepareStatement(sql)) {
            query.setObject(1, jobId);
            query.setObject(2, jobId);
            try (var row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static @Nullable Double medianSeconds(Connection connection, UUID jobId) throws SQLException {
        try (var query = connection.prepareStatement(MEDIAN_SECONDS)) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                row.next();
                double seconds = row.getDouble(1);
                return row.wasNull() ? null : seconds;
            }
        }
    }
}
