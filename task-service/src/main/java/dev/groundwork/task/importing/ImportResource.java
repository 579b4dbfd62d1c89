package dev.groundwork.task.importing;

import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.task.access.Caller;
import dev.groundwork.task.ingest.TaskUpload;
import dev.groundwork.task.ingest.UploadReport;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

@Path("/v1/imports")
@Tag(name = "Imports")
@RolesAllowed("requester")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
class ImportResource {

    static final String PROJECT = """
            {"config": "<View><Text name=\\"sentence\\" value=\\"$text\\"/><Choices name=\\"mood\\" toName=\\"sentence\\"><Choice value=\\"happy\\"/><Choice value=\\"sad\\"/></Choices></View>",
             "tasks": [{"id": 1, "data": {"text": "What a lovely day"},
                        "annotations": [{"result": [{"from_name": "mood", "to_name": "sentence", "type": "choices",
                                                     "value": {"choices": ["happy"]}}]}]}],
             "job": {"title": "Moods", "reward": {"amount": "0.05", "currency": "EUR"}, "timeEstimate": "PT15S"}}
            """;

    private static final String BATCH = """
            HITId,WorkerId,Input.text,Answer.mood
            3ABC,A1,What a lovely day,happy
            """;

    private final LabelStudioImport labelStudio;
    private final TaskUpload upload;
    private final Caller caller;

    ImportResource(LabelStudioImport labelStudio, TaskUpload upload, Caller caller) {
        this.labelStudio = labelStudio;
        this.upload = upload;
        this.caller = caller;
    }

    @POST
    @Path("/label-studio")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "importLabelStudio",
            summary = "Bring a Label Studio project",
            description =
                    "config is the labelling interface, tasks the exported or imported list of tasks. Answers with the task spec"
                            + " that they become, a sample and what was left behind; with job, the terms of a job without its"
                            + " spec, a draft is made with all of the tasks. gold makes control tasks of those that have a valid annotation. Choices, Labels, RectangleLabels, PolygonLabels,"
                            + " KeyPointLabels, TextArea, Rating, Number and Pairwise are taken; others are refused by name.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Object.class),
                            examples = @ExampleObject(name = "project", value = PROJECT)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ImportView.class)))
    @APIResponse(responseCode = "400", description = "invalid-label-config, malformed-json, invalid-request")
    @APIResponse(responseCode = "409", description = "import-cancelled: the job of an earlier import with this key is")
    @APIResponse(responseCode = "413", description = "import-too-large")
    @APIResponse(responseCode = "422", description = "label-config-not-supported: tags lists them; import-rejected")
    @APIResponse(responseCode = "503", description = "imports-busy, uploads-busy: Retry-After says when to try again")
    public ImportView labelStudio(@RestHeader("Idempotency-Key") @Nullable String idempotencyKey, InputStream body)
            throws IOException {
        return labelStudio.take(caller::changingRequesterId, idempotencyKey, body);
    }

    @POST
    @Path("/mturk")
    @Consumes("text/csv")
    @Operation(
            operationId = "importMturk",
            summary = "Add the tasks of a Mechanical Turk batch file to a draft",
            description =
                    "Of a file of results the columns Input.x are taken as the inputs x, HITId as the name of the task, and the"
                            + " others passed over; several assignments of one HIT are one task. Of a file of inputs every column"
                            + " is one. Kept whole or not at all, unless partial=true; errors name row and column.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "text/csv",
                            schema = @Schema(implementation = String.class),
                            examples = @ExampleObject(name = "batch", value = BATCH)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = UploadReport.class)))
    @APIResponse(responseCode = "409", description = "job-not-draft")
    @APIResponse(responseCode = "422", description = "upload-rejected: nothing is kept; errors name row and column")
    public UploadReport mturk(
            @RestQuery @Nullable UUID jobId, @RestQuery @DefaultValue("false") boolean partial, InputStream body)
            throws IOException {
        if (jobId == null) {
            throw new InvalidRequest("invalid-request", "jobId must name the draft that the tasks are for.");
        }
        return upload.take(caller.changingRequesterId(), jobId, MturkRows::new, body, partial);
    }
}
