package dev.groundwork.task.appeal;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.task.access.Caller;
import dev.groundwork.task.assignment.AssignmentRegister;
import dev.groundwork.task.assignment.AssignmentView;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Appeals over HTTP, for the worker whose answer was rejected. */
@Path("/v1/assignments/{id}/appeal")
@Tag(name = "Appeals")
@RolesAllowed("worker")
@RunOnVirtualThread
class WorkerAppealResource {

    private final AppealDesk desk;
    private final AssignmentRegister register;
    private final Caller caller;

    WorkerAppealResource(AppealDesk desk, AssignmentRegister register, Caller caller) {
        this.desk = desk;
        this.register = register;
        this.caller = caller;
    }

    @POST
    @Operation(
            operationId = "appealRejection",
            summary = "Contest a rejection",
            description =
                    "Until appealUntil of the assignment. A person who is not the requester looks at task, instructions,"
                            + " answer and evidence without knowing who either side is, and rules; without a ruling by rulingDueAt you"
                            + " are paid. An appeal never counts against you.")
    @APIResponse(responseCode = "200", description = "APPEALED; rulingDueAt says until when")
    @APIResponse(responseCode = "404", description = "assignment-not-found: there is none, or it is somebody else's")
    @APIResponse(responseCode = "409", description = "nothing-to-appeal, already-appealed, appeal-too-late")
    public AssignmentView appeal(@RestPath UUID id, @Valid @NotNull NewAppeal request) {
        var workerId = caller.workerId();
        desk.file(id, workerId, request.reason());
        return register.ofWorker(workerId, id).orElseThrow(() -> new NotFound("assignment", id));
    }

    /** Why the rejection is wrong, in the worker's words. */
    @Schema(
            examples =
                    "{\"reason\": \"The pole is hidden behind the van; clause 3 says to leave out what is hidden.\"}")
    record NewAppeal(@NotBlank @Size(max = 4000) String reason) {}
}
