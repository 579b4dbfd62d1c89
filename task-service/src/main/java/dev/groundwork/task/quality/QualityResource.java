package dev.groundwork.task.quality;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import dev.groundwork.task.access.Caller;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** How a job does, over HTTP, for its requester. */
@Path("/v1/jobs/{jobId}/quality")
@Tag(name = "Quality")
@RolesAllowed("requester")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
class QualityResource {

    private final Monitor monitor;
    private final Caller caller;

    QualityResource(Monitor monitor, Caller caller) {
        this.monitor = monitor;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "getJobQuality",
            summary = "What a job promises of its labels, and what its control tasks show",
            description =
                    "Labels bought, tasks by state, promised confidence next to the accuracy on hidden control tasks that"
                            + " were closed like any other, calibration, control tasks in use, leaks, and warnings.")
    @APIResponse(responseCode = "200", description = "The state of now")
    @APIResponse(responseCode = "404", description = "job-not-found, quality-not-found: the job has no quality policy")
    public QualityView quality(@RestPath UUID jobId) {
        return monitor.of(caller.requesterId(), jobId);
    }
}
