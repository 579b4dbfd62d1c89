package dev.groundwork.payment.ledger;

import java.sql.SQLException;

import jakarta.enterprise.context.ApplicationScoped;

import io.agroal.api.AgroalDataSource;

/** Has the books sealed by the tests of other features, whose clock does not do it. */
@ApplicationScoped
public class Sealing {

    private final Seals seals;
    private final AgroalDataSource database;

    Sealing(Seals seals, AgroalDataSource database) {
        this.seals = seals;
        this.database = database;
    }

    /** Other transactions of the server end soon: this waits for a horizon of now to be certain. */
    public void everything() throws SQLException {
        long taken = number("select last_value from posting_seq");
        for (int i = 0; i < 10_000; i++) {
            if (number("select coalesce(max(to_seq), 0) from seal") >= taken) {
                return;
            }
            seals.sealAll();
        }
        throw new IllegalStateException("the books are not sealed up to " + taken);
    }

    private long number(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
