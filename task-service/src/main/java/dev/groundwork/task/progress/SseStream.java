package dev.groundwork.task.progress;

import java.time.Duration;
import java.util.function.Supplier;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.Cancellable;

/** Streams that say from time to time that they are alive. */
final class SseStream {

    private SseStream() {}

    /**
     * {@return the events, with a beat between them at each interval, up to the last event}
     *
     * <p>A listener who is slow gets the latest and misses what came before: each event says everything.
     */
    static <T> Multi<T> withHeartbeat(Multi<T> events, Duration interval, Supplier<T> beat) {
        return Multi.createFrom()
                .emitter(
                        emitter -> {
                            Cancellable beats = Multi.createFrom()
                                    .ticks()
                                    .startingAfter(interval)
                                    .every(interval)
                                    .onOverflow()
                                    .drop()
                                    .subscribe()
                                    .with(tick -> emitter.emit(beat.get()));
                            Cancellable source =
                                    events.subscribe().with(emitter::emit, emitter::fail, emitter::complete);
                            emitter.onTermination(() -> {
                                beats.cancel();
                                source.cancel();
                            });
                        },
                        BackPressureStrategy.LATEST);
    }
}
