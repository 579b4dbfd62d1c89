package dev.groundwork.demo;

import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Does one thing for many people, a bounded number at a time. */
final class Parallel {

    private Parallel() {}

    /**
     * Runs the action for each, begun in their order, and returns when all are done.
     *
     * @throws RuntimeException the first failure, after the others were told to stop
     */
    static <T> void forEach(Collection<T> many, int atATime, Consumer<T> action) {
        var waiting = new ConcurrentLinkedQueue<T>(many);
        int lanes = Math.min(atATime, waiting.size());
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ExecutorCompletionService<Void>(executor);
            for (int lane = 0; lane < lanes; lane++) {
                running.submit(() -> {
                    for (T one = waiting.poll(); one != null; one = waiting.poll()) {
                        action.accept(one);
                    }
                    return null;
                });
            }
            for (int done = 0; done < lanes; done++) {
                try {
                    running.take().get();
                } catch (ExecutionException failure) {
                    waiting.clear();
                    executor.shutdownNow();
                    throw failure.getCause() instanceof RuntimeException runtime
                            ? runtime
                            : new IllegalStateException(failure.getCause());
                } catch (InterruptedException stopped) {
                    waiting.clear();
                    executor.shutdownNow();
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("stopped", stopped);
                }
            }
        }
    }
}
