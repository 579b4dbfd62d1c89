package dev.groundwork.task.assignment;

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
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** A job's assignments over HTTP, for its requester. */
@Path("/v1/jobs/{jobId}/assignments")
@Tag(name = "Assignments")
@RolesAllowed("requester")
@RunOnVirtualThread
class JobAssignmentResource {

    private final AssignmentRegister register;
    private final Caller caller;

    JobAssignmentResource(AssignmentRegister register, Caller caller) {
        this.register = register;
        this.caller = caller;
    }

    @GET
    @Operation(operationId = "listJobAssignments", summary = "A job's assignments in the order of their claims")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "404", description = "job-not-found: there is none, or it is somebody else's")
    public Page<AssignmentView> list(
            @RestPath UUID jobId,
            @RestQuery @Parameter(description = "Those at one task of the job only") @Nullable UUID taskId,
            @RestQuery @Nullable AssignmentState state,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("50") @Min(1) @Max(1000) int limit) {
        return register.ofJob(jobId, caller.requesterId(), taskId, state, cursor, limit);
    }
}
