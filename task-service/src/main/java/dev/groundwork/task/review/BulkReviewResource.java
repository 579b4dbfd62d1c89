package dev.groundwork.task.review;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.task.access.Caller;
import dev.groundwork.task.assignment.Rejection;
import dev.groundwork.task.assignment.RejectionReason;
import dev.groundwork.task.review.AnswerReview.Reviewed;
import dev.groundwork.task.review.AnswerReview.Reviewer;

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
            summary = "Decide on many assignments of a job, or approve all that wait for a decision",
            description =
                    "One kind of decision a request. Some hundred assignments go into one transaction; what cannot be"
                            + " decided is skipped and named with the code that a single review would have been refused with.")
    @APIResponse(responseCode = "200", description = "How many were decided, and which were not and why")
    @APIResponse(responseCode = "404", description = "job-not-found: there is none, or it is somebody else's")
    @APIResponse(
            responseCode = "422",
            description =
                    "rejection-needs-reason, rejection-needs-evidence, rejection-needs-clause in any of the rejections")
    public Reviewed reviewMany(@RestPath UUID jobId, @Valid @NotNull BulkReview request) {
        var requesterId = caller.changingRequesterId();
        if (request.decisions() != 1) {
            throw new InvalidRequest(
                    "review-unclear",
                    "Send one of approve or softReject with the ids of assignments, reject with their rejections, or"
                            + " approveAll: true.");
        }
        if (request.approve() != null) {
            return review.approveEach(jobId, requesterId, request.approve());
        }
        if (request.softReject() != null) {
            return review.acceptUnusedEach(jobId, requesterId, request.softReject(), request.feedback());
        }
        if (request.reject() != null) {
            var rejections = new LinkedHashMap<UUID, Rejection>();
            request.reject().forEach(one -> rejections.putIfAbsent(one.id(), one.toRejection()));
            return review.rejectEach(jobId, new Reviewer(requesterId, caller.personId()), rejections);
        }
        return review.approveAll(jobId, requesterId);
    }

    /**
     * Which assignments to decide on, and how.
     *
     * @param feedback a word to the workers of what is soft-rejected
     */
    @Schema(
            examples = {
                "{\"approveAll\": true}",
                "{\"softReject\": [\"0198c0de-0000-7000-8000-000000000101\"], \"feedback\": \"Thank you; the picture was replaced.\"}",
                """
                {"reject": [{"id": "0198c0de-0000-7000-8000-000000000102", "reason": "WRONG_ANSWER",
                             "evidence": "It is a dog.", "items": ["/label"], "clause": "2: dogs"}]}"""
            })
    record BulkReview(
            @Nullable @Size(min = 1, max = 10_000) List<@NotNull UUID> approve,
            @Nullable @Size(min = 1, max = 10_000) List<@NotNull UUID> softReject,
            @Nullable @Size(min = 1, max = 1_000) List<@NotNull @Valid OneRejection> reject,
            @Nullable @Size(max = 2000) String feedback,
            @Nullable Boolean approveAll) {

        private long decisions() {
            return Stream.of(approve, softReject, reject, Boolean.TRUE.equals(approveAll) ? approveAll : null)
                    .filter(Objects::nonNull)
                    .count();
        }
    }

    /** A rejection and the assignment that it is of; the other members are those of a single rejection. */
    record OneRejection(
            @NotNull UUID id,

            @Nullable @Schema(implementation = RejectionReason.class)
            String reason,

            @Nullable @Size(max = 4000) String evidence,
            @Nullable @Size(max = 100) List<@NotNull @Size(max = 500) String> items,
            @Nullable @Size(max = 1000) String clause,
            @Nullable @Size(max = 2000) String note) {

        private Rejection toRejection() {
            return new NewRejection(reason, evidence, items, clause, note).toRejection();
        }
    }
}
