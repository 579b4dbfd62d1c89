package dev.groundwork.local;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Brings single parts up and down, the same for the supervisor and for tests. */
final class Starter {

    private static final Duration GRACE = Duration.ofSeconds(20);

    private final StackFolder folder;

    Starter(StackFolder folder) {
        this.folder = folder;
    }

    /**
     * Adopts the part's process when it runs already, starts it otherwise, and waits until it serves.
     *
     * @param progress hears what takes its time
     * @param unwanted asked again and again; true ends the waiting, with the child as it is then
     * @throws IOException when the part cannot be started, ends, or is not ready in time; with the end of its log
     */
    Child bringUp(Part part, Consumer<String> progress, BooleanSupplier unwanted) throws IOException {
        var adopted = Child.living(folder, part.name());
        Child child;
        if (adopted.isPresent()) {
            child = adopted.get();
        } else {
            var launch = part.preparation().prepare(progress);
            progress.accept("starting");
            child = Child.start(folder, part.name(), launch);
        }
        long end = System.nanoTime() + part.patience().toNanos();
        while (!unwanted.getAsBoolean()) {
            if (!child.isAlive()) {
                throw new IOException(part.name() + " ended while it started; the end of its log:\n"
                        + folder.endOfLog(part.name(), 15));
            }
            if (part.readiness().isReady(child.pid())) {
                return child;
            }
            if (System.nanoTime() > end) {
                child.stop(part.stopSignal(), GRACE);
                throw new IOException(part.name() + " was not ready within "
                        + part.patience().toSeconds() + " s; the end of its log:\n"
                        + folder.endOfLog(part.name(), 15));
            }
            Waiting.pause(Duration.ofMillis(100));
        }
        return child;
    }

    /** Stops the part's process, if there is one, and forgets it. */
    void takeDown(Part part) throws IOException {
        var child = Child.living(folder, part.name());
        if (child.isPresent()) {
            child.get().stop(part.stopSignal(), GRACE);
        }
        Files.deleteIfExists(folder.pidFile(part.name()));
    }

    /** Stops all parts: those that others need last, those that nobody needs together. */
    void takeAllDown(Stack stack) throws IOException {
        takeTogetherDown(stack, Stack.SERVICES);
        takeTogetherDown(stack, List.of(Stack.KEYCLOAK, Stack.KAFKA));
        takeDown(stack.part(Stack.POSTGRES));
        // Backends of a PostgreSQL that was killed under them.
        stack.postgres().clearAfterKill();
    }

    private void takeTogetherDown(Stack stack, List<String> names) throws IOException {
        var threads = new ArrayList<Thread>();
        var failures = new ConcurrentLinkedQueue<IOException>();
        for (var name : names) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    takeDown(stack.part(name));
                } catch (IOException e) {
                    failures.add(e);
                }
            }));
        }
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while stopping " + names, e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.peek();
        }
    }
}
