package dev.groundwork.task.agreement;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

import dev.groundwork.task.access.Caller;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The agreement in a job over HTTP. */
@Path("/v1/jobs/{jobId}/agreement")
@Tag(name = "Agreement")
@RolesAllowed("requester")
@RunOnVirtualThread
class AgreementResource {

    private final AgreementDesk desk;
    private final Caller caller;

    AgreementResource(AgreementDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "getAgreement",
            summary = "How far the workers of a job agree, property by property",
            description =
                    "Percent agreement, Krippendorff's alpha, Fleiss' kappa and Cohen's kappa of pairs, over the usable"
                            + " answers. Where a number does not exist, missing says why. With If-None-Match, 304 while nothing has"
                            + " changed.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AgreementView.class)))
    @APIResponse(responseCode = "304", description = "As the caller has it")
    @APIResponse(responseCode = "404", description = "job-not-found: there is none, or it is somebody else's")
    @APIResponse(responseCode = "503", description = "agreement-not-ready: a large job is being looked at")
    public Response agreement(@RestPath UUID jobId, @RestHeader("If-None-Match") @Nullable String ifNoneMatch) {
        return Tagged.answer(desk.look(caller.requesterId(), jobId), ifNoneMatch, desk::agreement);
    }

    @GET
    @Path("/confusion")
    @Operation(
            operationId = "getConfusion",
            summary = "Which labels are given where which are the result",
            description = "Of everybody, or of one worker. field is the first property with labels unless named.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ConfusionView.class)))
    @APIResponse(responseCode = "304", description = "As the caller has it")
    @APIResponse(responseCode = "400", description = "unknown-output")
    @APIResponse(responseCode = "404", description = "job-not-found, worker-not-found")
    @APIResponse(responseCode = "422", description = "field-without-labels, too-many-labels")
    public Response confusion(
            @RestPath UUID jobId,
            @RestQuery @Nullable String field,
            @RestQuery @Nullable UUID worker,
            @RestHeader("If-None-Match") @Nullable String ifNoneMatch) {
        return Tagged.answer(
                desk.look(caller.requesterId(), jobId), ifNoneMatch, seen -> desk.confusion(seen, field, worker));
    }
}
