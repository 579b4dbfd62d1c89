package dev.groundwork.task.report;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A report as the worker who made it sees it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(examples = """
                {"assignmentId": "0198c0de-0000-7000-8000-000000000101", "fault": "MEDIA_MISSING",
                 "note": "The picture stays grey.", "reportedAt": "2026-11-22T18:00:12Z"}""")
record TaskReportView(
        UUID assignmentId, TaskFault fault, @Nullable String note, Instant reportedAt) {}
