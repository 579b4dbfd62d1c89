package dev.groundwork.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/** What processes hold of the machine's memory, by Linux' own account; elsewhere nothing is known. */
final class ProcessMemory {

    private ProcessMemory() {}

    /** {@return bytes of the process and its children: shared pages counted by the share that is theirs} */
    static OptionalLong proportional(ProcessHandle root) {
        long sum = 0;
        boolean any = false;
        for (var process : (Iterable<ProcessHandle>)
                java.util.stream.Stream.concat(java.util.stream.Stream.of(root), root.descendants())::iterator) {
            var bytes = field(Path.of("/proc/" + process.pid() + "/smaps_rollup"), "Pss:");
            if (bytes.isPresent()) {
                any = true;
                sum += bytes.getAsLong();
            }
        }
        return any ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    /** {@return bytes of the process that are in memory now} */
    static OptionalLong resident(long pid) {
        return field(Path.of("/proc/" + pid + "/status"), "VmRSS:");
    }

    /** {@return bytes that the heap of a JVM may take, as it was started with {@code -Xmx…m}} */
    static long heapLimit(long pid) throws IOException {
        for (var argument :
                Files.readString(Path.of("/proc/" + pid + "/cmdline")).split("\0", -1)) {
            if (argument.startsWith("-Xmx") && argument.endsWith("m")) {
                return Long.parseLong(argument, 4, argument.length() - 1, 10) << 20;
            }
        }
        throw new IOException("process " + pid + " was started without a limit to its heap");
    }

    private static OptionalLong field(Path file, String name) {
        try {
            for (var line : Files.readAllLines(file)) {
                if (line.startsWith(name)) {
                    return OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")) * 1024);
                }
            }
        } catch (IOException gone) {
            // The process ended, or this is no Linux.
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }

    /** Watches a process from its construction until it is closed. */
    static final class Peak implements AutoCloseable {

        private static final long EVERY_MILLIS = 50;

        private final AtomicBoolean over = new AtomicBoolean();
        private final Thread watcher;
        private final long before;
        private volatile long highest;

        Peak(long pid) {
            before = resident(pid).orElse(0);
            highest = before;
            watcher = Thread.ofPlatform().daemon().name("peak").start(() -> {
                while (!over.get()) {
                    highest = Math.max(highest, resident(pid).orElse(0));
                    Pause.millis(EVERY_MILLIS);
                }
            });
        }

        long before() {
            return before;
        }

        long highest() {
            return highest;
        }

        @Override
        public void close() {
            over.set(true);
            try {
                watcher.join();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
