package dev.groundwork.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A running process of the stack, known by a pid file and so to whoever comes after the one who started it. */
final class Child {

    /** The clock of processes ticks in hundredths from a boot time in whole seconds. */
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(3);

    /**
     * Writes its own pid before it turns into the program: no moment at which a process runs and nobody knows it. Where
     * the system tells (Linux), with the tick since boot at which the process started, which no step of the clock moves.
     */
    private static final String SCRIPT =
            "echo $$ $(cut -d' ' -f22 /proc/$$/stat 2>/dev/null) >\"$0.new\" && mv \"$0.new\" \"$0\" && exec \"$@\"";

    private final String name;
    private final ProcessHandle process;

    private Child(String name, ProcessHandle process) {
        this.name = name;
        this.process = process;
    }

    static Child start(StackFolder folder, String name, Part.Launch launch) throws IOException {
        Files.createDirectories(folder.run());
        Files.createDirectories(launch.folder());
        var pidFile = folder.pidFile(name);
        Files.deleteIfExists(pidFile);
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, pidFile.toString()));
        command.addAll(launch.command());
        var log = folder.freshLog(name).toFile();
        var builder = new ProcessBuilder(command)
                .directory(launch.folder().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(log)
                .redirectError(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().putAll(launch.environment());
        return new Child(name, builder.start().toHandle());
    }

    /** The process that the pid file tells of, provided it still runs and is not a later one with the same pid. */
    static Optional<Child> living(StackFolder folder, String name) {
        var pidFile = folder.pidFile(name);
        try {
            if (!Files.exists(pidFile)) {
                return Optional.empty();
            }
            var written = Files.readString(pidFile).strip().split(" ", -1);
            var writtenAt = Files.getLastModifiedTime(pidFile).toInstant();
            return ProcessHandle.of(Long.parseLong(written[0]))
                    .filter(Processes::isAlive)
                    .filter(process -> written.length > 1
                            ? written[1].equals(Processes.startTick(process))
                            : startedBefore(process, writtenAt.plus(CLOCK_SLACK)))
                    .map(process -> new Child(name, process));
        } catch (IOException | NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    /** {@return what a pid file says of a process that wrote none when it started; as {@link #SCRIPT} writes it} */
    static String written(ProcessHandle process) {
        return (process.pid() + " " + Processes.startTick(process)).strip();
    }

    private static boolean startedBefore(ProcessHandle process, Instant end) {
        return process.info()
                .startInstant()
                .map(startedAt -> startedAt.isBefore(end))
                .orElse(true);
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    ProcessHandle process() {
        return process;
    }

    boolean isAlive() {
        return Processes.isAlive(process);
    }

    Optional<Instant> startedAt() {
        return process.info().startInstant();
    }

    /** Asks the process to end, and after the grace time ends it; returns when it is gone. */
    void stop(String signal, Duration grace) {
        if (!isAlive()) {
            return;
        }
        Processes.signal(process, signal);
        if (!Processes.awaitEnd(process, grace)) {
            var family = process.descendants().toList();
            Processes.signal(process, "KILL");
            Processes.awaitEnd(process, grace);
            family.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Ends the process at once, as a power cut or the system's memory guard would. */
    void kill() {
        Processes.signal(process, "KILL");
        Processes.awaitEnd(process, Duration.ofSeconds(10));
    }
}
