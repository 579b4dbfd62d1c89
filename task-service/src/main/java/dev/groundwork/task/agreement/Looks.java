package dev.groundwork.task.agreement;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.problem.TryLater;
import dev.groundwork.task.agreement.LookTaker.State;
import dev.groundwork.task.spec.OutputField;

import io.quarkus.virtual.threads.VirtualThreads;
import org.jspecify.annotations.Nullable;

/**
 * The last looks at jobs, taken again when answers have come and no more often than they are worth.
 *
 * <p>One look is taken at a time, so that no more than one job's answers are in memory at once; requests for the same job
 * share it. A look at a large job is shown while the next one is taken; whoever has to wait longer than is polite is asked to
 * come back.
 */
@ApplicationScoped
class Looks {

    /** A look that cost less than this is taken again at once. */
    private static final long CHEAP_NANOS = Duration.ofMillis(50).toNanos();

    private final LookTaker taker;
    private final AgreementConfig config;
    private final Executor threads;
    private final Semaphore place = new Semaphore(1);
    private final ConcurrentHashMap<UUID, CompletableFuture<Look>> underWay = new ConcurrentHashMap<>();

    /** In the order of their last use. */
    private final LinkedHashMap<UUID, Look> kept = new LinkedHashMap<>(64, 0.75f, true);

    private long keptBytes;

    Looks(LookTaker taker, AgreementConfig config, @VirtualThreads Executor threads) {
        this.taker = taker;
        this.config = config;
        this.threads = threads;
    }

    /** A look, and whether nothing has been answered or decided since. */
    record Seen(Look look, boolean current) {}

    /**
     * The newest look at a job that can be had now.
     *
     * @throws TryLater {@code agreement-not-ready} when the first one takes longer than a request waits
     */
    Seen of(UUID jobId, List<OutputField> fields) {
        State state = taker.stateOf(jobId);
        Look last = last(jobId);
        if (last != null && (isCurrent(last, state) || rests(last))) {
            return new Seen(last, last.key().equals(state.key()));
        }
        var next = underWay.computeIfAbsent(jobId, id -> take(id, fields));
        if (last != null && state.answers() > config.promptAnswers()) {
            return new Seen(last, false);
        }
        try {
            return new Seen(next.get(config.patience().toMillis(), TimeUnit.MILLISECONDS), true);
        } catch (TimeoutException tooLong) {
            if (last != null) {
                return new Seen(last, false);
            }
            throw new TryLater(
                    "agreement-not-ready",
                    "The answers of this job are being looked at. Try again in a few seconds.",
                    Duration.ofSeconds(5));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the answers of job " + jobId + " are read", stopped);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the answers of job " + jobId + " cannot be read", failed.getCause());
        }
    }

    private boolean isCurrent(Look look, State state) {
        return look.key().equals(state.key())
                && System.nanoTime() - look.takenNanos() < config.longestLife().toNanos();
    }

    private boolean rests(Look look) {
        return look.costNanos() > CHEAP_NANOS
                && System.nanoTime() - look.takenNanos() < look.costNanos() * config.restFactor();
    }

    private CompletableFuture<Look> take(UUID jobId, List<OutputField> fields) {
        var taken = new CompletableFuture<Look>();
        threads.execute(() -> {
            try {
                place.acquire();
                try {
                    Look look = taker.take(jobId, fields);
                    keep(look);
                    taken.complete(look);
                } finally {
                    place.release();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                taken.completeExceptionally(stopped);
            } catch (RuntimeException | Error failure) {
                taken.completeExceptionally(failure);
            } finally {
                underWay.remove(jobId, taken);
            }
        });
        return taken;
    }

    private synchronized @Nullable Look last(UUID jobId) {
        return kept.get(jobId);
    }

    private synchronized void keep(Look look) {
        Look before = kept.put(look.jobId(), look);
        keptBytes += look.bytes() - (before == null ? 0 : before.bytes());
        var oldest = kept.values().iterator();
        // The newest stays whatever it takes: somebody waits for it.
        while (keptBytes > config.memoryBytes() && kept.size() > 1) {
            keptBytes -= oldest.next().bytes();
            oldest.remove();
        }
    }
}
