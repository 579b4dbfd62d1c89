package dev.groundwork.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** A service's database, looked at from outside: for baselines and counts, never to do the service's work. */
record Database(int port, String name, String user, String password) {

    Connection connect() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, name), properties);
    }

    /** {@return the single number that the query answers} */
    long number(String sql, Object... arguments) {
        try (var connection = connect();
                var query = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                query.setObject(i + 1, arguments[i]);
            }
            try (var rows = query.executeQuery()) {
                if (!rows.next()) {
                    throw new IllegalStateException("no row from " + sql);
                }
                return rows.getLong(1);
            }
        } catch (SQLException refused) {
            throw new IllegalStateException(sql + ": " + refused.getMessage(), refused);
        }
    }

    /** Runs statements, each by itself. */
    void run(String... statements) {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException refused) {
            throw new IllegalStateException(refused.getMessage(), refused);
        }
    }
}
