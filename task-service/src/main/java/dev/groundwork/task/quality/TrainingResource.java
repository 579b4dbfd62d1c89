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

/** A worker's own standing in the training of a job, over HTTP. */
@Path("/v1/jobs/{jobId}/training")
@Tag(name = "Training")
@RolesAllowed("worker")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
class TrainingResource {

    private final Training training;
    private final Caller caller;

    TrainingResource(Training training, Caller caller) {
        this.training = training;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "getTraining",
            summary = "Where you stand in a job's training",
            description =
                    "Training is paid like any answer. When enough of one attempt is right, claims give real tasks.")
    @APIResponse(responseCode = "200", description = "Your standing")
    @APIResponse(responseCode = "404", description = "job-not-found, training-not-found")
    public Training.Standing standing(@RestPath UUID jobId) {
        return training.standing(caller.workerId(), jobId);
    }
}
