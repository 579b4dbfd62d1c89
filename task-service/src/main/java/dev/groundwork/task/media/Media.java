package dev.groundwork.task.media;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.problem.NotFound;

import io.agroal.api.AgroalDataSource;

/** Uploaded media: who has which, and where the bytes are. */
@ApplicationScoped
class Media {

    private final MediaIntake intake;
    private final AgroalDataSource db;
    private final Clock clock;

    Media(MediaIntake intake, AgroalDataSource db, Clock clock) {
        this.intake = intake;
        this.db = db;
        this.clock = clock;
    }

    /** A medium of somebody. */
    record Medium(UUID id, String mediaType, long bytes, String sha256) {}

    /** Keeps what the stream holds; the same bytes again are the same medium. */
    Medium keep(UUID requesterId, InputStream body) throws IOException {
        MediaIntake.Stored stored = intake.take(body);
        try (var connection = db.getConnection();
                var insert = connection.prepareStatement("""
                        insert into media (id, requester_id, media_type, bytes, sha256, created_at)
                        values (?, ?, ?, ?, ?, ?)
                        on conflict (requester_id, sha256) do update set sha256 = excluded.sha256
                        returning id
                        """)) {
            insert.setObject(1, Ids.next());
            insert.setObject(2, requesterId);
            insert.setString(3, stored.type().contentType());
            insert.setLong(4, stored.bytes());
            insert.setString(5, stored.sha256());
            insert.setTimestamp(6, Timestamp.from(clock.instant()));
            try (var row = insert.executeQuery()) {
                row.next();
                return new Medium(
                        row.getObject(1, UUID.class), stored.type().contentType(), stored.bytes(), stored.sha256());
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot register a medium", failure);
        }
    }

    /**
     * A medium by its id, whoever has it: for callers who have shown a signed link.
     *
     * @throws NotFound {@code media-not-found}
     */
    Medium byId(UUID id) {
        try (var connection = db.getConnection();
                var query = connection.prepareStatement("select media_type, bytes, sha256 from media where id = ?")) {
            query.setObject(1, id);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new NotFound("media", id);
                }
                return new Medium(id, row.getString(1), row.getLong(2), row.getString(3));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot find medium " + id, failure);
        }
    }
}
