package dev.groundwork.task.review;

import java.util.Arrays;
import java.util.Map;
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
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.access.Caller;
import dev.groundwork.task.assignment.AssignmentRegister;
import dev.groundwork.task.assignment.AssignmentView;
import dev.groundwork.task.assignment.Rejection;
import dev.groundwork.task.assignment.RejectionReason;

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
    @Path("/{id}/reject")
    @Operation(
            operationId = "rejectAssignment",
            summary = "Propose to reject an answer",
            description =
                    "Needs a reason of the closed list, evidence in the answer, and the clause of the instructions that was"
                            + " broken. The money stays held.")
    @APIResponse(responseCode = "200", description = "REJECTION_HELD")
    @APIResponse(responseCode = "404", description = "assignment-not-found: there is none, or it is somebody else's")
    @APIResponse(responseCode = "409", description = "not-submitted, already-decided")
    @APIResponse(
            responseCode = "422",
            description = "rejection-needs-reason, rejection-needs-evidence, rejection-needs-clause")
    public AssignmentView reject(@RestPath UUID id, @Valid @NotNull NewRejection request) {
        var requesterId = caller.changingRequesterId();
        review.reject(id, requesterId, request.toRejection());
        return view(id, requesterId);
    }

    private AssignmentView view(UUID id, UUID requesterId) {
        return register.ofRequester(requesterId, id).orElseThrow(() -> new NotFound("assignment", id));
    }

    /** A word to the worker, if any. */
    @Schema(examples = "{\"feedback\": \"Thank you, exactly right.\"}")
    record Approval(@Nullable @Size(max = 2000) String feedback) {}

    /**
     * A proposed rejection.
     *
     * @param reason one of the closed list
     * @param evidence what in the answer shows the fault
     * @param clause the clause of the instructions that was broken
     */
    @Schema(examples = """
                    {"reason": "INSTRUCTIONS_NOT_FOLLOWED", "evidence": "The box leaves out the whole left half of the car.",
                     "clause": "3: the box encloses the whole object", "note": "See the second example."}""")
    record NewRejection(
            @Nullable @Schema(implementation = RejectionReason.class)
            String reason,

            @Nullable @Size(max = 4000) String evidence,
            @Nullable @Size(max = 1000) String clause,
            @Nullable @Size(max = 2000) String note) {

        Rejection toRejection() {
            var allowed =
                    Arrays.stream(RejectionReason.values()).map(Enum::name).toList();
            if (reason == null || !allowed.contains(reason)) {
                throw new Unprocessable(
                        "rejection-needs-reason",
                        "A rejection needs one of these reasons: %s.".formatted(String.join(", ", allowed)),
                        Map.of("reasons", allowed));
            }
            return new Rejection(
                    RejectionReason.valueOf(reason),
                    needed(
                            evidence,
                            "rejection-needs-evidence",
                            "A rejection needs evidence: say what in this answer shows the fault."),
                    needed(
                            clause,
                            "rejection-needs-clause",
                            "A rejection needs the clause of the instructions that was broken."),
                    note);
        }

        private static String needed(@Nullable String text, String code, String detail) {
            if (text == null || text.isBlank()) {
                throw new Unprocessable(code, detail);
            }
            return text;
        }
    }
}
