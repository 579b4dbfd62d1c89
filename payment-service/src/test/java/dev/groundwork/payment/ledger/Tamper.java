package dev.groundwork.payment.ledger;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import dev.groundwork.local.PostgresServer;
import dev.groundwork.local.ThrowAwayPostgres;

/** A superuser whom no trigger stops, on the database of the service under test; and its owner, whom triggers do. */
final class Tamper {

    private Tamper() {}

    static int asSuperuser(String sql) throws IOException, SQLException {
        try (var connection = connect(PostgresServer.SUPERUSER);
                var statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            return statement.executeUpdate(sql);
        }
    }

    static int asOwner(String sql) throws IOException, SQLException {
        try (var connection = connect(PostgresServer.USER);
                var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static Connection connect(String user) throws IOException, SQLException {
        return DriverManager.getConnection(ThrowAwayPostgres.shared().jdbcUrl("test"), user, PostgresServer.PASSWORD);
    }
}
