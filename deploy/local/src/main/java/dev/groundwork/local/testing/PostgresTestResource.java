package dev.groundwork.local.testing;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;

import dev.groundwork.local.ThrowAwayPostgres;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * Gives a service under test an empty database of its own on a real PostgreSQL.
 *
 * <p>The init argument {@code database} names it; the default is {@code test}. All resources of a JVM share one server,
 * which goes with the JVM; each start makes the database anew.
 */
public class PostgresTestResource implements QuarkusTestResourceLifecycleManager {

    private String database = "test";

    @Override
    public void init(Map<String, String> arguments) {
        database = arguments.getOrDefault("database", database);
    }

    @Override
    public Map<String, String> start() {
        try {
            var server = ThrowAwayPostgres.shared();
            ThrowAwayPostgres.renew(server, database);
            // As whom the service works is its own to say, as it is outside of tests.
            return Map.of("quarkus.datasource.jdbc.url", server.jdbcUrl(database));
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("No PostgreSQL for this test: " + e.getMessage(), e);
        }
    }

    /** The server stays for the next resource of this JVM; the database is replaced when it is asked for again. */
    @Override
    public void stop() {}
}
