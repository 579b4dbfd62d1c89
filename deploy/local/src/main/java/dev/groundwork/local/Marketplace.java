package dev.groundwork.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A whole marketplace for tests, of the same real parts as {@code ./groundwork up}: on random ports and a throw-away
 * folder, with nothing left behind after {@link #close()} or the end of the JVM.
 *
 * <p>Parts are called as in {@code ./groundwork status}: postgres, kafka, keycloak, task-service, worker-service,
 * payment-service, gateway. A part that was killed stays down until {@link #restart}.
 */
public final class Marketplace implements AutoCloseable {

    private final Stack stack;
    private final Starter starter;
    private final Leash leash;

    private Marketplace(Stack stack, Leash leash) {
        this.stack = stack;
        this.starter = new Starter(stack.folder());
        this.leash = leash;
    }

    /** Where the HTTP parts answer; none ends with a slash. */
    public record Urls(URI gateway, URI taskService, URI workerService, URI paymentService, URI realm) {}

    public static Builder builder() {
        return new Builder();
    }

    /** What may be different from one marketplace to the next. */
    public static final class Builder {

        private final Map<String, Map<String, String>> environment = new HashMap<>();

        private Builder() {}

        /** Gives a service a setting, by the name of the environment variable. */
        public Builder with(String service, String variable, String value) {
            environment.computeIfAbsent(service, name -> new HashMap<>()).put(variable, value);
            return this;
        }

        /**
         * Starts everything and returns once everything is ready. The services must have been packaged.
         *
         * @throws IOException when a part does not start, with the end of its log
         */
        public Marketplace start() throws IOException {
            var root = ProjectFolder.root();
            var home = Files.createTempDirectory("groundwork-marketplace-").toRealPath();
            var folder = new StackFolder(home);
            Files.createDirectories(folder.run());
            var leash = Leash.of(home);
            var stack = new Stack(root, folder, new Ports(FreePorts.row(Ports.COUNT)), Map.copyOf(environment));
            var marketplace = new Marketplace(stack, leash);
            try {
                marketplace.startAll();
                return marketplace;
            } catch (IOException e) {
                marketplace.close();
                throw e;
            }
        }
    }

    private void startAll() throws IOException {
        Set<String> ready = ConcurrentHashMap.newKeySet();
        var failures = new ConcurrentLinkedQueue<IOException>();
        var threads = stack.parts().stream()
                .map(part -> Thread.ofPlatform().name("start " + part.name()).start(() -> {
                    try {
                        while (!ready.containsAll(part.needs()) && failures.isEmpty()) {
                            Waiting.pause(Duration.ofMillis(50));
                        }
                        if (failures.isEmpty()) {
                            starter.bringUp(part, message -> {}, () -> !failures.isEmpty());
                            ready.add(part.name());
                        }
                    } catch (IOException e) {
                        failures.add(e);
                    }
                }))
                .toList();
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while starting", e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.peek();
        }
    }

    public Urls urls() {
        var ports = stack.ports();
        return new Urls(
                local(ports.gateway()),
                local(ports.taskService()),
                local(ports.workerService()),
                local(ports.paymentService()),
                URI.create(stack.realmUrl()));
    }

    private static URI local(int port) {
        return URI.create("http://localhost:" + port);
    }

    /** Where a service's database is reached: task, worker, payment, gateway or keycloak. */
    public String jdbcUrl(String database) {
        return stack.postgres().jdbcUrl(database);
    }

    /** What Kafka's clients use as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "localhost:" + stack.ports().kafka();
    }

    /** A fresh access token of a demo user. */
    public String token(String username) throws IOException {
        return token(username, "demo");
    }

    /** A fresh access token of anybody whose password is known. */
    public String token(String username, String password) throws IOException {
        return new AccessTokens(stack.realmUrl()).ofPerson(username, password);
    }

    /** A fresh access token of a machine client. */
    public String programToken(String clientId, String secret) throws IOException {
        return new AccessTokens(stack.realmUrl()).ofProgram(clientId, secret);
    }

    /** Ends a part as a power cut would (kill -9); it stays down. */
    public void kill(String part) {
        var known = stack.part(part);
        Child.living(stack.folder(), known.name())
                .orElseThrow(() -> new IllegalStateException(part + " does not run"))
                .kill();
    }

    /** The number that the operating system gives the part's process; another after each start. */
    public long pid(String part) {
        return Child.living(stack.folder(), stack.part(part).name())
                .orElseThrow(() -> new IllegalStateException(part + " does not run"))
                .pid();
    }

    /** Whether the part's process runs. */
    public boolean isAlive(String part) {
        return Child.living(stack.folder(), stack.part(part).name()).isPresent();
    }

    /**
     * Starts a part that is down and returns once it is ready; one that runs is left alone.
     *
     * @throws IOException when it does not start, with the end of its log
     */
    public void restart(String part) throws IOException {
        starter.bringUp(stack.part(part), message -> {}, () -> false);
    }

    /** What a part has said since its last start. */
    public Path log(String part) {
        return stack.folder().log(stack.part(part).name());
    }

    /** Stops everything and deletes everything it wrote. */
    @Override
    public void close() {
        try {
            starter.takeAllDown(stack);
        } catch (IOException e) {
            throw new IllegalStateException("could not stop the marketplace: " + e.getMessage(), e);
        } finally {
            leash.close();
        }
    }
}
