package dev.groundwork.task.assignment;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;

import dev.groundwork.task.access.Caller;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.NonBlocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Answers over HTTP; on the event loop, as a submission mostly does nothing but wait for the commit that it shares. */
@Path("/v1/assignments/{id}/submit")
@Tag(name = "Assignments")
@RolesAllowed("worker")
@NonBlocking
class SubmissionResource {

    /** Bytes of a request whose answer is held to its schema on the event loop, where nobody else is served meanwhile. */
    private static final long QUICKLY_CHECKED = 16 * 1024;

    private final AssignmentWork work;
    private final Caller caller;
    private final ExecutorService virtualThreads;

    SubmissionResource(AssignmentWork work, Caller caller, @VirtualThreads ExecutorService virtualThreads) {
        this.work = work;
        this.caller = caller;
        this.virtualThreads = virtualThreads;
    }

    @POST
    @Operation(
            operationId = "submitAssignment",
            summary = "Hand in the answer",
            description =
                    "Checked against the job's output schema. The same answer again gets the same response. Another answer"
                            + " takes its place until revisableUntil, where the job grants that and as long as nobody has decided.")
    @APIResponse(responseCode = "200", description = "Submitted; silence approves at reviewDueAt")
    @APIResponse(responseCode = "404", description = "assignment-not-found: there is none, or it is somebody else's")
    @APIResponse(
            responseCode = "409",
            description =
                    "already-submitted with another answer, answer-replaced, assignment-expired, assignment-returned")
    @APIResponse(responseCode = "422", description = "answer-invalid: errors names every fault by JSON pointer")
    public CompletionStage<Receipt> submit(
            @RestPath UUID id,
            @RestHeader(HttpHeaders.CONTENT_LENGTH) @DefaultValue("0") @Parameter(hidden = true) long length,
            @Valid @NotNull NewAnswer request) {
        var workerId = caller.workerId();
        if (length <= QUICKLY_CHECKED && work.isQuick(id)) {
            return work.submit(id, workerId, request.answer(), request.activeSeconds(), request.restores());
        }
        return CompletableFuture.completedStage(request)
                .thenComposeAsync(
                        asked -> work.submit(id, workerId, asked.answer(), asked.activeSeconds(), asked.restores()),
                        virtualThreads);
    }

    /**
     * An answer to hand in.
     *
     * @param activeSeconds total active time; left out where the client measured none
     * @param restore true to go back to an answer that you replaced; without it such an answer is taken for a late repeat
     */
    @Schema(examples = "{\"answer\": {\"label\": \"cat\"}, \"activeSeconds\": 19}")
    record NewAnswer(
            @NotNull @Schema(type = SchemaType.OBJECT, implementation = Object.class)
            JsonNode answer,

            @Nullable @PositiveOrZero Long activeSeconds,
            @Nullable Boolean restore) {

        private boolean restores() {
            return Boolean.TRUE.equals(restore);
        }
    }
}
