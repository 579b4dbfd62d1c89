package dev.groundwork.task.importing;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.groundwork.task.ingest.RowError;
import dev.groundwork.task.ingest.UploadReport;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What an import comes to.
 *
 * @param spec the task spec that the labelling interface has become
 * @param kinds for each tag that asks something the kind of its answers
 * @param tasks how many tasks there are
 * @param answered how many of them have an annotation that is a valid answer
 * @param sample the first tasks as they would be uploaded
 * @param notes what was left behind
 * @param rejectedTasks how many tasks cannot be used
 * @param errors why, for the first thousand faults; the row is the place of the task in the list, from 1
 * @param jobId the draft that was made
 * @param upload what became of its tasks
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImportView(
        @Schema(type = SchemaType.OBJECT) JsonNode spec,
        Map<String, String> kinds,
        long tasks,
        long answered,
        List<ImportedTask> sample,
        List<String> notes,
        long rejectedTasks,
        List<RowError> errors,
        @Nullable UUID jobId,
        @Nullable UploadReport upload) {

    /**
     * A task.
     *
     * @param gold the answer that an annotation gives; left out where there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ImportedTask(
            String externalId,
            @Schema(type = SchemaType.OBJECT) JsonNode input,

            @Schema(type = SchemaType.OBJECT) @Nullable JsonNode gold) {}

    ImportView with(UUID draft, UploadReport report) {
        return new ImportView(spec, kinds, tasks, answered, sample, notes, rejectedTasks, errors, draft, report);
    }
}
