package dev.groundwork.task.export;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.groundwork.task.export.format.Format;
import dev.groundwork.task.export.format.Notes.Note;
import dev.groundwork.task.export.format.Options;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An export as its requester sees it.
 *
 * @param progress how many tasks have been written, out of all that the job has
 * @param rows how many rows went into the file, or tasks for formats without rows
 * @param notes what the format could not carry over
 * @param file where the file is, once it is ready
 * @param expiresAt when the file is gone
 * @param failure why there is no file, in words
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ExportView(
        UUID id,
        UUID jobId,
        Format format,
        Filters filters,
        Options options,
        ExportState state,
        Progress progress,
        Instant createdAt,
        @Nullable Instant finishedAt,
        @Nullable Instant expiresAt,
        @Nullable Long rows,
        @Nullable Long sizeBytes,
        @Nullable String sha256,
        @Nullable List<Note> notes,
        @Nullable String file,
        @Nullable String failure) {

    /** How far an export has come. */
    record Progress(long tasks, long total) {}
}
