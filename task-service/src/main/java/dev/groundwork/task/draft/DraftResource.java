package dev.groundwork.task.draft;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;

import dev.groundwork.task.access.Caller;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Drafts of answers over HTTP, for the workers whose they are and nobody else. */
@Path("/v1/assignments/{id}/draft")
@Tag(name = "Assignments")
@RolesAllowed("worker")
@RunOnVirtualThread
class DraftResource {

    private final Drafts drafts;
    private final Caller caller;

    DraftResource(Drafts drafts, Caller caller) {
        this.drafts = drafts;
        this.caller = caller;
    }

    @PUT
    @Operation(
            operationId = "saveDraft",
            summary = "Keep the answer as far as it has come",
            description =
                    "Up to 256 KiB, so that you can go on with it on another device; save when the work pauses, not with every"
                            + " change. It need not fit the output schema, and nobody else reads it. It goes when the answer is"
                            + " handed in, the task is given back or its time is over.")
    @APIResponse(responseCode = "200", description = "Kept; send its revision with the next one")
    @APIResponse(responseCode = "404", description = "assignment-not-found: there is none, or it is somebody else's")
    @APIResponse(
            responseCode = "409",
            description =
                    "draft-changed: another device has saved meanwhile; assignment-not-in-hand: the claim has ended")
    @APIResponse(responseCode = "413", description = "too-large: more than is kept here")
    public DraftView save(@RestPath UUID id, @Valid @NotNull NewDraft request) {
        return drafts.save(
                id, caller.workerId(), request.revision(), request.answer().toString());
    }

    @GET
    @Operation(operationId = "getDraft", summary = "The answer as far as it has come")
    @APIResponse(responseCode = "200", description = "The draft")
    @APIResponse(responseCode = "404", description = "draft-not-found: nothing was saved, or the claim has ended")
    public DraftView get(@RestPath UUID id) {
        return drafts.get(id, caller.workerId());
    }
}
