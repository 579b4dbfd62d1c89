package dev.groundwork.task.claim;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;

import dev.groundwork.kit.problem.DomainProblem;
import dev.groundwork.kit.problem.TryLater;
import dev.groundwork.task.access.Caller;
import dev.groundwork.task.access.EventLoop;
import dev.groundwork.task.assignment.NewAnswer;
import dev.groundwork.task.assignment.Receipt;
import dev.groundwork.task.assignment.Submissions;

import io.smallrye.common.annotation.NonBlocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** A worker's step from one task to the next in one request, as a phone far away pays for every request with its wait. */
@Path("/v1/assignments/{id}/submit-and-claim")
@Tag(name = "Assignments")
@RolesAllowed("worker")
@NonBlocking
class NextTaskResource {

    private final Submissions submissions;
    private final ClaimDesk desk;
    private final Caller caller;

    NextTaskResource(Submissions submissions, ClaimDesk desk, Caller caller) {
        this.submissions = submissions;
        this.desk = desk;
        this.caller = caller;
    }

    @POST
    @Operation(
            operationId = "submitAndClaim",
            summary = "Hand in the answer and claim the next tasks of the job",
            description =
                    "As submit followed by a claim. The answer is safe whatever becomes of the claim: where no task is got,"
                            + " notClaimed says why. A repetition hands in nothing twice; with an Idempotency-Key it gets the same tasks.")
    @APIResponse(responseCode = "200", description = "Submitted, and what was claimed")
    @APIResponse(responseCode = "404", description = "assignment-not-found: there is none, or it is somebody else's")
    @APIResponse(
            responseCode = "409",
            description =
                    "already-submitted with another answer, answer-replaced, already-screened-out of this job, assignment-expired,"
                            + " assignment-returned")
    @APIResponse(responseCode = "422", description = "answer-invalid: errors names every fault by JSON pointer")
    public CompletionStage<Step> submitAndClaim(
            @RestPath UUID id,
            @RestQuery
                    @DefaultValue("1")
                    @Min(1) @Max(20) @Parameter(description = "how many tasks to claim at most", example = "1")
                    int count,
            @RestHeader("Idempotency-Key")
                    @Size(min = 1, max = 255) @Nullable @Parameter(description = "the same key again gets the same tasks again")
                    String idempotencyKey,
            @RestHeader(HttpHeaders.CONTENT_LENGTH) @DefaultValue("0") @Parameter(hidden = true) long length,
            @Valid @NotNull NewAnswer request) {
        var workerId = caller.workerId();
        var loop = EventLoop.present();
        return submissions.take(id, workerId, request, length).thenCompose(receipt -> {
            var wish = new Claim(receipt.jobId(), workerId, count, null, null, idempotencyKey);
            return claim(wish, loop).handle((claims, failure) -> step(receipt, claims, failure));
        });
    }

    private CompletionStage<Claims> claim(Claim wish, Executor loop) {
        try {
            return desk.claim(wish, loop);
        } catch (DomainProblem refusal) {
            return CompletableFuture.failedStage(refusal);
        }
    }

    private static Step step(Receipt receipt, @Nullable Claims claims, @Nullable Throwable failure) {
        if (claims != null) {
            return new Step(receipt, claims.items(), null);
        }
        var cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (cause instanceof DomainProblem refusal) {
            return new Step(receipt, List.of(), NotClaimed.of(refusal));
        }
        throw new IllegalStateException("the claim after assignment " + receipt.id() + " failed", cause);
    }

    /**
     * From one task to the next.
     *
     * @param claimed empty where {@code notClaimed} says why
     */
    record Step(
            Receipt submitted,
            List<ClaimedTask> claimed,
            @Nullable NotClaimed notClaimed) {}

    /**
     * Why no task was got; the code is one of those that a claim is refused with.
     *
     * @param detail a sentence for a person
     * @param retryAfterSeconds when the claim alone is worth another try; null where the refusal is no matter of time. With
     *     {@code outcome-unknown} the claim may have been got: repeat the request with the key that it had
     */
    @Schema(
            examples =
                    "{\"code\": \"no-tasks-left\", \"detail\": \"No task of this job is open to you now. One may come back when somebody returns it.\"}")
    record NotClaimed(String code, String detail, @Nullable Long retryAfterSeconds) {

        private static NotClaimed of(DomainProblem refusal) {
            return new NotClaimed(
                    refusal.code(),
                    refusal.detail(),
                    refusal instanceof TryLater later
                            ? Math.max(1, later.retryAfter().plusMillis(999).toSeconds())
                            : null);
        }
    }
}
