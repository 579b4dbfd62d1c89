package dev.groundwork.task.claim;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;

import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.task.access.Caller;
import dev.groundwork.task.access.EventLoop;

import io.smallrye.common.annotation.NonBlocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Claims over HTTP; on the event loop, as a claim does nothing but wait for the commit that it shares. */
@Path("/v1/jobs/{jobId}/claims")
@Tag(name = "Claims")
@RolesAllowed("worker")
@NonBlocking
class ClaimResource {

    private final ClaimDesk desk;
    private final Caller caller;

    ClaimResource(ClaimDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "claimTasks",
            summary = "Claim tasks of a job",
            description =
                    "Up to count tasks, or the one named in the body. Nobody gets a task twice. The reward and the deadline"
                            + " are fixed now.")
    @APIResponse(responseCode = "201", description = "At least one task")
    @APIResponse(responseCode = "403", description = "worker-suspended, place-not-admitted, screened-out")
    @APIResponse(responseCode = "404", description = "job-not-found, task-not-found")
    @APIResponse(responseCode = "409", description = "no-tasks-left, already-claimed, job-not-open, profile-missing")
    @APIResponse(responseCode = "422", description = "idempotency-key-reused")
    public CompletionStage<RestResponse<ClaimedTasks>> claim(
            @RestPath UUID jobId,
            @RestQuery
                    @DefaultValue("1")
                    @Min(1) @Max(20) @Parameter(description = "how many tasks at most", example = "5")
                    int count,
            @RestHeader("Idempotency-Key")
                    @Size(min = 1, max = 255) @Nullable @Parameter(description = "the same key again gets the same tasks again")
                    String idempotencyKey,
            @Valid @Nullable NamedTask named) {
        return respond(jobId, count, idempotencyKey, named);
    }

    /** Without a body some clients send a content type of their own choice, which means nothing then. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(hidden = true)
    public CompletionStage<RestResponse<ClaimedTasks>> claimNext(
            @RestPath UUID jobId,
            @RestQuery @DefaultValue("1") @Min(1) @Max(20) int count,
            @RestHeader("Idempotency-Key") @Size(min = 1, max = 255) @Nullable String idempotencyKey) {
        return respond(jobId, count, idempotencyKey, null);
    }

    private CompletionStage<RestResponse<ClaimedTasks>> respond(
            UUID jobId, int count, @Nullable String idempotencyKey, @Nullable NamedTask named) {
        return desk.claim(wish(jobId, count, idempotencyKey, named), EventLoop.present())
                .thenApply(ClaimResource::response);
    }

    private static RestResponse<ClaimedTasks> response(Claims claims) {
        var response =
                RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, new ClaimedTasks(claims.items()));
        if (claims.replayed()) {
            response.header("Idempotent-Replayed", "true");
        }
        return response.build();
    }

    private Claim wish(UUID jobId, int count, @Nullable String key, @Nullable NamedTask named) {
        if (named == null) {
            return new Claim(jobId, caller.workerId(), count, null, null, key);
        }
        if ((named.taskId() == null) == (named.externalId() == null)) {
            throw new InvalidRequest(
                    "task-not-named",
                    "Name the task by one of taskId and externalId, or send no body to get the next one.");
        }
        if (count != 1) {
            throw new InvalidRequest(
                    "count-of-named", "A named task is one task: leave count out, or send no body to get several.");
        }
        return new Claim(jobId, caller.workerId(), 1, named.taskId(), named.externalId(), key);
    }

    /** The task that it must be, by exactly one of its names. */
    @Schema(examples = "{\"externalId\": \"picture-17\"}")
    record NamedTask(
            @Nullable UUID taskId,
            @Nullable @Size(min = 1, max = 1000) String externalId) {}

    /** What was claimed. */
    record ClaimedTasks(List<ClaimedTask> items) {}
}
