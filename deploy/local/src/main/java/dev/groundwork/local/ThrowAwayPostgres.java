package dev.groundwork.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A PostgreSQL for tests on a random port and a throw-away folder; both go with this JVM, however it ends. It skips
 * what makes commits durable.
 */
public final class ThrowAwayPostgres implements AutoCloseable {

    /** Test frameworks load classes again and again; what is one for the whole JVM is remembered outside of classes. */
    private static final String SHARED_PORT_PROPERTY = "groundwork.test.postgres.port";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PostgresServer server;
    private final Path folder;
    private final Leash leash;

    private ThrowAwayPostgres(PostgresServer server, Path folder, Leash leash) {
        this.server = server;
        this.folder = folder;
        this.leash = leash;
    }

    /**
     * Starts a server of its own.
     *
     * @throws IOException when it does not start, with what it said
     */
    public static ThrowAwayPostgres start() throws IOException {
        var folder = Files.createTempDirectory("groundwork-postgres-");
        var server = new PostgresServer(folder.resolve("data"), FreePorts.one(), false);
        var leash = Leash.start(folder, "QUIT", server.prepare(ProjectFolder.cache()));
        var started = new ThrowAwayPostgres(server, folder, leash);
        if (!Waiting.until(PATIENCE, Duration.ofMillis(50), server::answers)) {
            var said = started.log();
            started.close();
            throw new IOException("PostgreSQL did not start within " + PATIENCE.toSeconds() + " s; it said:\n" + said);
        }
        return started;
    }

    /** The one server that all tests of this JVM share; started by the first that asks, stopped when the JVM ends. */
    public static PostgresServer shared() throws IOException {
        synchronized (System.getProperties()) {
            var port = Integer.getInteger(SHARED_PORT_PROPERTY);
            if (port != null) {
                return new PostgresServer(Path.of("shared"), port, false);
            }
            var started = start();
            System.setProperty(SHARED_PORT_PROPERTY, Integer.toString(started.server.port()));
            // The leash alone would do; waiting for it means that nothing is left when the build moves on.
            Runtime.getRuntime().addShutdownHook(new Thread(started::close, "stop PostgreSQL"));
            return started.server;
        }
    }

    /**
     * Makes the database on the server anew: whatever it held is gone.
     *
     * @throws SQLException when the server does not answer or refuses
     */
    public static void renew(PostgresServer server, String database) throws SQLException {
        server.renew(database);
    }

    public PostgresServer server() {
        return server;
    }

    /** The folder that goes with the server. */
    public Path folder() {
        return folder;
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("output.log"), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        leash.close();
    }
}
