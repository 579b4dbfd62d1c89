package dev.groundwork.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A PostgreSQL server on a folder of ours: how it is started, reached and furnished. Whoever starts the process also
 * stops it.
 *
 * @param data the folder of the cluster
 * @param port where it listens, on 127.0.0.1 only
 * @param durable whether a commit survives a power cut; without it the server is faster and fit for tests alone
 */
public record PostgresServer(Path data, int port, boolean durable) {

    /** Owns every database of ours; may make databases and nothing else of a superuser's rights. */
    public static final String USER = "groundwork";

    /** Works in a database where the owner has granted it what it may do there; owns nothing. */
    public static final String APPLICATION_USER = "groundwork_app";

    /** Of all users here, the superuser too. */
    public static final String PASSWORD = "groundwork";

    /** For what only a break-in or a test does. */
    public static final String SUPERUSER = "postgres";

    /** The databases of the marketplace, one to a service. */
    public static final List<String> DATABASES = List.of("task", "worker", "payment", "gateway", "keycloak");

    /** Where a database of this server is reached. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database;
    }

    /** Makes the cluster unless it is there, and returns the command that serves it in the foreground. */
    List<String> prepare(Path cache) throws IOException {
        var programs = PostgresPrograms.in(cache);
        programs.initialise(data, durable);
        List<String> arguments = new ArrayList<>(List.of("-D", data.toString()));
        for (var setting : settings()) {
            arguments.add("-c");
            arguments.add(setting);
        }
        return programs.command("postgres", arguments);
    }

    /**
     * Clears away what a killed server leaves: orphaned backends, which hold the shared memory, and its pid file, whose
     * pid may long be somebody else's. To be called only when this server does not run.
     */
    void clearAfterKill() throws IOException {
        if (!Files.isDirectory(data)) {
            return;
        }
        // Only its own programs: somebody's shell may stand in this folder too.
        var orphans = Processes.workingIn(data.toRealPath()).stream()
                .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
                .toList();
        orphans.forEach(orphan -> Processes.signal(orphan, "KILL"));
        for (var orphan : orphans) {
            Processes.awaitEnd(orphan, Duration.ofSeconds(10));
        }
        Files.deleteIfExists(data.resolve("postmaster.pid"));
    }

    private List<String> settings() {
        var safe = durable ? "on" : "off";
        return List.of(
                "port=" + port,
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=" + safe,
                "synchronous_commit=" + safe,
                "full_page_writes=" + safe,
                "max_connections=200",
                "shared_buffers=" + (durable ? "256MB" : "64MB"),
                "max_wal_size=2GB",
                "random_page_cost=1.1",
                "jit=off",
                "timezone=UTC",
                "log_timezone=UTC");
    }

    /** Whether the server answers, and answers with a password we know. */
    boolean answers() {
        try (var connection = connect("postgres", SUPERUSER)) {
            return connection.isValid(2);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** Makes our users and the named databases, as far as they are missing. */
    void furnish(List<String> databases) throws SQLException {
        try (var connection = connect("postgres", SUPERUSER);
                var statement = connection.createStatement()) {
            if (!exists(connection, "select 1 from pg_roles where rolname = ?", USER)) {
                statement.execute("create role " + USER + " login createdb password '" + PASSWORD + "'");
            }
            if (!exists(connection, "select 1 from pg_roles where rolname = ?", APPLICATION_USER)) {
                statement.execute("create role " + APPLICATION_USER + " login password '" + PASSWORD + "'");
            }
            for (var database : databases) {
                if (!exists(connection, "select 1 from pg_database where datname = ?", database)) {
                    statement.execute("create database \"" + database + "\" owner " + USER);
                }
            }
        }
    }

    /** Makes the database anew: whatever it held is gone, whoever was connected is thrown out. */
    void renew(String database) throws SQLException {
        drop(database);
        furnish(List.of(database));
    }

    /** Removes the database, if there is one, and throws out whoever is connected. */
    void drop(String database) throws SQLException {
        try (var connection = connect("postgres", SUPERUSER);
                var statement = connection.createStatement()) {
            statement.execute("drop database if exists \"" + database + "\" with (force)");
        }
    }

    private static boolean exists(Connection connection, String question, String name) throws SQLException {
        try (var query = connection.prepareStatement(question)) {
            query.setString(1, name);
            try (var rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    private Connection connect(String database, String user) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", PASSWORD);
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("loginTimeout", "3");
        return DriverManager.getConnection(jdbcUrl(database), properties);
    }
}
