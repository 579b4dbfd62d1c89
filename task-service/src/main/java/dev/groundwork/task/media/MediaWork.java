package dev.groundwork.task.media;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.groundwork.kit.problem.TryLater;
import dev.groundwork.task.media.MediaMaking.Made;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.jspecify.annotations.Nullable;

/**
 * Does what is slow about media after their upload, one at a time on a thread of its own, so that pictures never take more than a small
 * part of memory and processor.
 *
 * <p>Replicas share the work: a row that one has taken is out of sight of the others until its lease ends. What was done under a lease that
 * another has taken over is thrown away. A medium that brings the process down is given up at the third attempt.
 */
@ApplicationScoped
class MediaWork {

    private static final int MOST_ATTEMPTS = 3;
    private static final Duration LEASE = Duration.ofMinutes(10);

    /** Well within the lease. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Duration REST = Duration.ofSeconds(10);

    /** What another replica has left, or was due for another attempt, is found after this time. */
    private static final long POLL_NANOS = Duration.ofSeconds(2).toNanos();

    private static final String TAKE = """
            update media_work w
            set due_at = clock_timestamp() + ? * interval '1 second', attempts = w.attempts + 1
            from (select medium_id from media_work where due_at <= clock_timestamp()
                  order by due_at limit 1 for update skip locked) next
            where w.medium_id = next.medium_id
            returning w.medium_id, w.attempts
            """;

    private static final String PUT_BACK = """
            update media_work set due_at = clock_timestamp() + ? * interval '1 second', attempts = attempts - ?
            where medium_id = ? and attempts = ?
            """;

    private static final String DONE = "delete from media_work where medium_id = ? and attempts = ?";

    private static final String SAVE = """
            update media
            set state = ?, state_reason = ?, object_key = ?, object_bytes = ?, width = ?, height = ?, orientation = ?,
                duration_millis = ?, thumbnail_key = ?, peaks_key = ?
            where id = ?
            """;

    /** Whoever has the last of the rows that need the bytes of an older upload is the one to delete them. */
    private static final String NEEDED_BY_OTHERS = """
            select id from media where sha256 = ? and object_key is null order by id for update
            """;

    private final MediaMaking making;
    private final ObjectStore store;
    private final AgroalDataSource db;
    private final Thread thread = new Thread(this::run, "media-work");

    private volatile boolean stopping;
    private volatile boolean woken;

    MediaWork(MediaMaking making, ObjectStore store, AgroalDataSource db, MeterRegistry metrics) {
        this.making = making;
        this.store = store;
        this.db = db;
        metrics.gauge("groundwork.media.waiting", this, MediaWork::waiting);
    }

    void start(@Observes StartupEvent event) {
        thread.setDaemon(true);
        thread.start();
    }

    /** What takes longer is not waited for: its lease ends, and it is done again. */
    void stop(@Observes @Priority(1) ShutdownEvent event) throws InterruptedException {
        stopping = true;
        LockSupport.unpark(thread);
        thread.join(Duration.ofSeconds(5).toMillis());
    }

    /** Says that there is something to do. */
    void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!stopping) {
            woken = false;
            if (!workOnNext() && !woken && !stopping) {
                LockSupport.parkNanos(this, POLL_NANOS);
            }
        }
    }

    private record Turn(UUID mediumId, int attempt) {}

    /** {@return whether there was something to do} */
    private boolean workOnNext() {
        try {
            Turn turn = take();
            if (turn == null) {
                return false;
            }
            workOn(turn);
            return true;
        } catch (SQLException | RuntimeException trouble) {
            if (!stopping) {
                Log.warnf("Media cannot be worked on at the moment: %s", trouble);
            }
            return false;
        }
    }

    private void workOn(Turn turn) throws SQLException {
        Medium medium = find(turn.mediumId());
        Made made;
        try {
            long until = System.nanoTime() + PATIENCE.toNanos();
            made = turn.attempt() > MOST_ATTEMPTS
                    ? Made.failed(medium, "The service could not finish the work on it")
                    : making.make(medium, () -> System.nanoTime() - until > 0);
        } catch (IOException | TryLater passing) {
            Log.warnf("Medium %s has to wait until its bytes can be had: %s", medium.id(), passing);
            putBack(turn, 1);
            return;
        } catch (RuntimeException | Error fault) {
            Log.errorf(fault, "Medium %s cannot be worked on; attempt %d", medium.id(), turn.attempt());
            putBack(turn, 0);
            return;
        }
        if (save(turn, medium, made)) {
            Log.debugf("Medium %s is %s", medium.id(), made.state());
        }
    }

    private @Nullable Turn take() throws SQLException {
        try (var connection = db.getConnection();
                var take = connection.prepareStatement(TAKE)) {
            take.setLong(1, LEASE.toSeconds());
            try (var row = take.executeQuery()) {
                return row.next() ? new Turn(row.getObject(1, UUID.class), row.getInt(2)) : null;
            }
        }
    }

    private Medium find(UUID id) throws SQLException {
        try (var connection = db.getConnection();
                var query = connection.prepareStatement("select " + Medium.COLUMNS + " from media where id = ?")) {
            query.setObject(1, id);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("there is work on a medium that does not exist: " + id);
                }
                return Medium.in(row);
            }
        }
    }

    /** @param forgiven how many attempts do not count */
    private void putBack(Turn turn, int forgiven) throws SQLException {
        try (var connection = db.getConnection();
                var back = connection.prepareStatement(PUT_BACK)) {
            back.setLong(1, REST.toSeconds());
            back.setInt(2, forgiven);
            back.setObject(3, turn.mediumId());
            back.setInt(4, turn.attempt());
            back.executeUpdate();
        }
    }

    /** {@return false when another has taken the work over} */
    private boolean save(Turn turn, Medium before, Made made) throws SQLException {
        String outdated;
        try (var tx = db.getConnection()) {
            tx.setAutoCommit(false);
            try {
                outdated = outdatedKey(tx, before, made);
                if (!remove(tx, turn)) {
                    tx.rollback();
                    return false;
                }
                update(tx, before.id(), made);
                tx.commit();
            } catch (SQLException | RuntimeException failure) {
                tx.rollback();
                throw failure;
            }
        }
        if (outdated != null) {
            try {
                store.delete(outdated);
            } catch (IOException | RuntimeException kept) {
                Log.warnf("Object %s is not needed any more and could not be deleted: %s", outdated, kept);
            }
        }
        return true;
    }

    /** {@return the key of bytes that nobody will look at once this is saved; null when there are none} */
    private static @Nullable String outdatedKey(Connection tx, Medium before, Made made) throws SQLException {
        String now = made.objectKey();
        if (now == null) {
            return null;
        }
        if (before.objectKey() != null) {
            return before.objectKey().equals(MediaIntake.unturnedKey(before.id())) && !now.equals(before.objectKey())
                    ? before.objectKey()
                    : null;
        }
        String raw = MediaIntake.key(before.sha256());
        if (raw.equals(now)) {
            return null;
        }
        try (var query = tx.prepareStatement(NEEDED_BY_OTHERS)) {
            query.setString(1, before.sha256());
            boolean needed = false;
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    needed |= !row.getObject(1, UUID.class).equals(before.id());
                }
            }
            return needed ? null : raw;
        }
    }

    private static boolean remove(Connection tx, Turn turn) throws SQLException {
        try (var done = tx.prepareStatement(DONE)) {
            done.setObject(1, turn.mediumId());
            done.setInt(2, turn.attempt());
            return done.executeUpdate() == 1;
        }
    }

    private static void update(Connection tx, UUID id, Made made) throws SQLException {
        try (var save = tx.prepareStatement(SAVE)) {
            var size = made.size();
            var duration = made.duration();
            save.setString(1, made.state().name());
            save.setString(2, made.reason());
            save.setString(3, made.objectKey());
            save.setLong(4, made.objectBytes());
            save.setObject(5, size == null ? null : size.width(), Types.INTEGER);
            save.setObject(6, size == null ? null : size.height(), Types.INTEGER);
            save.setString(7, made.orientation().name());
            save.setObject(8, duration == null ? null : duration.toMillis(), Types.BIGINT);
            save.setString(9, made.thumbnailKey());
            save.setString(10, made.peaksKey());
            save.setObject(11, id);
            save.executeUpdate();
        }
    }

    private double waiting() {
        try (var connection = db.getConnection();
                var query = connection.prepareStatement("select count(*) from media_work");
                var row = query.executeQuery()) {
            row.next();
            return row.getDouble(1);
        } catch (SQLException | RuntimeException unknown) {
            return Double.NaN;
        }
    }
}
