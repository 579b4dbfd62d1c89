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
import org.jspecify.annotations.Nullable;

/** What a console draws of a job, over HTTP. */
@Path("/v1/jobs/{jobId}/charts")
@Tag(name = "Agreement")
@RolesAllowed("requester")
@RunOnVirtualThread
class ChartsResource {

    private final AgreementDesk desk;
    private final Caller caller;

    ChartsResource(AgreementDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    @GET
    @Operation(operationId = "getCharts", summary = "Throughput, times, labels and agreement of a job as histograms")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ChartsView.class)))
    @APIResponse(responseCode = "304", description = "As the caller has it")
    @APIResponse(responseCode = "404", description = "job-not-found: there is none, or it is somebody else's")
    @APIResponse(responseCode = "503", description = "agreement-not-ready: a large job is being looked at")
    public Response charts(@RestPath UUID jobId, @RestHeader("If-None-Match") @Nullable String ifNoneMatch) {
        return Tagged.answer(desk.look(caller.requesterId(), jobId), ifNoneMatch, desk::charts);
    }
}
