package dev.groundwork.kit.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A transaction of plain JDBC, for work that is neither hot enough for a group commit nor made of entities. */
public final class Transactions {

    private static final int MOST_ATTEMPTS = 5;

    /**
     * What happens between begin and commit. It may be called again when the transaction loses a race: what it does besides its
     * connection has to bear that.
     */
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection tx) throws SQLException;
    }

    private Transactions() {}

    /** Commits when the work returns, and rolls back when it throws. */
    public static <T> T call(DataSource database, Work<T> work) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return callOnce(database, work);
            } catch (SQLException failure) {
                if (attempt == MOST_ATTEMPTS || !DatabaseTrouble.isLostRace(failure)) {
                    throw failure;
                }
            }
        }
    }

    private static <T> T callOnce(DataSource database, Work<T> work) throws SQLException {
        try (var tx = database.getConnection()) {
            tx.setAutoCommit(false);
            try {
                var result = work.run(tx);
                tx.commit();
                return result;
            } catch (SQLException | RuntimeException | Error failure) {
                try {
                    tx.rollback();
                } catch (SQLException again) {
                    failure.addSuppressed(again);
                }
                throw failure;
            }
        }
    }
}
