package dev.groundwork.local;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Makes the AOT caches with which our programs start in a third of the time: each is run once beside the real stack, at
 * the lowest priority, on a database and a Kafka of its own, and Java writes down what it loaded and linked.
 *
 * <p>Nothing depends on it: without a cache, or with one that does not fit, a program starts as ever.
 */
final class Training {

    private static final Duration WRITING = Duration.ofMinutes(5);

    private static final Duration STARTING = Duration.ofMinutes(5);

    /** Asked of a running service so that its ways of answering are in the cache too. */
    private static final List<String> QUESTIONS =
            List.of("/q/health", "/q/openapi?format=json", "/v1/jobs", "/nowhere");

    private final Stack real;
    private final StackFolder folder;

    Training(Stack real) {
        this.real = real;
        this.folder = folderOf(real.folder());
    }

    private static StackFolder folderOf(StackFolder real) {
        return new StackFolder(real.run().resolve("training"));
    }

    /** Whether a training goes on, of whichever supervisor. */
    static boolean isRunning(StackFolder real) {
        return Stack.PARTS.stream()
                .anyMatch(part -> Child.living(folderOf(real), part).isPresent());
    }

    /** Ends what is left of a training whose supervisor is gone. */
    static void clear(StackFolder real) throws IOException {
        for (var part : Stack.PARTS) {
            var child = Child.living(folderOf(real), part);
            if (child.isPresent()) {
                var family = child.get().process().descendants().toList();
                child.get().kill();
                family.forEach(ProcessHandle::destroyForcibly);
            }
        }
        FileTrees.delete(folderOf(real).home());
    }

    /** Trains what is not trained yet; returns early when it is unwanted. */
    void run(Consumer<String> log, BooleanSupplier unwanted) throws IOException, SQLException {
        var untrained = real.untrained();
        if (untrained.isEmpty()) {
            return;
        }
        log.accept("training for faster starts: " + String.join(", ", untrained));
        Map<String, Map<String, String>> environment = new HashMap<>();
        for (var service : Stack.SERVICES) {
            environment.put(
                    service,
                    Map.of(
                            "QUARKUS_DATASOURCE_JDBC_URL", real.postgres().jdbcUrl(database(service)),
                            "QUARKUS_OIDC_AUTH_SERVER_URL", real.realmUrl()));
        }
        var stack = new Stack(real.root(), folder, new Ports(FreePorts.row(Ports.COUNT)), environment);
        var starter = new Starter(folder);
        var kafka = slow(stack.part(Stack.KAFKA), untrained.contains(Stack.KAFKA));
        var broker = starter.bringUp(kafka, message -> {}, unwanted);
        for (var service : untrained) {
            if (service.equals(Stack.KAFKA) || unwanted.getAsBoolean()) {
                continue;
            }
            real.postgres().renew(database(service));
            try {
                var child = starter.bringUp(slow(stack.part(service), true), message -> {}, unwanted);
                if (!unwanted.getAsBoolean()) {
                    QUESTIONS.forEach(question -> ask(stack.servicePort(service), question));
                    finish(child, service, log, unwanted);
                }
            } finally {
                real.postgres().drop(database(service));
            }
        }
        if (!unwanted.getAsBoolean()) {
            if (untrained.contains(Stack.KAFKA)) {
                finish(broker, Stack.KAFKA, log, unwanted);
            }
            clear(real.folder());
        }
    }

    private static String database(String service) {
        return "training_" + service.replace("-service", "");
    }

    /** The same part at the lowest priority, with plenty of time, and writing its cache when it ends. */
    private Part slow(Part part, boolean writing) {
        return new Part(
                part.name(),
                part.port(),
                part.needs(),
                part.stopSignal(),
                STARTING,
                progress -> {
                    var launch = part.preparation().prepare(progress);
                    List<String> command = new ArrayList<>(List.of("nice", "-n", "19"));
                    command.addAll(launch.command());
                    if (writing) {
                        command.add(
                                command.indexOf(Jvm.executable()) + 1, "-XX:AOTCacheOutput=" + unfinished(part.name()));
                    }
                    return new Part.Launch(command, launch.environment(), launch.folder());
                },
                part.readiness());
    }

    private Path unfinished(String part) {
        return folder.home().resolve(part + ".aot");
    }

    private void finish(Child child, String part, Consumer<String> log, BooleanSupplier unwanted) throws IOException {
        Processes.signal(child.process(), "TERM");
        Waiting.until(WRITING, Duration.ofMillis(200), () -> unwanted.getAsBoolean() || !child.isAlive());
        if (!child.isAlive() && Files.exists(unfinished(part))) {
            Files.move(unfinished(part), real.trainedCache(part), StandardCopyOption.REPLACE_EXISTING);
            log.accept("trained " + part);
        } else if (!unwanted.getAsBoolean()) {
            log.accept("training of " + part + " left nothing; the end of its log:\n" + folder.endOfLog(part, 10));
        }
    }

    private static void ask(int port, String question) {
        try {
            var connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + question).toURL().openConnection();
            connection.setConnectTimeout(2_000);
            connection.setReadTimeout(20_000);
            // Whatever the answer: getting one is what counts.
            connection.getResponseCode();
            connection.disconnect();
        } catch (IOException unanswered) {
            // The cache will know a little less.
        }
    }
}
