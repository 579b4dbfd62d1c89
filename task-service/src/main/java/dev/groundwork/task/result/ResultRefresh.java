package dev.groundwork.task.result;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.result.ResultClaims.Claim;
import dev.groundwork.task.result.ResultRound.Pass;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.jspecify.annotations.Nullable;

/**
 * Makes results follow the answers. A task whose answers changed is decided anew by what is known of the job; the job is learned
 * anew, starting from what was known, when it has half as many answers again as then, other control tasks, or none new for a while.
 *
 * <p>Replicas share the work: whoever works on a job has claimed it, the others pass on; and a job is left to the replica that
 * remembers it, as long as that is there.
 */
@ApplicationScoped
public class ResultRefresh {

    /** Jobs that are worked on at the same time: the others do not wait for a lesson of one with millions of answers. */
    private static final int LANES = 2;

    /** How long a reader waits for another one's work, and how often it looks. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final ResultStore store;
    private final ResultClaims claims;
    private final ResultRound round;
    private final ControlAnswers controls;
    private final Replica replica;
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
            ResultClaims claims,
            ResultRound round,
            ControlAnswers controls,
            Replica replica,
            ResultConfig config,
            Clock clock,
            AgroalDataSource database) {
        this.store = store;
        this.claims = claims;
        this.round = round;
        this.controls = controls;
        this.replica = replica;
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
        try {
            replica.isThere();
        } catch (SQLException failure) {
            throw new IllegalStateException("it cannot be said that this replica is there", failure);
        }
        try (var connection = database.getConnection()) {
            claims.markedJobs(connection, replica.id(), now.minus(config.jobEvery()), now)
                    .forEach(jobId -> begin(jobId, Pass.DUE));
            claims.unlearnedJobs(connection, replica.id(), now.minus(config.learnAfter()), now)
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
            claims.putOff(connection, jobId, clock.instant());
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
        return claims.isUnlearned(connection, jobId, controls.count(connection, jobId));
    }

    private void refresh(UUID jobId, Pass pass) throws SQLException {
        while (refreshSome(jobId, pass)) {
            // Many tasks changed: the next lot.
        }
    }

    /** {@return whether there may be more} */
    private boolean refreshSome(UUID jobId, Pass pass) throws SQLException {
        var claim = claim(jobId, pass);
        if (claim == null) {
            return false;
        }
        try {
            return round.run(claim, pass);
        } catch (ClaimLost lost) {
            Log.infof("Somebody else works on the results of job %s now", jobId);
            return false;
        } finally {
            claims.release(claim);
        }
    }

    /** A reader of a small job waits for whoever works on it; the others pass on. */
    private @Nullable Claim claim(UUID jobId, Pass pass) throws SQLException {
        long until = System.nanoTime() + LONGEST_WAIT.toNanos();
        var claim = claims.claim(jobId);
        while (claim == null && pass == Pass.READER && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(PAUSE.toNanos());
            if (claims.isFree(jobId)) {
                claim = claims.claim(jobId);
            }
        }
        return claim;
    }

    @PreDestroy
    void close() throws InterruptedException {
        closing = true;
        round.stop();
        lanes.shutdown();
        if (!lanes.awaitTermination(10, TimeUnit.SECONDS)) {
            lanes.shutdownNow();
        }
    }
}
