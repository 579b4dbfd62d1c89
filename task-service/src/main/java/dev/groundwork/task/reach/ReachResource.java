package dev.groundwork.task.reach;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import dev.groundwork.task.access.Caller;
import dev.groundwork.task.job.JobDesk;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Who may do a job over HTTP, for its requester. */
@Path("/v1/jobs/{jobId}/reach")
@Tag(name = "Jobs")
@RolesAllowed("requester")
@RunOnVirtualThread
class ReachResource {

    private final JobDesk jobs;
    private final Reach reach;
    private final Caller caller;

    ReachResource(JobDesk jobs, Reach reach, Caller caller) {
        this.jobs = jobs;
        this.reach = reach;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "getReach",
            summary = "How many workers may do the job, and when it may be done",
            description =
                    "From the active workers in its places and the work that they did in the last seven days, by your estimate"
                            + " of the time of an answer; in whole tens, and as it was a few minutes ago. Where fewer than 10 of them"
                            + " worked, gave fewer than 50 answers, or did so for less than a"
                            + " day, there is no finish: it is not known yet.")
    @APIResponse(responseCode = "200", description = "As far as it is known")
    @APIResponse(responseCode = "404", description = "job-not-found: there is none, or it is somebody else's")
    public ReachView get(@RestPath UUID jobId) {
        return reach.of(jobs.get(caller.requesterId(), jobId));
    }
}
