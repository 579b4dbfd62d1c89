package dev.groundwork.task.review;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;

import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.task.access.Caller;
import dev.groundwork.task.assignment.AssignmentRegister;
import dev.groundwork.task.assignment.AssignmentView;
import dev.groundwork.task.review.AnswerReview.Reviewer;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Reviews over HTTP. */
@Path("/v1/assignments")
@Tag(name = "Reviews")
@RolesAllowed("requester")
@RunOnVirtualThread
class ReviewResource {

    private final AnswerReview review;
    private final AssignmentRegister register;
    private final Caller caller;

    ReviewResource(AnswerReview review, AssignmentRegister register, Caller caller) {
        this.review = review;
        this.register = register;
        this.caller = caller;
    }

    @POST
    @Path("/{id}/approve")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "approveAssignment", summary = "Accept an answer: the worker has earned the reward")
    @APIResponse(responseCode = "200", description = "Approved, now or before")
    @APIResponse(responseCode = "404", description = "assignment-not-found: there is none, or it is somebody else's")
    @APIResponse(
            responseCode = "409",
            description = "not-submitted, already-decided, assignment-returned, assignment-expired")
    public AssignmentView approve(@RestPath UUID id, @Valid @Nullable Approval request) {
        var requesterId = caller.changingRequesterId();
        review.approve(id, requesterId, request == null ? null : request.feedback());
        return view(id, requesterId);
    }

    /** Without a body some clients send a content type of their own choice, which means nothing then. */
    @POST
    @Path("/{id}/approve")
    @Consumes(MediaType.WILDCARD)
    @Operation(hidden = true)
    public AssignmentView approve(@RestPath UUID id) {
        return approve(id, null);
    }

    @POST
    @Path("/{id}/soft-reject")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "softRejectAssignment",
            summary = "Pay for an answer and leave it out: the worker has earned the reward")
    @APIResponse(responseCode = "200", description = "ACCEPTED_UNUSED, now or before; in no result and no export")
    @APIResponse(responseCode = "404", description = "assignment-not-found: there is none, or it is somebody else's")
    @APIResponse(
            responseCode = "409",
            description = "not-submitted, already-decided, answer-revisable, review-too-late, assignment-returned,"
                    + " assignment-expired")
    public AssignmentView softReject(@RestPath UUID id, @Valid @Nullable Approval request) {
        var requesterId = caller.changingRequesterId();
        review.acceptUnused(id, requesterId, request == null ? null : request.feedback());
        return view(id, requesterId);
    }

    /** As for an approval without a body. */
    @POST
    @Path("/{id}/soft-reject")
    @Consumes(MediaType.WILDCARD)
    @Operation(hidden = true)
    public AssignmentView softReject(@RestPath UUID id) {
        return softReject(id, null);
    }

    @POST
    @Path("/{id}/reject")
    @Operation(
            operationId = "rejectAssignment",
            summary = "Propose to reject an answer",
            description =
                    "Needs a reason of the closed list, evidence in the answer, and the clause of the instructions that was"
                            + " broken. The money stays held until the rejection is final: the worker may appeal, and a"
                            + " person who is not of your organisation rules. outcome and payable say what is paid if it stands.")
    @APIResponse(responseCode = "200", description = "REJECTION_HELD")
    @APIResponse(responseCode = "404", description = "assignment-not-found: there is none, or it is somebody else's")
    @APIResponse(
            responseCode = "409",
            description = "not-submitted, already-decided, answer-revisable, review-too-late")
    @APIResponse(
            responseCode = "422",
            description =
                    "rejection-needs-reason, rejection-needs-evidence, rejection-needs-clause, evidence-not-found,"
                            + " gold-miss-needs-more, speed-not-shown")
    @APIResponse(
            responseCode = "423",
            description = "rejections-locked: more rejections than is usual wait for a person of the platform")
    public AssignmentView reject(@RestPath UUID id, @Valid @NotNull NewRejection request) {
        var requesterId = caller.changingRequesterId();
        review.reject(id, new Reviewer(requesterId, caller.personId()), request.toRejection());
        return view(id, requesterId);
    }

    private AssignmentView view(UUID id, UUID requesterId) {
        return register.ofRequester(requesterId, id).orElseThrow(() -> new NotFound("assignment", id));
    }

    /** A word to the worker, if any. */
    @Schema(examples = "{\"feedback\": \"Thank you, exactly right.\"}")
    record Approval(@Nullable @Size(max = 2000) String feedback) {}
}
