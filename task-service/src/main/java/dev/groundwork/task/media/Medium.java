package dev.groundwork.task.media;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

import dev.groundwork.task.media.strip.Orientation;
import dev.groundwork.task.media.strip.Stripped;

import org.jspecify.annotations.Nullable;

/**
 * An uploaded medium.
 *
 * @param bytes of what was uploaded
 * @param sha256 of what was uploaded
 * @param objectKey where the bytes that are shown lie; null while those of an upload to an older version are not clean yet
 * @param objectBytes how many those are
 * @param size in pixels, as it is shown
 * @param orientation how the bytes have to be turned to be shown
 */
record Medium(
        UUID id,
        MediaType type,
        long bytes,
        String sha256,
        MediaState state,
        @Nullable String stateReason,
        @Nullable String objectKey,
        long objectBytes,
        Stripped.@Nullable Size size,
        Orientation orientation,
        @Nullable Duration duration,
        @Nullable String thumbnailKey,
        @Nullable String peaksKey) {

    static final String COLUMNS = """
            id, media_type, bytes, sha256, state, state_reason, object_key, coalesce(object_bytes, 0), width, height,
            orientation, duration_millis, thumbnail_key, peaks_key
            """;

    static Medium in(ResultSet row) throws SQLException {
        Integer width = row.getObject(9, Integer.class);
        Integer height = row.getObject(10, Integer.class);
        Long millis = row.getObject(12, Long.class);
        return new Medium(
                row.getObject(1, UUID.class),
                MediaType.ofContentType(row.getString(2)),
                row.getLong(3),
                row.getString(4),
                MediaState.valueOf(row.getString(5)),
                row.getString(6),
                row.getString(7),
                row.getLong(8),
                width == null || height == null ? null : new Stripped.Size(width, height),
                Orientation.valueOf(row.getString(11)),
                millis == null ? null : Duration.ofMillis(millis),
                row.getString(13),
                row.getString(14));
    }

    /** {@return whether there is something to make of such a medium} */
    static boolean needsWork(MediaType type) {
        return type.isPicture() || type.isSound();
    }

    /** {@return whether the pixels have to be turned before all programs see the same} */
    static boolean needsTurning(MediaType type, Orientation orientation) {
        return type == MediaType.JPEG && orientation != Orientation.UPRIGHT;
    }
}
