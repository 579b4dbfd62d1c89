package dev.groundwork.task.assignment;

import java.util.UUID;
import java.util.concurrent.CompletionStage;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;

import dev.groundwork.task.access.Caller;

import io.smallrye.common.annotation.NonBlocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;

/** Answers over HTTP, on the event loop. */
@Path("/v1/assignments/{id}/submit")
@Tag(name = "Assignments")
@RolesAllowed("worker")
@NonBlocking
class SubmissionResource {

    private final Submissions submissions;
    private final Caller caller;

    SubmissionResource(Submissions submissions, Caller caller) {
        this.submissions = submissions;
        this.caller = caller;
    }

    @POST
    @Operation(
            operationId = "submitAssignment",
            summary = "Hand in the answer",
            description =
                    "Checked against the job's output schema. The same answer again gets the same response. Another answer"
                            + " takes its place until revisableUntil, where the job grants that and as long as nobody has decided."
                            + " A value that the spec names in screenOut says that the task is not for the worker: nothing else is"
                            + " asked for then, the state is SCREENED_OUT, pay says what the time is worth at the wage floor, up to"
                            + " the reward, and the job hands the worker no more tasks.")
    @APIResponse(
            responseCode = "200",
            description = "Submitted; silence approves at reviewDueAt. Or SCREENED_OUT, and paid")
    @APIResponse(responseCode = "404", description = "assignment-not-found: there is none, or it is somebody else's")
    @APIResponse(
            responseCode = "409",
            description =
                    "already-submitted with another answer, answer-replaced, already-screened-out of this job, assignment-expired,"
                            + " assignment-returned")
    @APIResponse(responseCode = "422", description = "answer-invalid: errors names every fault by JSON pointer")
    public CompletionStage<Receipt> submit(
            @RestPath UUID id,
            @RestHeader(HttpHeaders.CONTENT_LENGTH) @DefaultValue("0") @Parameter(hidden = true) long length,
            @Valid @NotNull NewAnswer request) {
        return submissions.take(id, caller.workerId(), request, length);
    }
}
