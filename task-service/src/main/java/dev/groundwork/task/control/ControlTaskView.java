package dev.groundwork.task.control;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A control or training task as its requester sees it.
 *
 * @param source {@code UPLOADED} or {@code PROMOTED}
 * @param stateReason why it is no longer in use
 * @param uses how often it was handed out
 * @param right of the answers
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(examples = """
                {"taskId": "0198c0de-0000-7000-8000-000000000011", "externalId": "picture-17", "training": false,
                 "gold": {"label": "cat"}, "source": "UPLOADED", "state": "ACTIVE", "uses": 31, "answers": 29, "right": 26,
                 "createdAt": "2026-11-22T18:00:00Z"}""")
record ControlTaskView(
        UUID taskId,
        String externalId,
        boolean training,

        @JsonRawValue @Schema(type = SchemaType.OBJECT, implementation = Object.class)
        String gold,

        @Nullable String explanation,
        String source,
        ControlTasks.State state,
        @Nullable String stateReason,
        long uses,
        long answers,
        long right,
        Instant createdAt) {}
