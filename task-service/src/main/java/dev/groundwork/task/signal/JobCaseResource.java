package dev.groundwork.task.signal;

import java.time.Instant;
import java.util.List;
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

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The cases of a job over HTTP, for its requester. */
@Path("/v1/jobs/{jobId}/cases")
@Tag(name = "Oversight")
@RolesAllowed("requester")
@RunOnVirtualThread
class JobCaseResource {

    private final JobDesk jobs;
    private final CaseDesk desk;
    private final Caller caller;

    JobCaseResource(JobDesk jobs, CaseDesk desk, Caller caller) {
        this.jobs = jobs;
        this.desk = desk;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listJobCases",
            summary = "The cases of a job, newest first",
            description =
                    "That there are any and how they ended. Workers are named, by their pseudonyms, only once a person"
                            + " has confirmed a case: a suspicion is no reason to reject anybody's work.")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "404", description = "job-not-found: there is none, or it is somebody else's")
    public Page<JobCaseView> list(
            @RestPath UUID jobId,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("50") @Min(1) @Max(200) int limit) {
        var job = jobs.get(caller.requesterId(), jobId);
        return desk.ofJob(job.id(), cursor, limit).map(JobCaseView::of);
    }

    /**
     * A case as the job's requester sees it.
     *
     * @param workers how many workers it is about
     * @param workerIds who they are; only of a confirmed case
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record JobCaseView(
            UUID id,
            SignalKind kind,
            @Nullable String field,
            CaseState state,
            int workers,
            @Nullable List<UUID> workerIds,
            Instant openedAt,
            @Nullable Instant decidedAt) {

        static JobCaseView of(CaseView found) {
            return new JobCaseView(
                    found.id(),
                    found.kind(),
                    found.field(),
                    found.state(),
                    found.workers().size(),
                    found.state() == CaseState.CONFIRMED ? found.workers() : null,
                    found.openedAt(),
                    found.decidedAt());
        }
    }
}
