package dev.groundwork.task.answerfile;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;

import dev.groundwork.task.access.Caller;
import dev.groundwork.task.media.MediaConfig;
import dev.groundwork.task.media.MediaLinks;
import dev.groundwork.task.media.WorkerMedia;
import dev.groundwork.task.media.WorkerMedia.Kept;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Files as answers over HTTP, for the worker who has the task. */
@Path("/v1/assignments/{id}/files")
@Tag(name = "Assignments")
@RolesAllowed("worker")
@RunOnVirtualThread
class AnswerFileResource {

    private final AnswerFiles files;
    private final WorkerMedia media;
    private final MediaLinks links;
    private final MediaConfig config;
    private final Caller caller;

    AnswerFileResource(AnswerFiles files, WorkerMedia media, MediaLinks links, MediaConfig config, Caller caller) {
        this.files = files;
        this.media = media;
        this.links = links;
        this.config = config;
        this.caller = caller;
    }

    @POST
    @Consumes(jakarta.ws.rs.core.MediaType.WILDCARD)
    @Produces(jakarta.ws.rs.core.MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "uploadAnswerFile",
            summary = "Upload a file as a part of the answer",
            description =
                    "The body is the file as it is; its type is told by its bytes, and what pictures and sounds tell beside"
                            + " (place, device) is removed. The answer then names it by value. It is the requester's once it is"
                            + " handed in. Without Content-Length as much is counted as a file may have.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/octet-stream",
                            schema = @Schema(implementation = String.class, format = "binary")))
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = AnswerFileView.class)))
    @APIResponse(responseCode = "404", description = "assignment-not-found")
    @APIResponse(responseCode = "409", description = "assignment-not-in-hand, no-file-asked, too-many-files")
    @APIResponse(responseCode = "413", description = "media-too-large, files-too-large, upload-quota-used")
    @APIResponse(responseCode = "415", description = "media-type-not-supported")
    @APIResponse(responseCode = "422", description = "media-broken, media-too-many-pixels")
    public RestResponse<AnswerFileView> upload(
            @RestPath UUID id,
            @RestHeader(HttpHeaders.CONTENT_LENGTH) @Parameter(hidden = true) @Nullable Long length,
            InputStream body)
            throws IOException {
        long announced = length == null ? config.mostBytes() : Math.min(length, config.mostBytes());
        var room = files.reserve(id, caller.workerId(), announced);
        boolean kept = false;
        try {
            Kept file = media.keep(room.requesterId(), body);
            files.finish(room, file);
            kept = true;
            return RestResponse.status(RestResponse.Status.CREATED, AnswerFileView.of(file, links));
        } finally {
            if (!kept) {
                files.cancel(room);
            }
        }
    }

    @GET
    @Operation(operationId = "listAnswerFiles", summary = "The files that you uploaded for this task")
    @APIResponse(responseCode = "200", description = "All of them, with links that work for a while")
    public AnswerFileList list(@RestPath UUID id) {
        return new AnswerFileList(files.of(id, caller.workerId()).stream()
                .map(file -> AnswerFileView.of(file, links))
                .toList());
    }

    @DELETE
    @Path("/{fileId}")
    @Operation(
            operationId = "removeAnswerFile",
            summary = "Take a file back",
            description = "An answer cannot name it any more. It has been uploaded, and counts for the day.")
    @APIResponse(responseCode = "204", description = "It is no part of the answer")
    public void remove(@RestPath UUID id, @RestPath UUID fileId) {
        files.remove(id, caller.workerId(), fileId);
    }

    record AnswerFileList(List<AnswerFileView> items) {
        AnswerFileList {
            items = List.copyOf(items);
        }
    }
}
