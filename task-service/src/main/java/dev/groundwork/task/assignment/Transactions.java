package dev.groundwork.task.assignment;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

/** A transaction of plain JDBC, for work that is neither hot enough for a group commit nor made of entities. */
public final class Transactions {

    /** What happens between begin and commit. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection tx) throws SQLException;
    }

    private Transactions() {}

    /** Commits when the work returns, and rolls back when it throws. */
    public static <T> T call(DataSource database, Work<T> work) throws SQLException {
        try (var tx = database.getConnection()) {
            tx.setAutoCommit(false);
            boolean done = false;
            try {
                var result = work.run(tx);
                tx.commit();
                done = true;
                return result;
            } finally {
                if (!done) {
                    tx.rollback();
                }
                tx.setAutoCommit(true);
            }
        }
    }
}
