package dev.groundwork.task.review;

import java.time.Instant;
import java.util.UUID;

import dev.groundwork.task.assignment.AssignmentState;
import dev.groundwork.task.assignment.Rejection;
import dev.groundwork.task.assignment.RejectionOutcome;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One of the rejections for which a requester was locked, with all that it takes to judge it, but not whose answer it is.
 *
 * @param state where it has come by now
 * @param input what the task shows
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LockedRejection(
        UUID assignmentId,
        UUID jobId,
        Instant rejectedAt,
        AssignmentState state,
        @Nullable RejectionOutcome outcome,
        long activeSeconds,

        @JsonRawValue @Schema(implementation = Rejection.class) @Nullable String rejection,

        @JsonRawValue @Schema(type = SchemaType.OBJECT, implementation = Object.class) @Nullable String input,

        @JsonRawValue @Schema(type = SchemaType.OBJECT, implementation = Object.class) @Nullable String answer) {}
