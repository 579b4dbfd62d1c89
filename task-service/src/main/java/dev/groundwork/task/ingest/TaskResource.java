package dev.groundwork.task.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import dev.groundwork.kit.paging.Page;
import dev.groundwork.task.access.Caller;
import dev.groundwork.task.job.JobDesk;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

@Path("/v1/jobs/{jobId}/tasks")
@Tag(name = "Tasks")
@RolesAllowed("requester")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
class TaskResource {

    static final String NDJSON = "application/x-ndjson";
    static final String CSV = "text/csv";

    private static final String NDJSON_EXAMPLE = """
            {"externalId": "a", "input": {"text": "What a lovely day"}}
            {"externalId": "b", "input": {"text": "I miss the sea"}, "overlap": 5}
            """;
    private static final String CSV_EXAMPLE = """
            externalId,overlap,text
            a,,What a lovely day
            b,5,"I miss the sea, and the sun"
            """;
    private static final String REJECTED_EXAMPLE = """
            {"type": "/problems/upload-rejected", "title": "Unprocessable Content", "status": 422,
             "code": "upload-rejected", "received": 2, "rejectedRows": 1,
             "errors": [{"row": 2, "column": "overlap", "code": "invalid-overlap",
                         "detail": "must be a whole number from 1 to 1000"}]}
            """;

    private final TaskUpload upload;
    private final Tasks tasks;
    private final JobDesk jobs;
    private final Caller caller;

    TaskResource(TaskUpload upload, Tasks tasks, JobDesk jobs, Caller caller) {
        this.upload = upload;
        this.tasks = tasks;
        this.jobs = jobs;
        this.caller = caller;
    }

    @POST
    @Consumes(NDJSON)
    @Operation(
            operationId = "uploadTasks",
            summary = "Add tasks to a draft, as a stream of lines or a table",
            description = "An upload is kept whole or not at all; with partial=true good rows are kept. Rows are told"
                    + " apart by externalId: the same row again is counted as repeated and changes nothing. A row may"
                    + " have 1 MB. Errors name the row: the line for NDJSON; for CSV the record below the header, from"
                    + " 1, and the column.")
    @RequestBody(
            content = {
                @Content(
                        mediaType = NDJSON,
                        schema = @Schema(implementation = String.class),
                        examples = @ExampleObject(name = "lines", value = NDJSON_EXAMPLE)),
                @Content(
                        mediaType = CSV,
                        schema = @Schema(implementation = String.class),
                        examples = @ExampleObject(name = "table", value = CSV_EXAMPLE))
            })
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = UploadReport.class)))
    @APIResponse(responseCode = "409", description = "job-not-draft")
    @APIResponse(
            responseCode = "422",
            description = "upload-rejected: nothing is kept; errors name row and column",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            examples = @ExampleObject(name = "upload-rejected", value = REJECTED_EXAMPLE)))
    public UploadReport uploadLines(
            @RestPath UUID jobId, @RestQuery @DefaultValue("false") boolean partial, InputStream body)
            throws IOException {
        return upload.take(caller.changingRequesterId(), jobId, TaskUpload.Format.NDJSON, body, partial);
    }

    @POST
    @Consumes(CSV)
    @Operation(hidden = true)
    public UploadReport uploadTable(
            @RestPath UUID jobId, @RestQuery @DefaultValue("false") boolean partial, InputStream body)
            throws IOException {
        return upload.take(caller.changingRequesterId(), jobId, TaskUpload.Format.CSV, body, partial);
    }

    @GET
    @Operation(operationId = "listTasks", summary = "The tasks of a job, in the order of their upload")
    public Page<TaskView> list(
            @RestPath UUID jobId,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("50") @Min(1) @Max(1000) int limit,
            @RestQuery @Nullable String externalId) {
        var job = jobs.get(caller.requesterId(), jobId);
        var policy = job.quality();
        return tasks.page(job.id(), job.state(), policy != null && policy.overlap() != null, cursor, limit, externalId);
    }
}
