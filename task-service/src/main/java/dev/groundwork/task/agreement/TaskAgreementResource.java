package dev.groundwork.task.agreement;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.paging.Page;
import dev.groundwork.task.access.Caller;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The tasks of a job by how clear they were, over HTTP. */
@Path("/v1/jobs/{jobId}/task-views")
@Tag(name = "Agreement")
@RolesAllowed("requester")
@RunOnVirtualThread
class TaskAgreementResource {

    private final AgreementDesk desk;
    private final Caller caller;

    TaskAgreementResource(AgreementDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listTaskViews",
            summary = "The answered tasks of a job, those with most disagreement first",
            description =
                    "What was answered, how sure that is, and the result. Tasks with a single answer come last, and are"
                            + " left out where minDisagreement is named. One property, the first with labels unless field names"
                            + " another.")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "unknown-output, invalid-cursor")
    @APIResponse(responseCode = "404", description = "job-not-found: there is none, or it is somebody else's")
    @APIResponse(responseCode = "503", description = "agreement-not-ready: a large job is being looked at")
    public Page<TaskAgreementView> list(
            @RestPath UUID jobId,
            @RestQuery @Nullable String field,
            @RestQuery @DefaultValue("0") @DecimalMin("0") @DecimalMax("1") double minDisagreement,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("50") @Min(1) @Max(1000) int limit) {
        return desk.tasks(desk.look(caller.requesterId(), jobId), field, minDisagreement, cursor, limit);
    }
}
