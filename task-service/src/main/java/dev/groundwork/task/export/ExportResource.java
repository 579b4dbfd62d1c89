package dev.groundwork.task.export;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

import dev.groundwork.kit.idempotency.Idempotency;
import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.task.access.Caller;
import dev.groundwork.task.export.ExportDesk.Download;
import dev.groundwork.task.media.ByteRange;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/jobs/{jobId}")
@Tag(name = "Exports")
@RolesAllowed("requester")
@RunOnVirtualThread
class ExportResource {

    static final String NEW_EXPORT = """
            {"format": "coco",
             "filters": {"minConfidence": 0.9, "answeredOnly": true},
             "options": {"field": "objects"}}
            """;

    private static final String READY = """
            {"id": "0198c0de-0000-7000-8000-000000000009", "jobId": "0198c0de-0000-7000-8000-000000000001",
             "format": "coco",
             "filters": {"minConfidence": 0.9, "decidedOnly": false, "answeredOnly": true},
             "options": {"includeAnswers": false, "includeWorkers": false, "includeControl": false, "idsOnly": false,
                         "field": "objects"},
             "state": "READY", "progress": {"tasks": 1000, "total": 1000},
             "createdAt": "2026-11-26T10:00:00Z", "finishedAt": "2026-11-26T10:00:02Z",
             "expiresAt": "2026-12-03T10:00:02Z", "rows": 987, "sizeBytes": 412300,
             "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
             "notes": [{"code": "no-result", "detail": "left out: there is no result yet", "count": 13,
                        "externalIds": ["img-7", "img-8"]}],
             "file": "/v1/jobs/0198c0de-0000-7000-8000-000000000001/exports/0198c0de-0000-7000-8000-000000000009/file"}
            """;

    private static final String DOES_NOT_FIT = """
            {"type": "/problems/export-format-does-not-fit", "title": "Unprocessable Content", "status": 422,
             "code": "export-format-does-not-fit", "formats": ["jsonl", "csv", "parquet", "label-studio", "hugging-face"]}
            """;

    private final ExportDesk desk;
    private final ExportRunner runner;
    private final Idempotency idempotency;
    private final Caller caller;

    ExportResource(ExportDesk desk, ExportRunner runner, Idempotency idempotency, Caller caller) {
        this.desk = desk;
        this.runner = runner;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @POST
    @Path("/exports")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createExport",
            summary = "Ask for a snapshot of the results",
            description =
                    "The snapshot is written in the background and shows the job as it is at one moment. jsonl, csv, parquet,"
                            + " label-studio and hugging-face take every job; coco and yolo take boxes, polygons and keypoints of"
                            + " pictures; conll takes spans of texts. What is rejected and not paid for is in no export, and"
                            + " tasks of known answer only when includeControl asks for them.")
    @RequestBody(content = @Content(examples = @ExampleObject(name = "coco", value = NEW_EXPORT)))
    @APIResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = ExportView.class)))
    @APIResponse(responseCode = "409", description = "too-many-exports")
    @APIResponse(
            responseCode = "422",
            description = "export-format-does-not-fit: formats lists those that do; export-field-needed",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            examples = @ExampleObject(name = "export-format-does-not-fit", value = DOES_NOT_FIT)))
    public RestResponse<ExportView> create(
            @RestPath UUID jobId,
            @Valid @NotNull NewExport body,
            @RestHeader("Idempotency-Key") @Nullable String idempotencyKey) {
        // A viewer takes results away as well as looks at them.
        UUID requesterId = caller.requesterId();
        ExportView view = QuarkusTransaction.requiringNew()
                .call(() -> idempotency.once(
                        "create-export:" + requesterId + ":" + jobId,
                        idempotencyKey,
                        body,
                        ExportView.class,
                        () -> desk.ask(requesterId, jobId, body)));
        runner.begin();
        URI location = URI.create("/v1/jobs/" + jobId + "/exports/" + view.id());
        return RestResponse.ResponseBuilder.<ExportView>create(202)
                .location(location)
                .entity(view)
                .build();
    }

    @GET
    @Path("/exports")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listExports", summary = "The exports of a job, newest first")
    public Page<ExportView> list(
            @RestPath UUID jobId,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("50") @Min(1) @Max(200) int limit) {
        return desk.list(caller.requesterId(), jobId, Cursor.decodeUuid(cursor), limit);
    }

    @GET
    @Path("/exports/{exportId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getExport",
            summary = "How far an export has come, and where its file is",
            description = "QUEUED, RUNNING, then READY with a file until expiresAt, or FAILED with the reason.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema = @Schema(implementation = ExportView.class),
                            examples = @ExampleObject(name = "ready", value = READY)))
    public ExportView get(@RestPath UUID jobId, @RestPath UUID exportId) {
        return desk.get(caller.requesterId(), jobId, exportId);
    }

    @GET
    @Path("/exports/{exportId}/file")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "downloadExport",
            summary = "The file of an export",
            description = "Takes a Range header, so that a download that broke off can be continued.")
    @APIResponse(responseCode = "409", description = "export-not-ready")
    public Response file(@RestPath UUID jobId, @RestPath UUID exportId, @RestHeader("Range") @Nullable String range)
            throws IOException {
        Download download = desk.download(caller.requesterId(), jobId, exportId);
        Response.ResponseBuilder response =
                switch (ByteRange.asked(range, download.bytes())) {
                    case ByteRange.Whole ignored ->
                        Response.ok(body(download, 0, download.bytes())).header("Content-Length", download.bytes());
                    case ByteRange.Part part ->
                        Response.status(206)
                                .header(
                                        "Content-Range",
                                        "bytes " + part.from() + "-" + part.to() + "/" + download.bytes())
                                .header("Content-Length", part.length())
                                .entity(body(download, part.from(), part.length()));
                    case ByteRange.Outside ignored ->
                        Response.status(416).header("Content-Range", "bytes */" + download.bytes());
                };
        ExportView view = download.view();
        return response.type(view.format().mediaType())
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"job-" + jobId + "-"
                                + view.format().fileName() + "\"")
                .header("ETag", "\"" + view.sha256() + "\"")
                .header("Accept-Ranges", "bytes")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "private, no-transform")
                .build();
    }

    @DELETE
    @Path("/exports/{exportId}")
    @Operation(
            operationId = "deleteExport",
            summary = "Remove an export",
            description = "In whatever state it is; one that is being written stops.")
    @APIResponse(responseCode = "204", description = "Removed")
    public void delete(@RestPath UUID jobId, @RestPath UUID exportId) {
        desk.delete(caller.requesterId(), jobId, exportId);
    }

    private StreamingOutput body(Download download, long from, long length) {
        return out -> {
            try (InputStream in = desk.open(download, from, length)) {
                in.transferTo(out);
            }
        };
    }
}
