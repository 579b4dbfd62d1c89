package dev.groundwork.task.result;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.database.Transactions;
import dev.groundwork.task.aggregation.JobModel;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.TaskSpecs;
import dev.groundwork.truth.Limit;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.jspecify.annotations.Nullable;

/**
 * Makes results follow the answers. A task whose answers changed is decided anew by what is known of the job; the job is learned
 * anew, starting from what was known, when it has half as many answers again as then, other control tasks, or none new for a while.
 *
 * <p>Replicas share the work: whoever works on a job holds its row locked, the others pass on.
 */
@ApplicationScoped
public class ResultRefresh {

    private static final int MOST_MARKS = 5000;

    /** Jobs that are worked on at the same time: the others do not wait for a lesson of one with millions of answers. */
    private static final int LANES = 2;

    /** A job is not learned anew for fewer answers. */
    private static final long FEWEST_NEW = 20;

    /** A lesson reads every answer: at this growth an answer is read about three times before the job is whole, at 1.1 eleven. */
    private static final double GROWTH = 1.5;

    private final ResultStore store;
    private final ControlAnswers controls;
    private final JobModels models;
    private final TaskSpecs specs;
    private final ResultConfig config;
    private final Clock clock;
    private final AgroalDataSource database;
    private final ExecutorService lanes = Executors.newFixedThreadPool(
            LANES, Thread.ofVirtual().name("result-refresh-", 0).factory());
    /** Jobs that are worked on or wait for a lane. */
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();

    private volatile boolean closing;

    ResultRefresh(
            ResultStore store,
            ControlAnswers controls,
            JobModels models,
            TaskSpecs specs,
            ResultConfig config,
            Clock clock,
            AgroalDataSource database) {
        this.store = store;
        this.controls = controls;
        this.models = models;
        this.specs = specs;
        this.config = config;
        this.clock = clock;
        this.database = database;
    }

    @Scheduled(
            identity = "result-refresh",
            every = "${groundwork.result.every:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void tick() {
        run();
    }

    /** Begins to work on every job that is due and that nobody works on here. */
    private void run() {
        var now = clock.instant();
        try (var connection = database.getConnection()) {
            store.markedJobs(connection, now.minus(config.jobEvery()), now).forEach(jobId -> begin(jobId, Pass.DUE));
            store.unlearnedJobs(connection, now.minus(config.learnAfter()), now)
                    .forEach(jobId -> begin(jobId, Pass.QUIET));
        } catch (SQLException failure) {
            throw new IllegalStateException("it cannot be read which results are due", failure);
        }
    }

    private void begin(UUID jobId, Pass pass) {
        if (closing || !underWay.add(jobId)) {
            return;
        }
        lanes.execute(() -> {
            try {
                tryToRefresh(jobId, pass);
            } catch (CancellationException ending) {
                Log.debug("stopped making results: the service ends");
            } finally {
                underWay.remove(jobId);
            }
        });
    }

    /** A job that fails, in whatever way, must not keep the others from their results; it is tried again later. */
    private void tryToRefresh(UUID jobId, Pass pass) {
        try {
            refresh(jobId, pass);
        } catch (CancellationException ending) {
            throw ending;
        } catch (SQLException | RuntimeException | Error failure) {
            Log.errorf(failure, "The results of job %s cannot be made", jobId);
            putOff(jobId);
        }
    }

    private void putOff(UUID jobId) {
        try (var connection = database.getConnection()) {
            store.putOff(connection, jobId, clock.instant());
        } catch (SQLException | RuntimeException failure) {
            Log.errorf(failure, "The results of job %s cannot be put off", jobId);
        }
    }

    /**
     * Brings the results of a job up to date if that is soon done, as for whoever wants to read them now: a small job is learned
     * anew, of a large one those tasks are decided anew whose answers changed, if they are not too many.
     *
     * @return how fresh the results are now
     */
    public Freshness bringUpToDate(UUID jobId) {
        try {
            Freshness before;
            boolean small;
            try (var connection = database.getConnection()) {
                before = store.freshness(connection, jobId);
                if (!isBehind(connection, jobId, before)) {
                    return before;
                }
                small = store.answersOf(connection, jobId) <= config.answersOfSmallJob();
            }
            if (!small && (before.pendingTasks() == 0 || before.pendingTasks() >= Freshness.MOST_COUNTED)) {
                return before;
            }
            // Whoever cannot have fresh results gets those that are there, and is told so.
            tryToRefresh(jobId, small ? Pass.READER : Pass.READER_OF_LARGE);
            try (var connection = database.getConnection()) {
                return store.freshness(connection, jobId);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("the results of job " + jobId + " cannot be brought up to date", failure);
        }
    }

    private boolean isBehind(Connection connection, UUID jobId, Freshness fresh) throws SQLException {
        if (fresh.pendingTasks() > 0) {
            return true;
        }
        var standing = store.standing(connection, jobId);
        return standing != null && (standing.unlearned() || controls.count(connection, jobId) != standing.controls());
    }

    /** Why a job is gone through. */
    private enum Pass {
        /** Its answers changed some time ago. */
        DUE,
        /** It has been quiet for a while. */
        QUIET,
        /** Somebody reads its results, and it is small. */
        READER,
        /** Somebody reads its results, and learning it anew would keep them waiting. */
        READER_OF_LARGE
    }

    private void refresh(UUID jobId, Pass pass) throws SQLException {
        while (refreshSome(jobId, pass)) {
            // Many tasks changed: the next lot.
        }
    }

    /** {@return whether there may be more} */
    private boolean refreshSome(UUID jobId, Pass pass) throws SQLException {
        return Transactions.call(database, tx -> {
            var standing = store.lock(tx, jobId, pass == Pass.READER);
            if (standing == null) {
                return false;
            }
            var learned = models.find(jobId);
            // With another number of lessons, another replica learned more than this one remembers.
            boolean known = learned != null && learned.lesson() == standing.lesson();
            if (pass == Pass.READER_OF_LARGE && !known) {
                return false;
            }
            var marked = store.takeMarks(tx, jobId, MOST_MARKS);
            boolean otherControls = controls.count(tx, jobId) != standing.controls();
            boolean changed = !marked.isEmpty() || otherControls;
            if (!changed && !standing.unlearned()) {
                return false;
            }
            var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            var fields = fields(tx, jobId);
            if (learned == null || !known || isLessonDue(tx, jobId, standing, otherControls, pass, now)) {
                learn(tx, jobId, fields, learned == null ? null : learned.model(), known, new HashSet<>(marked), now);
            } else {
                decide(tx, jobId, fields, learned.model(), new HashSet<>(marked), now);
                store.refreshed(tx, jobId, true, now);
            }
            store.dropWithdrawn(tx, jobId);
            return marked.size() == MOST_MARKS;
        });
    }

    private boolean isLessonDue(
            Connection tx, UUID jobId, ResultStore.Standing standing, boolean otherControls, Pass pass, Instant now)
            throws SQLException {
        return switch (pass) {
            case READER, QUIET -> true;
            case READER_OF_LARGE -> false;
            case DUE ->
                otherControls
                        || store.answersOf(tx, jobId) >= standing.answers() * GROWTH + FEWEST_NEW
                        || mustForget(tx, jobId, standing, now);
        };
    }

    /** What was learned from answers that are of no use any more is not kept for long, however busy the job is. */
    private boolean mustForget(Connection tx, UUID jobId, ResultStore.Standing standing, Instant now)
            throws SQLException {
        Instant learnedAt = standing.learnedAt();
        return learnedAt != null
                && !learnedAt.isAfter(now.minus(config.learnAfter()))
                && store.withdrawnOf(tx, jobId) != standing.withdrawn();
    }

    private List<OutputField> fields(Connection tx, UUID jobId) throws SQLException {
        try (var query = tx.prepareStatement("select spec_hash from job where id = ?")) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("no job " + jobId);
                }
                return specs.byHash(row.getString(1)).outputs();
            }
        }
    }

    /** Goes through all answers to learn from them, and decides by what was learned every task that it may change. */
    private void learn(
            Connection tx,
            UUID jobId,
            List<OutputField> fields,
            @Nullable JobModel previous,
            boolean followsPrevious,
            Set<Long> marked,
            Instant now)
            throws SQLException {
        // Counted first: what is withdrawn while the answers are read makes a lesson due, once too often at worst.
        var counted = new ResultStore.Counted(store.answersOf(tx, jobId), store.withdrawnOf(tx, jobId));
        var gold = controls.of(tx, jobId);
        var lesson = JobModel.lesson(fields, gold, previous, Limit.USUAL.cancelled(() -> closing));
        store.allAnswers(tx, jobId, (position, overlap, answers) -> lesson.see(position, answers));
        var model = lesson.learn();
        if (previous != null && followsPrevious && model.decidesLike(previous)) {
            decide(tx, jobId, fields, model, marked, now);
        } else {
            decideAll(tx, jobId, fields, model, marked, now);
        }
        long number = store.learned(tx, jobId, counted, model.controls(), model.methods(), now);
        // Kept before the end of the transaction: if that fails, the number does not fit and the job is learned again.
        models.keep(jobId, new JobModels.Learned(model, number));
    }

    private void decideAll(
            Connection tx, UUID jobId, List<OutputField> fields, JobModel model, Set<Long> marked, Instant now)
            throws SQLException {
        var left = new HashSet<>(marked);
        try (var writer = store.writer(tx, jobId, fields, now)) {
            store.allAnswers(tx, jobId, (position, overlap, answers) -> {
                left.remove(position);
                writer.write(position, overlap, answers.size(), model.outcomes(position, answers));
            });
        }
        // Marked and not among the answered ones: the last usable answer is gone.
        store.forget(tx, jobId, left);
    }

    private void decide(
            Connection tx, UUID jobId, List<OutputField> fields, JobModel model, Set<Long> marked, Instant now)
            throws SQLException {
        var empty = new HashSet<Long>();
        try (var writer = store.writer(tx, jobId, fields, now)) {
            store.answersOf(tx, jobId, marked, (position, overlap, answers) -> {
                if (answers.isEmpty()) {
                    empty.add(position);
                } else {
                    writer.write(position, overlap, answers.size(), model.outcomes(position, answers));
                }
            });
        }
        store.forget(tx, jobId, empty);
    }

    @PreDestroy
    void close() throws InterruptedException {
        closing = true;
        lanes.shutdown();
        if (!lanes.awaitTermination(10, TimeUnit.SECONDS)) {
            lanes.shutdownNow();
        }
    }
}
