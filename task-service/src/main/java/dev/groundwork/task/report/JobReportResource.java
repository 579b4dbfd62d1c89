package dev.groundwork.task.report;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.paging.Page;
import dev.groundwork.task.access.Caller;
import dev.groundwork.task.job.JobDesk;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The reported tasks of a job over HTTP, for its requester. */
@Path("/v1/jobs/{jobId}/task-reports")
@Tag(name = "Jobs")
@RolesAllowed("requester")
@RunOnVirtualThread
class JobReportResource {

    private final JobDesk jobs;
    private final ReportRegister reports;
    private final Caller caller;

    JobReportResource(JobDesk jobs, ReportRegister reports, Caller caller) {
        this.jobs = jobs;
        this.reports = reports;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listReportedTasks",
            summary = "The tasks that workers have reported, in their order",
            description =
                    "How many workers found what wrong with each, on which day at last, and what they wrote; without their names.")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "404", description = "job-not-found: there is none, or it is somebody else's")
    public Page<ReportedTask> list(
            @RestPath UUID jobId,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("50") @Min(1) @Max(200) int limit) {
        return reports.ofJob(jobs.get(caller.requesterId(), jobId).id(), cursor, limit);
    }
}
