package dev.groundwork.task.quality;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import dev.groundwork.task.access.Caller;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The right answers of a training, over HTTP. */
@Path("/v1/assignments/{id}/feedback")
@Tag(name = "Training")
@RolesAllowed("worker")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
class FeedbackResource {

    private final Training training;
    private final Caller caller;

    FeedbackResource(Training training, Caller caller) {
        this.training = training;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "getTrainingFeedback",
            summary = "The right answer to a training task, and why",
            description = "Once your own answer is in. There is feedback on training tasks only.")
    @APIResponse(responseCode = "200", description = "The right answer")
    @APIResponse(responseCode = "404", description = "assignment-not-found, feedback-not-found")
    public Training.Feedback feedback(@RestPath UUID id) {
        return training.feedback(caller.workerId(), id);
    }
}
