package dev.groundwork.task.quality;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.task.job.Job;
import dev.groundwork.task.job.JobDesk;
import dev.groundwork.task.policy.QualityPolicy;
import dev.groundwork.task.quality.QualityView.Warning;
import dev.groundwork.task.quality.WorkerSkills.Accuracy;
import dev.groundwork.task.spec.TaskSpecs;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a job promises against what its hidden control tasks show. What they show is looked at again when there are new control
 * answers; while answers wait to be thought about, no sooner than fifty times what the last look took.
 */
@ApplicationScoped
class Monitor {

    private static final String COUNTS = """
            select q.control_left, q.training_left, q.wanted, q.decided, q.temperature, q.fitted,
                   p.submitted + p.approved + p.rejection_held + p.rejected,
                   (select count(*) from answer_queue a where a.job_id = q.job_id and a.parked_at is null),
                   (select count(*) from answer_queue a where a.job_id = q.job_id and a.parked_at is not null), q.judged
            from job_quality q join job_progress p on p.job_id = q.job_id
            where q.job_id = ?
            """;

    private static final String DECISIONS = "select state, count(*) from task_decision where job_id = ? group by state";

    private static final String POOL = """
            select training, state, count(*), sum(uses) from control_task where job_id = ? group by training, state
            """;

    private final JobDesk jobs;
    private final TaskSpecs specs;
    private static final int LIFE_FOR_COST = 50;
    private static final int MOST_REMEMBERED = 1_000;

    private final AgroalDataSource database;
    private final ConcurrentHashMap<UUID, Seen> seen = new ConcurrentHashMap<>();

    Monitor(JobDesk jobs, TaskSpecs specs, AgroalDataSource database) {
        this.jobs = jobs;
        this.specs = specs;
        this.database = database;
    }

    /**
     * {@return how a job does}
     *
     * @throws NotFound {@code job-not-found}, {@code quality-not-found} where the job has no quality policy
     */
    QualityView of(UUID requesterId, UUID jobId) {
        var job = jobs.get(requesterId, jobId);
        var policy = job.quality();
        if (policy == null) {
            throw new NotFound("quality", jobId);
        }
        try (var connection = database.getConnection()) {
            return view(connection, job, policy);
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the quality of job " + jobId, failure);
        }
    }

    private record Counts(
            long controlLeft,
            long trainingLeft,
            long wanted,
            double temperature,
            long fitted,
            long answers,
            long waiting,
            long parked,
            long judged) {}

    /** A look, how many answers were judged before it, and until when it is good although there are more. */
    private record Seen(ControlLook look, long judged, long goodUntilNanos) {}

    private ControlLook look(Connection connection, Job job, QualityPolicy policy, Counts counts) throws SQLException {
        long now = System.nanoTime();
        var known = seen.get(job.id());
        if (known != null
                && (known.judged() == counts.judged() || (counts.waiting() > 0 && known.goodUntilNanos() - now > 0))) {
            return known.look();
        }
        var look = ControlLook.at(
                connection,
                job.id(),
                Categories.of(specs.byHash(job.specHash())),
                policy.overlap(),
                counts.temperature());
        if (seen.size() >= MOST_REMEMBERED) {
            seen.clear();
        }
        long ended = System.nanoTime();
        seen.put(job.id(), new Seen(look, counts.judged(), ended + LIFE_FOR_COST * (ended - now)));
        return look;
    }

    private QualityView view(Connection connection, Job job, QualityPolicy policy) throws SQLException {
        var counts = counts(connection, job, policy);
        var look = look(connection, job, policy, counts);
        var warnings = new ArrayList<Warning>();
        var promise = look.promise();
        if (promise != null && promise.isBroken()) {
            warnings.add(new Warning(
                    "promise-not-kept",
                    String.format(
                            Locale.ROOT,
                            "Labels closed as %.1f %% sure were right on %.1f %% of %d hidden control tasks. Look at the"
                                    + " instructions, ask for a higher confidence, or have the next job stop by what its control"
                                    + " tasks make of it (calibrated): both buy more answers.",
                            100 * promise.promised(),
                            100 * promise.achieved(),
                            promise.tasks())));
        }
        if (counts.parked() > 0) {
            warnings.add(new Warning(
                    "answers-set-aside",
                    "Nothing could be concluded from %d answers. They are paid as others are; tasks that waited for them are disputed."
                            .formatted(counts.parked())));
        }
        var pool = pool(connection, job.id(), counts, look, warnings);
        if (policy.control() != null && pool.active() == 0) {
            warnings.add(
                    new Warning(
                            "no-control-tasks",
                            "No control task is in use, so nothing shows who is right. Add some, or promote tasks whose result is sure."));
        }
        return new QualityView(
                job.id(),
                policy,
                new QualityView.Labels(counts.answers(), look.control(), look.training(), counts.waiting()),
                tasks(connection, job, policy, counts),
                promise == null ? null : QualityView.Promise.of(promise),
                new QualityView.Calibrated(
                        counts.temperature(),
                        counts.fitted(),
                        look.tasks(),
                        rounded(look.errorBefore()),
                        rounded(look.errorAfter())),
                pool,
                List.copyOf(warnings));
    }

    private static Counts counts(Connection connection, Job job, QualityPolicy policy) throws SQLException {
        try (var query = connection.prepareStatement(COUNTS)) {
            query.setObject(1, job.id());
            try (var row = query.executeQuery()) {
                // Before it opens there is nothing but the plan.
                return row.next()
                        ? new Counts(
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                row.getDouble(5),
                                row.getLong(6),
                                row.getLong(7),
                                row.getLong(8),
                                row.getLong(9),
                                row.getLong(10))
                        : new Counts(0, policy.trainingAnswers(), 0, 1, 0, 0, 0, 0, 0);
            }
        }
    }

    private static QualityView.@Nullable Tasks tasks(
            Connection connection, Job job, QualityPolicy policy, Counts counts) throws SQLException {
        if (policy.overlap() == null) {
            return null;
        }
        var states = new EnumMap<Verdict.State, Long>(Verdict.State.class);
        try (var query = connection.prepareStatement(DECISIONS)) {
            query.setObject(1, job.id());
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    states.put(Verdict.State.valueOf(row.getString(1)), row.getLong(2));
                }
            }
        }
        long confident = states.getOrDefault(Verdict.State.CONFIDENT, 0L);
        long settled = states.getOrDefault(Verdict.State.SETTLED, 0L);
        long disputed = states.getOrDefault(Verdict.State.DISPUTED, 0L);
        return new QualityView.Tasks(
                Math.max(0, counts.wanted() - confident - settled - disputed), confident, settled, disputed);
    }

    private static QualityView.Pool pool(
            Connection connection, UUID jobId, Counts counts, ControlLook look, List<Warning> warnings)
            throws SQLException {
        var byState = new TreeMap<String, Long>();
        long training = 0;
        long uses = 0;
        try (var query = connection.prepareStatement(POOL)) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    if (row.getBoolean(1)) {
                        training += row.getLong(3);
                    } else {
                        byState.merge(row.getString(2), row.getLong(3), Long::sum);
                        uses += row.getLong(4);
                    }
                }
            }
        }
        var leak = look.leak();
        if (leak.suspected()) {
            warnings.add(new Warning(
                    "control-tasks-leak",
                    String.format(
                            Locale.ROOT,
                            "Workers are right on %.1f %% of control tasks that were used before and on %.1f %% of fresh ones."
                                    + " Retire the old ones and add new ones.",
                            100 * leak.oldAccuracy(),
                            100 * leak.freshAccuracy())));
        }
        return new QualityView.Pool(
                byState.getOrDefault("ACTIVE", 0L),
                byState.getOrDefault("RETIRED", 0L),
                byState.getOrDefault("LEAKED", 0L),
                training,
                uses,
                counts.controlLeft(),
                counts.trainingLeft(),
                Accuracy.of(look.counted().right(), look.counted().answered()),
                rounded(leak.oldAccuracy()),
                rounded(leak.freshAccuracy()),
                rounded(leak.chance()));
    }

    static double rounded(double share) {
        return Math.round(10_000 * share) / 10_000.0;
    }
}
