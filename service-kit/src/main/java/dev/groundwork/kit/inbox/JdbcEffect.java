package dev.groundwork.kit.inbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What new events lead to, inside of the transaction that marks them as seen. */
@FunctionalInterface
public interface JdbcEffect<E> {

    /**
     * @param tx with auto-commit off; neither commit nor roll back
     * @param events in the order of their topic and partition, never empty
     */
    void apply(Connection tx, List<Received<E>> events) throws SQLException;
}
