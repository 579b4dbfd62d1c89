package dev.groundwork.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Does one thing for many people, a bounded number at a time. */
final class Parallel {

    private Parallel() {}

    /**
     * Runs the action for each, and returns when all are done.
     *
     * @throws RuntimeException the first failure, after the others were told to stop
     */
    static <T> void forEach(Collection<T> many, int atATime, Consumer<T> action) {
        var permits = new Semaphore(atATime);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ExecutorCompletionService<T>(executor);
            List<T> all = new ArrayList<>(many);
            for (var one : all) {
                running.submit(() -> {
                    permits.acquire();
                    try {
                        action.accept(one);
                    } finally {
                        permits.release();
                    }
                    return one;
                });
            }
            for (int done = 0; done < all.size(); done++) {
                try {
                    running.take().get();
                } catch (ExecutionException failure) {
                    executor.shutdownNow();
                    throw failure.getCause() instanceof RuntimeException runtime
                            ? runtime
                            : new IllegalStateException(failure.getCause());
                } catch (InterruptedException stopped) {
                    executor.shutdownNow();
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("stopped", stopped);
                }
            }
        }
    }
}
