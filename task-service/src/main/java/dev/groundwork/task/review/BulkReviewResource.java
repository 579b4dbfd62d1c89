package dev.groundwork.task.review;

import java.util.List;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.task.access.Caller;
import dev.groundwork.task.review.AnswerReview.Reviewed;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Reviews of many assignments over HTTP. */
@Path("/v1/jobs/{jobId}/reviews")
@Tag(name = "Reviews")
@RolesAllowed("requester")
@RunOnVirtualThread
class BulkReviewResource {

    private final AnswerReview review;
    private final Caller caller;

    BulkReviewResource(AnswerReview review, Caller caller) {
        this.review = review;
        this.caller = caller;
    }

    @POST
    @Operation(
            operationId = "reviewAssignments",
            summary = "Approve many assignments of a job, or all that wait for a decision")
    @APIResponse(responseCode = "200", description = "How many were approved, and which were not and why")
    @APIResponse(responseCode = "404", description = "job-not-found: there is none, or it is somebody else's")
    public Reviewed reviewMany(@RestPath UUID jobId, @Valid @NotNull BulkReview request) {
        var requesterId = caller.changingRequesterId();
        boolean all = Boolean.TRUE.equals(request.approveAll());
        if (all == (request.approve() != null)) {
            throw new InvalidRequest(
                    "review-unclear", "Send either approve with the ids of assignments, or approveAll: true.");
        }
        return request.approve() == null
                ? review.approveAll(jobId, requesterId)
                : review.approveEach(jobId, requesterId, request.approve());
    }

    /** Which assignments to approve: named ones, or all that wait for a decision. */
    @Schema(examples = "{\"approveAll\": true}")
    record BulkReview(
            @Nullable @Size(min = 1, max = 10_000) List<@NotNull UUID> approve,
            @Nullable Boolean approveAll) {}
}
