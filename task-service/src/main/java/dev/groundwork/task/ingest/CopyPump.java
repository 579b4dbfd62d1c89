package dev.groundwork.task.ingest;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Sends chunks to a COPY on a thread of its own, so that rows are parsed while the database takes the rows before. At
 * most a few chunks wait; whoever parses faster than the database takes has to wait with them. The connection belongs
 * to the pump until it is finished or closed.
 */
final class CopyPump implements AutoCloseable {

    private static final int WAITING_CHUNKS = 4;

    private final BlockingQueue<Parcel> chunks = new ArrayBlockingQueue<>(WAITING_CHUNKS);
    private final CopyIn copy;
    private final Thread thread;
    private volatile @Nullable Throwable failure;
    private boolean over;

    private enum Order {
        WRITE,
        END,
        ABANDON
    }

    /** A chunk to write, or how to end. */
    private static final class Parcel {

        private final Order order;
        private final byte[] bytes;

        Parcel(Order order, byte[] bytes) {
            this.order = order;
            this.bytes = bytes;
        }

        static Parcel of(Order order) {
            return new Parcel(order, new byte[0]);
        }
    }

    CopyPump(Connection connection, String sql) throws SQLException {
        copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        // A thread of the platform: the driver may hold its monitor while it writes.
        thread = Thread.ofPlatform().name("task-upload-copy").daemon().start(this::run);
    }

    /** Hands a chunk over; waits while too many do. */
    void send(byte[] chunk) throws SQLException {
        put(new Parcel(Order.WRITE, chunk));
    }

    /** Ends the COPY; {@return how many rows it took}. */
    long finish() throws SQLException {
        put(Parcel.of(Order.END));
        over = true;
        await();
        rethrow();
        return copy.getHandledRowCount();
    }

    /** Abandons a COPY that was not finished; the transaction can only be rolled back. */
    @Override
    public void close() {
        if (over) {
            return;
        }
        over = true;
        chunks.clear();
        while (thread.isAlive() && !offer(Parcel.of(Order.ABANDON))) {
            chunks.clear();
        }
        await();
    }

    private void put(Parcel parcel) throws SQLException {
        do {
            rethrow();
        } while (!offer(parcel));
    }

    private boolean offer(Parcel parcel) {
        try {
            return chunks.offer(parcel, 100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while uploading tasks", interrupted);
        }
    }

    private void await() {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException again) {
                // The connection is not ours again before the thread is done with it.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void rethrow() throws SQLException {
        Throwable cause = failure;
        if (cause instanceof SQLException sql) {
            throw sql;
        }
        if (cause != null) {
            throw new IllegalStateException("the copy of an upload failed", cause);
        }
    }

    private void run() {
        try {
            while (true) {
                Parcel parcel = chunks.take();
                switch (parcel.order) {
                    case WRITE -> copy.writeToCopy(parcel.bytes, 0, parcel.bytes.length);
                    case END -> {
                        copy.endCopy();
                        return;
                    }
                    case ABANDON -> {
                        copy.cancelCopy();
                        return;
                    }
                }
            }
        } catch (SQLException | InterruptedException | RuntimeException | Error broken) {
            failure = broken;
        }
    }
}
