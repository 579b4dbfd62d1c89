package dev.groundwork.kit.commit;

import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * A list of numbers that knows transactions: the smallest store in which a lost, doubled or half-done batch shows.
 *
 * <p>GroupCommit needs of a connection only its transaction, so this is all that there is of one; faults that a real server
 * shows only by chance come when they are told to. {@code GroupCommitDatabaseTest} has the real one.
 */
final class Books implements DataSource {

    private final List<Long> committed = new ArrayList<>();
    private volatile @Nullable Supplier<@Nullable SQLException> connecting;
    private volatile @Nullable Supplier<@Nullable SQLException> committing;

    /** Asked before each connection; what it gives is thrown. */
    void onConnect(Supplier<@Nullable SQLException> fault) {
        connecting = fault;
    }

    /** Asked before each commit; what it gives is thrown, and nothing is committed. */
    void onCommit(Supplier<@Nullable SQLException> fault) {
        committing = fault;
    }

    List<Long> entries() {
        synchronized (committed) {
            return List.copyOf(committed);
        }
    }

    /** Writes inside of the transaction. */
    static void write(Connection tx, long number) throws SQLException {
        tx.setClientInfo("write", Long.toString(number));
    }

    @Override
    public Connection getConnection() throws SQLException {
        raise(connecting);
        var written = new ArrayList<Long>();
        return (Connection) Proxy.newProxyInstance(
                Books.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "setClientInfo" -> written.add(Long.valueOf((String) arguments[1]));
                        case "rollback" -> written.clear();
                        case "commit" -> {
                            raise(committing);
                            synchronized (committed) {
                                committed.addAll(written);
                            }
                            written.clear();
                        }
                        case "setAutoCommit" -> {}
                        case "close" -> {
                            if (!written.isEmpty()) {
                                throw new IllegalStateException("closed with work that is neither kept nor dropped");
                            }
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    }
                    return null;
                });
    }

    private static void raise(@Nullable Supplier<@Nullable SQLException> fault) throws SQLException {
        var thrown = fault == null ? null : fault.get();
        if (thrown != null) {
            throw thrown;
        }
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setLoginTimeout(int seconds) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
