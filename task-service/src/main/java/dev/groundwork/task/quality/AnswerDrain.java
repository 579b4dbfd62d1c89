package dev.groundwork.task.quality;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.lease.LeasedThread;
import dev.groundwork.kit.lease.Leases;
import dev.groundwork.task.assignment.AnswerBell;
import dev.groundwork.task.assignment.BatchPlans;
import dev.groundwork.task.quality.DrainStore.Waiting;
import dev.groundwork.task.spec.TaskSpecs;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.jspecify.annotations.Nullable;

/**
 * Thinks about answers in the order in which they were submitted, a few milliseconds after: woken by the transaction that wrote
 * them, and looking by itself for those that other replicas wrote.
 *
 * <p>One replica does it at a time, by a lease that every round with answers renews in its own transaction: a holder that slept through its
 * expiry cannot commit. A crash loses nothing, as an answer leaves the queue in the transaction that draws its conclusions. Answers
 * that a round fails on are thought about job by job, then one by one, and the one that it was is set aside: no answer holds up those
 * of other jobs.
 */
@ApplicationScoped
public class AnswerDrain {

    private static final String LEASE = "answer-drain";
    private static final int BATCH = 500;
    private static final Duration TTL = Duration.ofSeconds(6);
    private static final long POLL_NANOS = Duration.ofMillis(200).toNanos();
    private static final long CANDIDATE_NANOS = Duration.ofSeconds(1).toNanos();

    /** Between two rounds that were not full: a few more answers gather, and the database has fewer commits to make. */
    private static final long GATHER_NANOS = Duration.ofMillis(5).toNanos();

    private static final long MAX_BACKOFF_NANOS = Duration.ofSeconds(5).toNanos();

    private final AgroalDataSource database;
    private final Leases leases;
    private final TaskSpecs specs;
    private final AnswerBell bell;
    private final Clock clock;
    private final Counter drained;
    private final Counter parked;
    private final LeasedThread thread;

    /** Answers of a round: fewer after one that took so long that the lease might not have lasted. */
    private int batch = BATCH;

    private long backoffNanos;

    AnswerDrain(
            AgroalDataSource database,
            Leases leases,
            TaskSpecs specs,
            AnswerBell bell,
            Clock clock,
            MeterRegistry metrics) {
        this.database = database;
        this.leases = leases;
        this.specs = specs;
        this.bell = bell;
        this.clock = clock;
        this.drained = metrics.counter("groundwork.answers.drained");
        this.parked = metrics.counter("groundwork.answers.parked");
        this.thread = new LeasedThread(
                LEASE,
                leases,
                TTL,
                granted -> Log.infof("Thinking about answers (epoch %d)", granted.epoch()),
                this::run);
    }

    void start(@Observes StartupEvent event) {
        bell.onRing(thread::wake);
        thread.start();
    }

    /** Before the database goes: a round that is under way ends first. */
    void stop(@Observes @Priority(1) ShutdownEvent event) throws InterruptedException {
        thread.stop(Duration.ofSeconds(10));
    }

    private void run() {
        while (!thread.isStopping()) {
            try {
                if (!thread.holdsLease()) {
                    thread.pause(CANDIDATE_NANOS);
                    continue;
                }
                thread.listen();
                int done = round();
                backoffNanos = 0;
                if (done == 0) {
                    thread.idle(POLL_NANOS);
                } else if (done < batch) {
                    thread.pause(GATHER_NANOS);
                }
            } catch (Throwable trouble) {
                // Also an error: without this thread nobody would decide anything until the lease is another's.
                inTrouble(trouble);
            }
        }
        release();
    }

    private int round() throws SQLException {
        int size = batch;
        long began = System.nanoTime();
        try {
            int done = commit((tx, now) -> new Round(tx, specs, now).run(size));
            boolean slow = System.nanoTime() - began > TTL.toNanos() / 3;
            batch = slow ? Math.max(1, size / 2) : Math.min(BATCH, size * 2);
            return done;
        } catch (LeaseLost lost) {
            batch = Math.max(1, size / 2);
            thread.lost();
            return 0;
        } catch (SQLException | RuntimeException | Error failure) {
            if (!isOfAnswers(failure)) {
                throw failure;
            }
            Log.warn("A round of thinking about answers failed; looking for the answer that it was", failure);
            return apart(size);
        }
    }

    /** Thinks about the oldest answers job by job, and one by one in the job that fails. */
    private int apart(int size) throws SQLException {
        var byJob = new LinkedHashMap<UUID, List<Waiting>>();
        for (var answer : Transactions.call(database, tx -> new DrainStore(tx).oldest(size))) {
            byJob.computeIfAbsent(answer.jobId(), id -> new ArrayList<>()).add(answer);
        }
        int done = 0;
        for (var answers : byJob.values()) {
            if (thread.isStopping() || !thread.holdsLease()) {
                return done;
            }
            if (think(answers) == null) {
                done += answers.size();
                continue;
            }
            for (var answer : answers) {
                if (thread.isStopping() || !thread.holdsLease()) {
                    return done;
                }
                var failure = think(List.of(answer));
                if (failure != null) {
                    park(answer, failure);
                }
                done++;
            }
        }
        return done;
    }

    /** {@return what is wrong with the answers; null when they are thought about} */
    private @Nullable Throwable think(List<Waiting> answers) throws SQLException {
        try {
            commit((tx, now) -> new Round(tx, specs, now).run(answers));
            return null;
        } catch (SQLException | RuntimeException | Error failure) {
            if (!isOfAnswers(failure)) {
                throw failure;
            }
            return failure;
        }
    }

    private void park(Waiting answer, Throwable failure) throws SQLException {
        commit((tx, now) -> {
            new DrainStore(tx).park(answer, now);
            return 1;
        });
        parked.increment();
        Log.errorf(
                failure,
                "Nothing can be concluded from answer %s of job %s: it is set aside in answer_queue (id %d)",
                answer.assignmentId(),
                answer.jobId(),
                answer.id());
    }

    /** {@return whether a failure comes from what was thought about, and would come again} */
    static boolean isOfAnswers(Throwable failure) {
        if (failure instanceof LeaseLost || failure instanceof OutOfMemoryError) {
            return false;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                var state = sql.getSQLState();
                // Data that does not fit and broken constraints; anything else passes, like a lost connection or a
                // deadlock.
                return state != null && (state.startsWith("22") || state.startsWith("23"));
            }
            if (cause instanceof JsonProcessingException) {
                // What is stored cannot be read, and will not be the next time; its class calls that trouble with
                // reading.
                return true;
            }
            if (cause instanceof IOException) {
                return false;
            }
        }
        return true;
    }

    /** What is done in one transaction. */
    @FunctionalInterface
    private interface Step {
        int run(Connection tx, Instant now) throws SQLException;
    }

    /** {@return how many answers the step was about} Nothing of it stays when the lease is another's by then. */
    private int commit(Step step) throws SQLException {
        var held = thread.lease();
        if (held == null) {
            throw new LeaseLost();
        }
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        int done = Transactions.call(database, tx -> {
            BatchPlans.use(tx);
            int thought = step.run(tx, now);
            if (thought > 0 && !leases.renew(tx, held, TTL)) {
                throw new LeaseLost();
            }
            return thought;
        });
        drained.increment(done);
        return done;
    }

    private void inTrouble(Throwable trouble) {
        if (thread.isStopping()) {
            return;
        }
        if (trouble instanceof LeaseLost) {
            thread.lost();
            return;
        }
        if (backoffNanos == 0) {
            Log.warn("Answers cannot be thought about at the moment; trying again until they can", trouble);
        }
        backoffNanos = Math.min(MAX_BACKOFF_NANOS, Math.max(POLL_NANOS, backoffNanos * 2));
        thread.pause(backoffNanos);
    }

    private void release() {
        try {
            thread.release();
        } catch (SQLException | RuntimeException trouble) {
            Log.debug("The lease of the answer drain was not released; it expires by itself", trouble);
        }
    }

    /** Another replica thinks about answers now; what this round concluded is rolled back. */
    private static final class LeaseLost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private LeaseLost() {
            super("the lease of the answer drain was lost", null, false, false);
        }
    }
}
