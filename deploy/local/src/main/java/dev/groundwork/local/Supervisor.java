package dev.groundwork.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the parts of a stack running, in a process of its own: starts them in order, starts those again that die, and
 * stops them all when it is asked to end (SIGTERM). Should it be killed itself, the parts go on and the next supervisor
 * adopts them.
 */
final class Supervisor {

    /** That many deaths of one part within the window below, and there is no point in trying on. */
    private static final int DEATHS_TO_GIVE_UP = 5;

    private static final Duration DEATH_WINDOW = Duration.ofMinutes(3);

    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(15);

    private static final Duration LOOK = Duration.ofMillis(200);

    private final Stack stack;
    private final StackFolder folder;
    private final Starter starter;
    private final Set<String> ready = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    private Supervisor(Stack stack) {
        this.stack = stack;
        this.folder = stack.folder();
        this.starter = new Starter(stack.folder());
    }

    /** Arguments: the project, the stack's folder, the base port. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var folder = new StackFolder(Path.of(arguments[1]));
        var stack = new Stack(Path.of(arguments[0]), folder, new Ports(Integer.parseInt(arguments[2])), Map.of());
        Files.createDirectories(folder.run());
        try (var channel = FileChannel.open(lockFile(folder), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var lock = lock(channel);
            if (lock == null) {
                System.err.println("another supervisor keeps this stack");
                return;
            }
            StackFolder.write(folder.pidFile("supervisor"), Child.written(ProcessHandle.current()));
            Training.clear(folder);
            new Supervisor(stack).run(lock);
        }
    }

    /** Tries for a while: whoever asks whether a supervisor runs holds the lock for an instant. */
    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        for (int attempt = 0; attempt < 20; attempt++) {
            var lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
            Waiting.pause(Duration.ofMillis(100));
        }
        return null;
    }

    private static Path lockFile(StackFolder folder) {
        return folder.run().resolve("supervisor.lock");
    }

    /** Whether a supervisor keeps this stack: it holds a lock that the system takes from the dead. */
    static boolean runs(StackFolder folder) throws IOException {
        if (!Files.exists(lockFile(folder))) {
            return false;
        }
        try (var channel = FileChannel.open(lockFile(folder), StandardOpenOption.WRITE)) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                lock.release();
            }
            return lock == null;
        }
    }

    /** Asks the running supervisor to try those parts again that it gave up. */
    static void retry(StackFolder folder) throws IOException {
        StackFolder.write(retryFile(folder), Instant.now().toString());
    }

    private static Path retryFile(StackFolder folder) {
        return folder.run().resolve("retry");
    }

    private void run(FileLock lock) throws InterruptedException {
        List<Thread> keepers = new ArrayList<>();
        for (var part : stack.parts()) {
            tell(part, PartState.Kind.WAITING, "");
        }
        for (var part : stack.parts()) {
            keepers.add(Thread.ofPlatform().name("keeper of " + part.name()).unstarted(() -> keep(part)));
        }
        // Before the first child: a supervisor told to end at any moment takes its children along.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(keepers), "stop the stack"));
        keepers.forEach(Thread::start);
        // Asked for only: it takes minutes of a machine that may be measured meanwhile.
        if ("true".equals(System.getenv("GROUNDWORK_TRAINING"))) {
            Thread.ofPlatform().daemon().name("training").start(this::train);
        }
        for (var keeper : keepers) {
            keeper.join();
        }
        if (!lock.isValid()) {
            log("the supervisor's lock was lost");
        }
    }

    private void stop(List<Thread> keepers) {
        log("stopping");
        stopping = true;
        try {
            for (var keeper : keepers) {
                // A keeper notices within a look, unless it waits for a slow preparation; its child is stopped below.
                keeper.join(Duration.ofSeconds(2));
            }
            starter.takeAllDown(stack);
            Training.clear(folder);
            // What a preparation started, such as the build of Keycloak.
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            for (var part : stack.parts()) {
                tell(part, PartState.Kind.DOWN, "");
            }
            Files.deleteIfExists(folder.pidFile("supervisor"));
            log("stopped");
        } catch (IOException e) {
            log("could not stop everything: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Once all is up, and in nobody's way: learns what makes the next start faster. */
    private void train() {
        while (!ready.containsAll(Stack.PARTS)) {
            if (stopping) {
                return;
            }
            Waiting.pause(LOOK);
        }
        try {
            new Training(stack).run(Supervisor::log, () -> stopping);
        } catch (IOException | SQLException e) {
            log("training: " + e.getMessage());
        }
    }

    /** One part's whole life. */
    private void keep(Part part) {
        var deaths = new ArrayDeque<Instant>();
        while (!stopping) {
            try {
                awaitNeeds(part);
                if (stopping) {
                    return;
                }
                tell(part, PartState.Kind.STARTING, "");
                var child =
                        starter.bringUp(part, message -> tell(part, PartState.Kind.STARTING, message), () -> stopping);
                if (stopping) {
                    return;
                }
                ready.add(part.name());
                tell(part, PartState.Kind.READY, "");
                log(part.name() + " is ready, pid " + child.pid());
                while (child.isAlive() && !stopping) {
                    Waiting.pause(LOOK);
                }
                if (stopping) {
                    return;
                }
                log(part.name() + " died, pid " + child.pid());
                afterDeath(part, deaths, "it died; the end of its log:\n" + folder.endOfLog(part.name(), 15));
            } catch (IOException e) {
                log(part.name() + ": " + e.getMessage());
                afterDeath(part, deaths, e.getMessage());
            }
        }
    }

    private void awaitNeeds(Part part) {
        while (!ready.containsAll(part.needs()) && !stopping) {
            Waiting.pause(LOOK);
        }
    }

    private void afterDeath(Part part, ArrayDeque<Instant> deaths, @Nullable String why) {
        ready.remove(part.name());
        var now = Instant.now();
        deaths.addLast(now);
        while (deaths.getFirst().isBefore(now.minus(DEATH_WINDOW))) {
            deaths.removeFirst();
        }
        if (deaths.size() >= DEATHS_TO_GIVE_UP) {
            tell(part, PartState.Kind.FAILED, "gave up after " + deaths.size() + " deaths: " + why);
            log("gave up " + part.name() + " after " + deaths.size() + " deaths within " + DEATH_WINDOW.toMinutes()
                    + " minutes");
            awaitRetry(now);
            deaths.clear();
            return;
        }
        var backoff = Duration.ofMillis(250L << (2 * (deaths.size() - 1)));
        if (backoff.compareTo(LONGEST_BACKOFF) > 0) {
            backoff = LONGEST_BACKOFF;
        }
        tell(part, PartState.Kind.RESTARTING, why == null ? "" : why);
        long end = System.nanoTime() + backoff.toNanos();
        while (System.nanoTime() < end && !stopping) {
            Waiting.pause(Duration.ofMillis(50));
        }
    }

    private void awaitRetry(Instant since) {
        while (!stopping) {
            try {
                var file = retryFile(folder);
                if (Files.exists(file) && Instant.parse(Files.readString(file)).isAfter(since)) {
                    return;
                }
            } catch (IOException e) {
                log("could not read a request to try again: " + e.getMessage());
            }
            Waiting.pause(LOOK);
        }
    }

    private void tell(Part part, PartState.Kind kind, String message) {
        try {
            PartState.tell(folder, part.name(), kind, message);
        } catch (IOException e) {
            log("could not tell the state of " + part.name() + ": " + e.getMessage());
        }
    }

    private static void log(@Nullable String message) {
        System.out.println(Instant.now() + " " + message);
    }
}
