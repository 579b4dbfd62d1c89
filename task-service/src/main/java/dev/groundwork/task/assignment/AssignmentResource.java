package dev.groundwork.task.assignment;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.paging.Page;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.task.access.Caller;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Assignments over HTTP: what their worker does with them but hand in, and what requester and worker see of them. */
@Path("/v1/assignments")
@Tag(name = "Assignments")
@RunOnVirtualThread
class AssignmentResource {

    private final AssignmentWork work;
    private final AssignmentRegister register;
    private final Caller caller;
    private final SecurityIdentity identity;

    AssignmentResource(AssignmentWork work, AssignmentRegister register, Caller caller, SecurityIdentity identity) {
        this.work = work;
        this.register = register;
        this.caller = caller;
        this.identity = identity;
    }

    @POST
    @Path("/{id}/heartbeat")
    @RolesAllowed("worker")
    @Operation(
            operationId = "reportActiveTime",
            summary = "Report the active seconds so far",
            description = "The total, not the difference. It never falls and never passes the time since the claim.")
    @APIResponse(responseCode = "200", description = "What is credited so far")
    @APIResponse(responseCode = "409", description = "already-submitted, assignment-expired, assignment-returned")
    public Receipt heartbeat(@RestPath UUID id, @Valid @NotNull ActiveTime request) {
        return work.heartbeat(id, caller.workerId(), request.activeSeconds());
    }

    @POST
    @Path("/{id}/return")
    @RolesAllowed("worker")
    @Operation(
            operationId = "returnAssignment",
            summary = "Give the task back",
            description = "It goes to somebody else, before fresh tasks. Giving back never counts against the worker.")
    @APIResponse(responseCode = "200", description = "Returned")
    @APIResponse(responseCode = "409", description = "already-submitted, assignment-expired")
    public Receipt giveBack(@RestPath UUID id) {
        return work.giveBack(id, caller.workerId());
    }

    @GET
    @RolesAllowed("worker")
    @Operation(operationId = "listOwnAssignments", summary = "The worker's own assignments, newest first")
    public Page<AssignmentView> own(
            @RestQuery @Nullable AssignmentState state,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("50") @Min(1) @Max(200) int limit) {
        return register.ofWorker(caller.workerId(), state, cursor, limit);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({"worker", "requester"})
    @Operation(
            operationId = "getAssignment",
            summary = "One assignment, for its worker (with the task's input) or the job's requester")
    @APIResponse(responseCode = "200", description = "The assignment")
    @APIResponse(responseCode = "404", description = "assignment-not-found: there is none, or it is somebody else's")
    public AssignmentView one(@RestPath UUID id) {
        if (identity.hasRole("worker")) {
            var own = register.ofWorker(caller.workerId(), id);
            if (own.isPresent()) {
                return own.get();
            }
        }
        if (identity.hasRole("requester")) {
            return register.ofRequester(caller.requesterId(), id).orElseThrow(() -> new NotFound("assignment", id));
        }
        throw new NotFound("assignment", id);
    }

    /** Active time so far. */
    @Schema(examples = "{\"activeSeconds\": 12}")
    record ActiveTime(@NotNull @PositiveOrZero Long activeSeconds) {}
}
