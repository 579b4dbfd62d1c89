package dev.groundwork.task.progress;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * Progress as it changes. All who follow a job share one look a second at its counters; nobody following, nobody
 * looks.
 */
@ApplicationScoped
class ProgressFeed {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final JobProgress progress;
    private final Executor threads;
    private final ConcurrentHashMap<UUID, Multi<ProgressView>> feeds = new ConcurrentHashMap<>();

    ProgressFeed(JobProgress progress, @VirtualThreads Executor threads) {
        this.progress = progress;
        this.threads = threads;
    }

    /**
     * The progress now, then each change of it, up to the end of the job.
     *
     * @throws dev.groundwork.kit.problem.NotFound at once, when the requester has no such job
     */
    Multi<ProgressView> follow(UUID requesterId, UUID jobId) {
        ProgressView now = progress.of(requesterId, jobId);
        if (now.isFinal()) {
            return Multi.createFrom().item(now);
        }
        Multi<ProgressView> changes = feeds.computeIfAbsent(jobId, id -> feed(requesterId, id));
        return Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item(now), changes)
                .skip()
                .repetitions();
    }

    private Multi<ProgressView> feed(UUID requesterId, UUID jobId) {
        return Multi.createFrom()
                .ticks()
                .every(LOOK_EVERY)
                // A look that takes longer than a second makes the next one late, not two at once.
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> Uni.createFrom()
                        .item(() -> progress.of(requesterId, jobId))
                        .runSubscriptionOn(threads))
                // The look after the last change says the same once more, and ends the stream.
                .select()
                .first(new UpToFinal())
                .skip()
                .repetitions()
                .onTermination()
                .invoke(() -> feeds.remove(jobId))
                .broadcast()
                .withCancellationAfterLastSubscriberDeparture()
                .toAllSubscribers();
    }

    /** Lets the final progress through, and nothing after it. */
    private static final class UpToFinal implements Predicate<ProgressView> {

        private boolean over;

        @Override
        public boolean test(ProgressView view) {
            boolean pass = !over;
            over = view.isFinal();
            return pass;
        }
    }
}
