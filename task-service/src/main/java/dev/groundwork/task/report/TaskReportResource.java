package dev.groundwork.task.report;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;

import dev.groundwork.task.access.Caller;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** A worker's report of a task over HTTP. */
@Path("/v1/assignments/{id}/report")
@Tag(name = "Assignments")
@RolesAllowed("worker")
@RunOnVirtualThread
class TaskReportResource {

    private final TaskReports reports;
    private final Caller caller;

    TaskReportResource(TaskReports reports, Caller caller) {
        this.reports = reports;
        this.caller = caller;
    }

    @PUT
    @Operation(
            operationId = "reportTask",
            summary = "Say that something is wrong with the task",
            description =
                    "The last word on an attempt counts, at any time. It never counts against you: not in your record, not in"
                            + " your pay, not in what you are offered. The claim stays as it is; answer the task or give it back."
                            + " The requester sees what was said and on which day, without your name; where you alone had the task"
                            + " they can tell who it was. The marketplace's staff looks where several"
                            + " workers report, or one reports harm or personal data.")
    @APIResponse(responseCode = "200", description = "Taken")
    @APIResponse(responseCode = "400", description = "invalid-request: OTHER needs a note")
    @APIResponse(responseCode = "404", description = "assignment-not-found: there is none, or it is somebody else's")
    public TaskReportView report(@RestPath UUID id, @Valid @NotNull NewReport request) {
        return reports.report(id, caller.workerId(), request.fault(), request.note());
    }
}
