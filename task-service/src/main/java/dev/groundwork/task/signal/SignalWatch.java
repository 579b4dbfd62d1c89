package dev.groundwork.task.signal;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.lease.Lease;
import dev.groundwork.kit.lease.Leases;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.task.spec.TaskSpec;
import dev.groundwork.task.spec.TaskSpecs;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;

/**
 * Searches jobs for signs of spam and collusion whenever answers have come, part by part, for as long as a search may take.
 *
 * <p>It opens cases for people and touches nothing else. One replica searches at a time, by a lease; what it finds and how far
 * it has come are written together, so that a part is searched twice at worst, and a sign is one case however often it is seen.
 */
@ApplicationScoped
class SignalWatch {

    private static final String LEASE = "signal-watch";
    private static final Duration TTL = Duration.ofMinutes(2);
    private static final int JOBS = 50;

    private static final int FEWEST_TASKS = 100;

    private final WatchStore store;
    private final CaseBook cases;
    private final TaskSpecs specs;
    private final SignalConfig config;
    private final Leases leases;
    private final Outbox outbox;
    private final Clock clock;
    private final AgroalDataSource database;

    /** A lease tells replicas apart, and not the threads of one. */
    private final ReentrantLock searching = new ReentrantLock();

    SignalWatch(
            WatchStore store,
            CaseBook cases,
            TaskSpecs specs,
            SignalConfig config,
            Leases leases,
            Outbox outbox,
            Clock clock,
            AgroalDataSource database) {
        this.store = store;
        this.cases = cases;
        this.specs = specs;
        this.config = config;
        this.leases = leases;
        this.outbox = outbox;
        this.clock = clock;
        this.database = database;
    }

    @Scheduled(
            identity = "signal-watch",
            every = "${groundwork.signal.every:60s}",
            delayed = "${groundwork.signal.every:60s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void tick() {
        search();
    }

    /** Searches what is due, as far as the budget of one search goes; {@return how many parts of jobs were searched} */
    int search() {
        searching.lock();
        try {
            Lease lease = leases.tryAcquire(LEASE, TTL);
            return lease == null ? 0 : search(lease);
        } catch (SQLException failure) {
            throw new IllegalStateException("the search for signs cannot go on", failure);
        } finally {
            searching.unlock();
        }
    }

    private int search(Lease lease) throws SQLException {
        long end = System.nanoTime() + config.budget().toNanos();
        int parts = 0;
        // A job in which work goes on has new answers at the end of every round: its next one is for the next search.
        var over = new HashSet<UUID>();
        try {
            boolean more = true;
            while (more && System.nanoTime() < end) {
                more = false;
                for (WatchedJob job : store.due(clock.instant().minus(config.afterEnd()), JOBS)) {
                    if (System.nanoTime() >= end) {
                        break;
                    }
                    if (over.contains(job.id())) {
                        continue;
                    }
                    more = true;
                    switch (tryPart(job, lease)) {
                        case SEARCHED -> parts++;
                        case LAST_SEARCHED -> {
                            parts++;
                            over.add(job.id());
                        }
                        case FAILED -> over.add(job.id());
                        case NOT_OURS -> {
                            Log.info("another replica searches for signs now");
                            return parts;
                        }
                    }
                }
            }
        } finally {
            // Of one that is another's by now nothing is released.
            leases.release(lease);
        }
        return parts;
    }

    private enum Part {
        SEARCHED,
        /** And with it the round through the job has ended. */
        LAST_SEARCHED,
        FAILED,
        NOT_OURS
    }

    /** A job that cannot be searched, for whatever reason, must not keep the others from it. */
    private Part tryPart(WatchedJob job, Lease lease) {
        try {
            return searchPart(job, lease);
        } catch (SQLException | RuntimeException | Error failure) {
            Log.errorf(failure, "job %s cannot be searched for signs", job.id());
            store.passedOver(job, clock.instant().truncatedTo(ChronoUnit.MICROS));
            return Part.FAILED;
        }
    }

    private Part searchPart(WatchedJob job, Lease lease) throws SQLException {
        var window = store.window(job, tasksOfPart(job), config.mostAnswersOfTask(), config.windowCharacters());
        var findings = findings(job, window);
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Part searched = Transactions.call(database, tx -> {
            if (!leases.renew(tx, lease, TTL)) {
                return Part.NOT_OURS;
            }
            cases.open(tx, job, findings, now);
            store.looked(tx, job, window.end(), now);
            return window.end() == 0 ? Part.LAST_SEARCHED : Part.SEARCHED;
        });
        outbox.wake();
        return searched;
    }

    private int tasksOfPart(WatchedJob job) {
        return (int) Math.max(FEWEST_TASKS, config.windowAnswers() / job.overlap());
    }

    private List<Finding> findings(WatchedJob job, Window window) {
        TaskSpec spec = specs.byHash(job.specHash());
        return new Search(spec.outputs(), window.controls(), speedFloor(spec)).in(window);
    }

    /** The job's own floor counts where it is the higher one: the requester says how long the task must take. */
    private Duration speedFloor(TaskSpec spec) {
        double stated =
                spec.document().path("behaviour").path("minActiveSeconds").asDouble(0);
        var least = Duration.ofMillis(Math.round(stated * 1_000));
        return least.compareTo(config.speedFloor()) > 0 ? least : config.speedFloor();
    }
}
