package dev.groundwork.task.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A task that workers have reported, as the job's requester sees it. Who they are is not told; where one worker alone had the task,
 * the requester can tell.
 *
 * @param reports how many workers have reported it
 * @param faults how many of them for what
 * @param notes the latest 20 of what they wrote
 * @param reportedAt the day of the last time in UTC, as the moment in which it began
 */
@Schema(examples = """
                {"taskId": "0198c0de-0000-7000-8000-000000000011", "externalId": "picture-17", "reports": 2,
                 "faults": {"MEDIA_MISSING": 2},
                 "notes": [{"fault": "MEDIA_MISSING", "note": "The picture stays grey."}],
                 "reportedAt": "2026-11-22T00:00:00Z"}""")
record ReportedTask(
        UUID taskId,
        String externalId,
        long reports,
        Map<TaskFault, Long> faults,
        List<Note> notes,
        Instant reportedAt) {

    ReportedTask {
        faults = Map.copyOf(faults);
        notes = List.copyOf(notes);
    }

    /** One worker's words. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ReportNote")
    record Note(TaskFault fault, @Nullable String note) {}
}
