package dev.groundwork.task.quality;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.groundwork.kit.lease.Lease;
import dev.groundwork.kit.lease.Leases;
import dev.groundwork.task.assignment.AnswerBell;
import dev.groundwork.task.assignment.BatchPlans;
import dev.groundwork.task.assignment.Transactions;
import dev.groundwork.task.spec.TaskSpecs;

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
 * expiry cannot commit. A crash loses nothing, as an answer leaves the queue in the transaction that draws its conclusions.
 */
@ApplicationScoped
public class AnswerDrain {

    private static final String LEASE = "answer-drain";
    private static final int BATCH = 500;
    private static final Duration TTL = Duration.ofSeconds(6);
    private static final long RENEW_NANOS = TTL.toNanos() / 3;
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
    private final Thread thread = new Thread(this::run, "answer-drain");

    private volatile boolean stopping;
    private volatile boolean woken;
    private @Nullable Lease lease;
    private long renewAt;
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
    }

    void start(@Observes StartupEvent event) {
        bell.onRing(this::wake);
        thread.setDaemon(true);
        thread.start();
    }

    /** Before the database goes: a round that is under way ends first. */
    void stop(@Observes @Priority(1) ShutdownEvent event) throws InterruptedException {
        stopping = true;
        LockSupport.unpark(thread);
        thread.join(Duration.ofSeconds(10).toMillis());
    }

    private void wake() {
        if (!woken) {
            woken = true;
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!stopping) {
            try {
                if (!holdsLease()) {
                    pause(CANDIDATE_NANOS);
                    continue;
                }
                woken = false;
                int done = round();
                backoffNanos = 0;
                if (done == 0) {
                    if (!woken && !stopping) {
                        LockSupport.parkNanos(this, POLL_NANOS);
                    }
                } else if (done < BATCH) {
                    pause(GATHER_NANOS);
                }
            } catch (SQLException | RuntimeException trouble) {
                inTrouble(trouble);
            }
        }
        release();
    }

    /** {@return how many answers were thought about, −1 when the lease was lost} */
    private int round() throws SQLException {
        var held = lease;
        if (held == null) {
            return 0;
        }
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        try {
            int done = Transactions.call(database, tx -> {
                BatchPlans.use(tx);
                int thought = new Round(tx, specs, now).run(BATCH);
                if (thought > 0 && !leases.renew(tx, held, TTL)) {
                    throw new LeaseLost();
                }
                return thought;
            });
            drained.increment(done);
            return done;
        } catch (LeaseLost lost) {
            lease = null;
            return 0;
        }
    }

    private boolean holdsLease() throws SQLException {
        var held = lease;
        if (held != null && System.nanoTime() - renewAt > 0) {
            if (leases.renew(held, TTL)) {
                renewAt = System.nanoTime() + RENEW_NANOS;
            } else {
                lease = null;
            }
        } else if (held == null) {
            lease = leases.tryAcquire(LEASE, TTL);
            if (lease != null) {
                Log.infof("Thinking about answers (epoch %d)", lease.epoch());
                renewAt = System.nanoTime() + RENEW_NANOS;
            }
        }
        return lease != null;
    }

    private void pause(long nanos) {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !stopping; left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    private void inTrouble(Exception trouble) {
        if (stopping) {
            return;
        }
        if (backoffNanos == 0) {
            Log.warn("Answers cannot be thought about at the moment; trying again until they can", trouble);
        }
        backoffNanos = Math.min(MAX_BACKOFF_NANOS, Math.max(POLL_NANOS, backoffNanos * 2));
        pause(backoffNanos);
    }

    private void release() {
        var held = lease;
        if (held != null) {
            try {
                leases.release(held);
            } catch (SQLException | RuntimeException trouble) {
                Log.debug("The lease of the answer drain was not released; it expires by itself", trouble);
            }
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
