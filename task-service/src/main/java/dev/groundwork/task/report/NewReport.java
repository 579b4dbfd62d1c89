package dev.groundwork.task.report;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says of a task.
 *
 * @param note in the worker's words; needed where the fault is {@code OTHER}
 */
@Schema(examples = "{\"fault\": \"MEDIA_MISSING\", \"note\": \"The picture stays grey.\"}")
record NewReport(
        @NotNull TaskFault fault,
        @Nullable @Size(max = 1000) String note) {

    NewReport {
        note = note == null || note.isBlank() ? null : note.strip();
    }
}
