package dev.groundwork.task.media;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.problem.NotFound;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** Uploaded media: who has which, and what is known of them. */
@ApplicationScoped
class Media {

    private static final String KEEP = """
            insert into media (id, requester_id, media_type, bytes, sha256, created_at, state, object_key, object_bytes, width,
                               height, orientation, duration_millis)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (requester_id, sha256) do update set sha256 = excluded.sha256
            returning id
            """;

    /** What failed may have failed for a reason of ours that is mended: whoever uploads it again has it tried again. */
    private static final String TRY_AGAIN =
            "update media set state = 'PROCESSING', state_reason = null where id = ? and state = 'FAILED'";

    private static final String ADD_WORK = "insert into media_work (medium_id) values (?) on conflict do nothing";

    private final MediaIntake intake;
    private final MediaWork work;
    private final ObjectStore store;
    private final AgroalDataSource db;
    private final Clock clock;

    Media(MediaIntake intake, MediaWork work, ObjectStore store, AgroalDataSource db, Clock clock) {
        this.intake = intake;
        this.work = work;
        this.store = store;
        this.db = db;
        this.clock = clock;
    }

    /** Keeps what the stream holds; the same bytes again are the same medium. */
    Medium keep(UUID requesterId, InputStream body) throws IOException {
        UUID fresh = Ids.next();
        MediaIntake.Taken taken = intake.take(fresh, body);
        UUID id;
        try (var tx = db.getConnection()) {
            tx.setAutoCommit(false);
            try {
                id = register(tx, fresh, requesterId, taken);
                tx.commit();
            } catch (SQLException | RuntimeException failure) {
                tx.rollback();
                throw failure;
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot register a medium", failure);
        }
        if (!id.equals(fresh) && taken.isUnturned()) {
            store.delete(taken.key());
        }
        work.wake();
        return byId(id);
    }

    /**
     * A medium by its id, whoever has it: for callers who have shown a signed link.
     *
     * @throws NotFound {@code media-not-found}
     */
    Medium byId(UUID id) {
        return find(id, null);
    }

    /**
     * A medium of a requester.
     *
     * @throws NotFound {@code media-not-found}
     */
    Medium ofRequester(UUID requesterId, UUID id) {
        return find(id, requesterId);
    }

    private Medium find(UUID id, @Nullable UUID requesterId) {
        String sql = "select " + Medium.COLUMNS + " from media where id = ?"
                + (requesterId == null ? "" : " and requester_id = ?");
        try (var connection = db.getConnection();
                var query = connection.prepareStatement(sql)) {
            query.setObject(1, id);
            if (requesterId != null) {
                query.setObject(2, requesterId);
            }
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new NotFound("media", id);
                }
                return Medium.in(row);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot find medium " + id, failure);
        }
    }

    private UUID register(Connection tx, UUID fresh, UUID requesterId, MediaIntake.Taken taken) throws SQLException {
        boolean needsWork = Medium.needsWork(taken.type());
        UUID id;
        try (var keep = tx.prepareStatement(KEEP)) {
            var stripped = taken.stripped();
            var size = stripped.size();
            var duration = stripped.duration();
            keep.setObject(1, fresh);
            keep.setObject(2, requesterId);
            keep.setString(3, taken.type().contentType());
            keep.setLong(4, taken.bytes());
            keep.setString(5, taken.sha256());
            keep.setTimestamp(6, Timestamp.from(clock.instant()));
            keep.setString(7, (needsWork ? MediaState.PROCESSING : MediaState.READY).name());
            keep.setString(8, taken.key());
            keep.setLong(9, taken.keptBytes());
            keep.setObject(10, size == null ? null : size.width(), Types.INTEGER);
            keep.setObject(11, size == null ? null : size.height(), Types.INTEGER);
            keep.setString(12, stripped.orientation().name());
            keep.setObject(13, duration == null ? null : duration.toMillis(), Types.BIGINT);
            try (var row = keep.executeQuery()) {
                row.next();
                id = row.getObject(1, UUID.class);
            }
        }
        if (id.equals(fresh) ? needsWork : update(tx, TRY_AGAIN, id) > 0) {
            update(tx, ADD_WORK, id);
        }
        return id;
    }

    private static int update(Connection tx, String sql, UUID id) throws SQLException {
        try (var statement = tx.prepareStatement(sql)) {
            statement.setObject(1, id);
            return statement.executeUpdate();
        }
    }
}
