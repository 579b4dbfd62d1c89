package dev.groundwork.task.agreement;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.paging.Page;
import dev.groundwork.task.access.Caller;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The workers of a job over HTTP. */
@Path("/v1/jobs/{jobId}/workers")
@Tag(name = "Agreement")
@RolesAllowed("requester")
@RunOnVirtualThread
class JobWorkerResource {

    private final AgreementDesk desk;
    private final Caller caller;

    JobWorkerResource(AgreementDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listJobWorkers",
            summary = "The workers of a job, those with most answers first",
            description =
                    "How their answers stand to those of others and to the results, how long they took and what became"
                            + " of them. Agreement is told of one property, the first with labels unless field names another.")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "unknown-output")
    @APIResponse(responseCode = "404", description = "job-not-found: there is none, or it is somebody else's")
    @APIResponse(responseCode = "503", description = "agreement-not-ready: a large job is being looked at")
    public Page<JobWorkerView> list(
            @RestPath UUID jobId,
            @RestQuery @Nullable String field,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("50") @Min(1) @Max(1000) int limit) {
        return desk.workers(desk.look(caller.requesterId(), jobId), field, cursor, limit);
    }
}
