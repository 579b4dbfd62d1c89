package dev.groundwork.task.assignment;

import java.time.Clock;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
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
    private final Clock clock;

    AssignmentResource(
            AssignmentWork work, AssignmentRegister register, Caller caller, SecurityIdentity identity, Clock clock) {
        this.work = work;
        this.register = register;
        this.caller = caller;
        this.identity = identity;
        this.clock = clock;
    }

    @POST
    @Path("/{id}/heartbeat")
    @RolesAllowed("worker")
    @Operation(
            operationId = "reportActiveTime",
            summary = "Say that the work goes on",
            description =
                    "Either events: coarse signs of work since the last heartbeat, from which the service measures the time"
                            + " (focus, blur, input at most every five seconds, media-play, media-stop; nothing else is taken). Send one"
                            + " at once when the task loses the focus, and every half minute otherwise. Or activeSeconds: the total so far"
                            + " by your own count, which is used where no events came. Both never pass the time since the claim.")
    @APIResponse(responseCode = "200", description = "What is credited so far")
    @APIResponse(responseCode = "400", description = "invalid-request, unknown-field: no other field is taken")
    @APIResponse(responseCode = "409", description = "already-submitted, assignment-expired, assignment-returned")
    public Receipt heartbeat(@RestPath UUID id, @Valid @NotNull Heartbeat request) {
        return request.events() == null
                ? work.heartbeat(id, caller.workerId(), request.reportedSeconds())
                : work.observe(id, caller.workerId(), request.activities(clock.instant()), request.activeSeconds());
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
}
