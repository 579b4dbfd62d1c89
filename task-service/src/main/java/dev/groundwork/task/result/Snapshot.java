package dev.groundwork.task.result;

import java.sql.SQLException;
import javax.sql.DataSource;

import dev.groundwork.kit.database.Transactions;

/** Reads in one view of the database, which cursors need a transaction for; it locks nothing. */
final class Snapshot {

    private Snapshot() {}

    static <T> T of(DataSource database, Transactions.Work<T> reading) throws SQLException {
        try (var tx = database.getConnection()) {
            tx.setAutoCommit(false);
            try (var mode = tx.createStatement()) {
                mode.execute("set transaction isolation level repeatable read, read only");
                return reading.run(tx);
            } finally {
                tx.rollback();
            }
        }
    }
}
