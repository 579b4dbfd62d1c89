package dev.groundwork.task.control;

import java.util.List;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import dev.groundwork.kit.paging.Page;
import dev.groundwork.task.access.Caller;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Control and training tasks over HTTP, for the job's requester. */
@Path("/v1/jobs/{jobId}/control-tasks")
@Tag(name = "Quality")
@RolesAllowed("requester")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
class ControlTaskResource {

    private final ControlTasks controls;
    private final Caller caller;

    ControlTaskResource(ControlTasks controls, Caller caller) {
        this.controls = controls;
        this.caller = caller;
    }

    /** Control and training tasks to add. */
    @Schema(examples = """
                    {"items": [{"externalId": "k-1", "input": {"text": "What a lovely day"}, "gold": {"mood": "happy"}},
                               {"externalId": "k-2", "input": {"text": "I miss the sea"}, "gold": {"mood": "sad"},
                                "explanation": "Missing something is sad.", "training": true}]}""")
    record NewControlTasks(@NotEmpty @Size(max = 1000) List<@Valid @NotNull NewControlTask> items) {}

    /**
     * A task with its right answer.
     *
     * @param gold fits the output schema
     * @param explanation why it is right, shown after a training answer
     * @param training false when left out: mixed in unseen
     */
    record NewControlTask(
            @NotBlank @Size(max = 255) String externalId,
            @NotNull @Schema(type = SchemaType.OBJECT) JsonNode input,
            @NotNull @Schema(type = SchemaType.OBJECT) JsonNode gold,
            @Nullable @Size(max = 5000) String explanation,
            @Nullable Boolean training) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "addControlTasks",
            summary = "Add tasks with known answers, also to a job that is under way",
            description =
                    "All or none. Workers cannot tell them from other tasks; their answers are bought from the part of the"
                            + " hold that the policy sets aside. The same task again is counted and changes nothing.")
    @APIResponse(responseCode = "200", description = "How many are new")
    @APIResponse(responseCode = "400", description = "invalid-gold: errors names every fault by JSON pointer")
    @APIResponse(responseCode = "404", description = "job-not-found, media-not-found")
    @APIResponse(
            responseCode = "409",
            description = "job-ended, job-without-control, job-without-training, external-id-taken")
    public ControlTasks.Added add(@RestPath UUID jobId, @Valid @NotNull NewControlTasks body) {
        return controls.add(
                caller.changingRequesterId(),
                jobId,
                body.items().stream()
                        .map(item -> new ControlTasks.NewTask(
                                item.externalId(),
                                item.input(),
                                item.gold(),
                                item.explanation(),
                                Boolean.TRUE.equals(item.training())))
                        .toList());
    }

    @GET
    @Operation(operationId = "listControlTasks", summary = "Control and training tasks, in the order of the job")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "404", description = "job-not-found")
    public Page<ControlTaskView> list(
            @RestPath UUID jobId,
            @RestQuery ControlTasks.@Nullable State state,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return controls.list(caller.requesterId(), jobId, state, cursor, limit);
    }

    /** Why a control task is taken out of use. */
    @Schema(examples = "{\"reason\": \"the answer is on a forum\"}")
    record Retirement(@Nullable @Size(max = 500) String reason) {}

    @POST
    @Path("/{taskId}/retire")
    @ResponseStatus(204)
    @Operation(
            operationId = "retireControlTask",
            summary = "Hand a control task out no more",
            description = "What was answered counts on. Retiring it again changes nothing.")
    @APIResponse(responseCode = "204", description = "Out of use")
    @APIResponse(responseCode = "404", description = "job-not-found, control-task-not-found")
    public void retire(@RestPath UUID jobId, @RestPath UUID taskId, @Valid @Nullable Retirement body) {
        controls.retire(caller.changingRequesterId(), jobId, taskId, body == null ? null : body.reason());
    }
}
