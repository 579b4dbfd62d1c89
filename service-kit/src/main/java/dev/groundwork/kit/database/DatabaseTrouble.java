package dev.groundwork.kit.database;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Tells the failures that pass by themselves from those that come back with every repetition. */
public final class DatabaseTrouble {

    /** Serialization failure, deadlock, lock not available. */
    private static final Set<String> LOST_RACE = Set.of("40001", "40P01", "55P03");

    private DatabaseTrouble() {}

    /** {@return whether the transaction lost against another one and was rolled back: repeating it at once is right} */
    public static boolean isLostRace(Throwable thrown) {
        var sql = sqlCause(thrown);
        return sql != null && sql.getSQLState() != null && LOST_RACE.contains(sql.getSQLState());
    }

    /** {@return whether the connection or the server failed, not the statement: what was asked may work in a moment} */
    public static boolean isUnavailable(Throwable thrown) {
        var sql = sqlCause(thrown);
        if (sql == null) {
            return false;
        }
        var state = sql.getSQLState();
        if (state == null) {
            // The driver always sets one; the pool does not when nothing was free in time.
            return true;
        }
        return sql instanceof SQLRecoverableException
                || sql instanceof SQLTransientException
                || state.startsWith("08") // connection
                || state.startsWith("53") // insufficient resources
                || state.startsWith("57P") // shutting down, starting up, killed
                || state.startsWith("58") // system error
                || state.equals("57014") // cancelled, such as by a time limit
                || state.equals("25006"); // read-only: the old primary after a failover
    }

    /** {@return whether the same work may succeed later without a change: a lost race or an unavailable database} */
    public static boolean isPassing(Throwable thrown) {
        return isLostRace(thrown) || isUnavailable(thrown);
    }

    /** The innermost: frameworks wrap, and the driver's own exception knows best. */
    private static @Nullable SQLException sqlCause(Throwable thrown) {
        SQLException found = null;
        int depth = 0;
        for (Throwable cause = thrown; cause != null && depth < 30; cause = cause.getCause(), depth++) {
            if (cause instanceof SQLException sql && (found == null || sql.getSQLState() != null)) {
                found = sql;
            }
            for (var suppressed : cause.getSuppressed()) {
                if (found == null) {
                    // A transaction manager that fails in its commit keeps the resource's failure beside its own.
                    found = inChain(suppressed);
                }
            }
        }
        return found;
    }

    private static @Nullable SQLException inChain(Throwable thrown) {
        int depth = 0;
        for (Throwable cause = thrown; cause != null && depth < 30; cause = cause.getCause(), depth++) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
