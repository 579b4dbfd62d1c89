package dev.groundwork.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One program of the stack: how it is started, when it is ready, how it is stopped.
 *
 * @param port where it serves
 * @param needs names of the parts that must be ready before this one starts
 * @param stopSignal what asks it to end in good order, without SIG
 * @param patience how long it may take from its start to ready
 */
record Part(
        String name,
        int port,
        List<String> needs,
        String stopSignal,
        Duration patience,
        Preparation preparation,
        Readiness readiness) {

    /** A process to be started. */
    record Launch(List<String> command, Map<String, String> environment, Path folder) {}

    /** Makes everything a start needs; runs before each start and does nothing twice. */
    @FunctionalInterface
    interface Preparation {
        /** Takes a reporter for work that people wait for. */
        Launch prepare(Consumer<String> progress) throws IOException;
    }

    /** Whether the running process with this pid serves. */
    @FunctionalInterface
    interface Readiness {
        boolean isReady(long pid);
    }
}
