package dev.groundwork.task.worktime;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.groundwork.task.access.Caller;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;

/** A worker's word against the measured time of an assignment, over HTTP. */
@Path("/v1/assignments")
@Tag(name = "Time")
@RolesAllowed("worker")
@RunOnVirtualThread
class MeasuredTimeResource {

    private final TimeDisputes disputes;
    private final Caller caller;

    MeasuredTimeResource(TimeDisputes disputes, Caller caller) {
        this.disputes = disputes;
        this.caller = caller;
    }

    @POST
    @Path("/{id}/time-dispute")
    @ResponseStatus(201)
    @Operation(
            operationId = "disputeTime",
            summary = "Say that the measured time is too short",
            description =
                    "For an assignment that was submitted or ran out of time, within 30 days. More than the time from claim to"
                            + " submission or deadline is refused by rule; anything between that and the measured time goes to a person, and counts if nobody answers in 14 days.")
    @APIResponse(responseCode = "201", description = "A person will look at it")
    @APIResponse(responseCode = "404", description = "assignment-not-found: there is none, or it is somebody else's")
    @APIResponse(responseCode = "409", description = "not-submitted, time-disputed-already, time-dispute-too-late")
    @APIResponse(responseCode = "422", description = "time-beyond-wall, time-not-above-measured")
    public TimeDisputeView open(@RestPath UUID id, @Valid @NotNull NewTimeDispute request) {
        return disputes.open(
                caller.workerId(),
                id,
                request.claimedSeconds(),
                request.reason().strip());
    }

    /** A worker's word against a measured time. */
    @Schema(examples = "{\"claimedSeconds\": 400, \"reason\": \"I read the long instructions on paper.\"}")
    record NewTimeDispute(
            @NotNull @Positive Long claimedSeconds,
            @NotBlank @Size(max = 2000) String reason) {}
}
