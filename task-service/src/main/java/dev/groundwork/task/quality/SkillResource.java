package dev.groundwork.task.quality;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.task.access.Caller;
import dev.groundwork.task.job.JobDesk;
import dev.groundwork.task.spec.TaskSpecs;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What control tasks show of the workers of a job, over HTTP, for its requester. */
@Path("/v1/jobs/{jobId}/skills")
@Tag(name = "Quality")
@RolesAllowed("requester")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
class SkillResource {

    private final WorkerSkills skills;
    private final JobDesk jobs;
    private final TaskSpecs specs;
    private final Caller caller;

    SkillResource(WorkerSkills skills, JobDesk jobs, TaskSpecs specs, Caller caller) {
        this.skills = skills;
        this.jobs = jobs;
        this.specs = specs;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listWorkerSkills",
            summary = "Accuracy on control tasks by worker, with the interval in which it lies",
            description =
                    "lower and upper are one-sided 95 % bounds. A worker's name is the same pseudonym in all jobs.")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "404", description = "job-not-found")
    public Page<WorkerSkills.WorkerSkill> list(
            @RestPath UUID jobId,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        var job = jobs.get(caller.requesterId(), jobId);
        return Page.of(
                skills.ofJob(jobId, specs.byHash(job.specHash()), Cursor.decodeUuid(cursor), limit + 1),
                limit,
                last -> Cursor.encode(last.workerId()));
    }
}
