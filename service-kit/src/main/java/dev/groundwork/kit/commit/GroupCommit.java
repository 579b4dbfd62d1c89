package dev.groundwork.kit.commit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

import dev.groundwork.kit.database.DatabaseTrouble;
import dev.groundwork.kit.problem.DomainProblem;
import dev.groundwork.kit.problem.TryLater;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Metrics;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the commands of many callers into one transaction: round trips and commits are the cost of small commands, not
 * their work.
 *
 * <p>Batching is natural: whatever queued while the last batch ran goes together, and while callers come side by side a
 * batch waits a moment for more of them. An idle service answers at once. Each caller gets its own answer; one command that fails, fails alone.
 *
 * @param <C> a command; its lane is chosen by {@link BatchWork#laneKey}
 * @param <R> the answer
 */
public final class GroupCommit<C, R> implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(GroupCommit.class);
    private static final int LOST_RACES = 5;

    private final DataSource db;
    private final Settings settings;
    private final BatchWork<C, R> work;
    private final List<Lane> lanes = new ArrayList<>();
    private final DistributionSummary batchSizes;

    /** @param name names the threads and the metric {@code groundwork.commit.batch} */
    public GroupCommit(String name, DataSource db, Settings settings, BatchWork<C, R> work) {
        this.db = db;
        this.settings = settings;
        this.work = work;
        this.batchSizes = DistributionSummary.builder("groundwork.commit.batch")
                .tag("name", name)
                .description("Commands in one transaction")
                .register(Metrics.globalRegistry);
        for (int i = 0; i < settings.lanes(); i++) {
            lanes.add(new Lane(name + "-commit-" + i));
        }
        lanes.forEach(Lane::start);
    }

    /**
     * Waits until the command is committed. Meant for virtual threads: it parks, and holds no lock.
     *
     * @throws DomainProblem the command's own refusal; {@link TryLater} {@code overloaded} when more than the limit wait,
     *     {@code shutting-down}, {@code database-unavailable}, or {@code outcome-unknown} when the connection broke during the
     *     commit
     * @throws IllegalStateException when the work failed on this command
     */
    public R execute(C command) {
        var slot = new Slot<C, R>(command, Thread.currentThread(), null);
        laneOf(command).offer(slot);
        return slot.await();
    }

    /**
     * As {@link #execute}, for callers that must not wait, such as an event loop.
     *
     * @return completed by the thread that committed, which others wait for: what depends on it goes on elsewhere; fails with
     *     what {@code execute} throws
     */
    public CompletionStage<R> submit(C command) {
        var answer = new CompletableFuture<R>();
        laneOf(command).offer(new Slot<>(command, null, answer));
        return answer.minimalCompletionStage();
    }

    /** Refuses new commands, answers those that wait, and returns when the last is answered. */
    @Override
    public void close() {
        lanes.forEach(Lane::close);
        lanes.forEach(Lane::awaitEnd);
    }

    private Lane laneOf(C command) {
        if (lanes.size() == 1) {
            return lanes.get(0);
        }
        int hash = work.laneKey(command).hashCode();
        return lanes.get(Math.floorMod(hash ^ (hash >>> 16), lanes.size()));
    }

    /** Answers every slot, whatever happens. */
    private void settle(List<Slot<C, R>> batch) {
        for (int losses = 0; ; losses++) {
            try {
                var outcomes = transaction(batch);
                batchSizes.record(batch.size());
                for (int i = 0; i < batch.size(); i++) {
                    batch.get(i).answer(outcomes.get(i));
                }
                return;
            } catch (Exception e) {
                if (DatabaseTrouble.isLostRace(e) && losses < LOST_RACES) {
                    continue;
                }
                if (e instanceof CommitBroken) {
                    LOG.error("The connection broke during a commit; its outcome is not known", e);
                    refuseAll(
                            batch,
                            "outcome-unknown",
                            "The connection to the database broke while this was saved; look whether it happened before you"
                                    + " repeat it.");
                } else if (DatabaseTrouble.isPassing(e)) {
                    LOG.warnf("A batch of %d commands found no database: %s", batch.size(), e.getMessage());
                    refuseAll(
                            batch,
                            "database-unavailable",
                            "The service cannot reach its database at the moment; repeat the request.");
                } else if (batch.size() == 1) {
                    batch.get(0).answer(e instanceof DomainProblem own ? Outcome.refused(own) : new Failed(e));
                } else {
                    // Someone in this batch is at fault, and must not take the others along.
                    batch.forEach(slot -> settle(List.of(slot)));
                }
                return;
            }
        }
    }

    private List<Outcome<R>> transaction(List<Slot<C, R>> batch) throws SQLException, CommitBroken {
        var commands = new ArrayList<C>(batch.size());
        batch.forEach(slot -> commands.add(slot.command));
        List<Outcome<R>> outcomes;
        try (var tx = db.getConnection()) {
            tx.setAutoCommit(false);
            try {
                outcomes = work.run(tx, commands);
                if (outcomes.size() != commands.size()) {
                    throw new IllegalStateException(
                            commands.size() + " commands were answered by " + outcomes.size() + " outcomes");
                }
            } catch (SQLException | RuntimeException | Error e) {
                try {
                    tx.rollback();
                } catch (SQLException again) {
                    e.addSuppressed(again);
                }
                throw e;
            }
            commit(tx);
        }
        try {
            work.committed();
        } catch (RuntimeException e) {
            LOG.error("A batch is committed, but what follows it failed", e);
        }
        return outcomes;
    }

    private static void commit(Connection tx) throws SQLException, CommitBroken {
        try {
            tx.commit();
        } catch (SQLException e) {
            if (DatabaseTrouble.isUnavailable(e)) {
                throw new CommitBroken(e);
            }
            tx.rollback();
            throw e;
        }
    }

    private void refuseAll(List<Slot<C, R>> batch, String code, String detail) {
        var refusal = new TryLater(code, detail, Duration.ofSeconds(2));
        batch.forEach(slot -> slot.answer(Outcome.refused(refusal)));
    }

    /** The work of one batch. */
    @FunctionalInterface
    public interface BatchWork<C, R> {

        /**
         * Applies commands in order by set-based statements.
         *
         * @param tx with auto-commit off; neither commit nor roll back
         * @param commands one to {@link Settings#maxBatch}
         * @return outcomes of the same number and order
         * @throws SQLException and any exception rolls the batch back; it is then repeated one command at a time
         */
        List<Outcome<R>> run(Connection tx, List<C> commands) throws SQLException;

        /** Called after each commit, such as to wake the outbox. */
        default void committed() {}

        /** Commands with equal keys share a lane and keep their order; only asked with more than one lane. */
        default Object laneKey(C command) {
            return command;
        }
    }

    /**
     * How commands are gathered.
     *
     * @param maxBatch most commands of a transaction
     * @param linger how long the first command of a batch waits for others at most, while callers come side by side (the last
     *     batch had more than one) and until a quarter of {@code maxBatch} is there; zero takes what is there
     * @param lanes batches that may run at the same time, each on a connection and a thread of its own
     * @param queueLimit most commands that wait in one lane; above it callers get {@code overloaded}
     */
    public record Settings(int maxBatch, Duration linger, int lanes, int queueLimit) {

        public Settings {
            if (maxBatch < 1 || lanes < 1 || queueLimit < maxBatch || linger.isNegative()) {
                throw new IllegalArgumentException(
                        "needs maxBatch >= 1, lanes >= 1, queueLimit >= maxBatch and a linger of zero or more");
            }
        }

        /** {@return 128 commands, no linger, one lane, 10,000 waiting} */
        public static Settings defaults() {
            return new Settings(128, Duration.ZERO, 1, 10_000);
        }
    }

    /** A caller and its answer. */
    private static final class Slot<C, R> {

        private final C command;
        private final @Nullable Thread caller;
        private final @Nullable CompletableFuture<R> promise;
        private volatile @Nullable Object outcome;

        /** For a caller that waits, or for one that was given a promise. */
        Slot(C command, @Nullable Thread caller, @Nullable CompletableFuture<R> promise) {
            this.command = command;
            this.caller = caller;
            this.promise = promise;
        }

        void answer(Object given) {
            outcome = given;
            if (promise == null) {
                LockSupport.unpark(caller);
                return;
            }
            try {
                promise.complete(resultOf(given));
            } catch (RuntimeException refusal) {
                promise.completeExceptionally(refusal);
            }
        }

        /** An interrupt does not end the waiting, since it would not end the command; it is passed on afterwards. */
        R await() {
            boolean interrupted = false;
            Object given;
            while ((given = outcome) == null) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return resultOf(given);
        }

        @SuppressWarnings("unchecked")
        private R resultOf(Object given) {
            if (given instanceof Outcome.Done<?> done) {
                return (R) done.result();
            }
            if (given instanceof Outcome.Refused<?> refused) {
                throw refused.refusal();
            }
            throw new IllegalStateException("the command failed", ((Failed) given).cause());
        }
    }

    private record Failed(Throwable cause) {}

    /** The commit was sent, and nobody knows whether it arrived. */
    private static final class CommitBroken extends Exception {

        CommitBroken(SQLException cause) {
            super(cause);
        }
    }

    /**
     * A queue and the one thread that empties it.
     *
     * <p>A platform thread: it is never queued behind thousands of virtual callers that became runnable with it.
     */
    private final class Lane implements Runnable {

        private final ConcurrentLinkedQueue<Slot<C, R>> queue = new ConcurrentLinkedQueue<>();
        private final AtomicInteger waiting = new AtomicInteger();
        private final Thread thread;
        /** So many that the fixed cost of a transaction hardly counts any more. */
        private final int enough = Math.max(2, settings.maxBatch() / 4);

        /** Of the lane's thread alone. */
        private int lastBatch;

        private volatile boolean lingering;

        private volatile boolean idle;
        private volatile boolean closed;
        private volatile boolean ended;

        Lane(String name) {
            this.thread = new Thread(this, name);
            thread.setDaemon(true);
        }

        void start() {
            thread.start();
        }

        void offer(Slot<C, R> slot) {
            if (closed) {
                throw shuttingDown();
            }
            if (waiting.incrementAndGet() > settings.queueLimit()) {
                waiting.decrementAndGet();
                throw new TryLater(
                        "overloaded",
                        "More is asked of the service than it can do; repeat the request.",
                        Duration.ofSeconds(1));
            }
            queue.add(slot);
            // Whoever sets ended empties the queue once more afterwards: a slot is taken there or taken back here.
            if (ended && queue.remove(slot)) {
                waiting.decrementAndGet();
                throw shuttingDown();
            }
            if (idle || (lingering && waiting.get() >= enough)) {
                LockSupport.unpark(thread);
            }
        }

        void close() {
            closed = true;
            LockSupport.unpark(thread);
        }

        void awaitEnd() {
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void run() {
            while (true) {
                var batch = gather();
                if (!batch.isEmpty()) {
                    answer(batch);
                } else if (closed) {
                    break;
                } else {
                    rest();
                }
            }
            ended = true;
            for (var batch = drain(); !batch.isEmpty(); batch = drain()) {
                answer(batch);
            }
        }

        private void answer(List<Slot<C, R>> batch) {
            try {
                settle(batch);
            } catch (Throwable e) {
                // Such as a stack overflow: the callers must hear of it, and the lane must live on.
                LOG.error("A batch ended in an error", e);
                batch.stream().filter(slot -> slot.outcome == null).forEach(slot -> slot.answer(new Failed(e)));
            }
        }

        private List<Slot<C, R>> gather() {
            if (lastBatch > 1 && !closed) {
                lingering = true;
                if (!queue.isEmpty() && waiting.get() < enough) {
                    LockSupport.parkNanos(this, settings.linger().toNanos());
                }
                lingering = false;
            }
            var batch = drain();
            lastBatch = batch.size();
            return batch;
        }

        private List<Slot<C, R>> drain() {
            var batch = new ArrayList<Slot<C, R>>();
            while (batch.size() < settings.maxBatch()) {
                var slot = queue.poll();
                if (slot == null) {
                    break;
                }
                batch.add(slot);
            }
            waiting.addAndGet(-batch.size());
            return batch;
        }

        private void rest() {
            idle = true;
            // A caller either sees idle, and unparks, or its slot is seen here.
            if (queue.isEmpty() && !closed) {
                LockSupport.park(this);
            }
            idle = false;
        }

        private static TryLater shuttingDown() {
            return new TryLater("shutting-down", "The service is stopping; repeat the request.", Duration.ofSeconds(2));
        }
    }
}
