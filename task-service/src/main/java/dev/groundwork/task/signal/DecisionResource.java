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
import dev.groundwork.task.oversight.AutomatedSystem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What people decided about a worker after an automated system had pointed to them, over HTTP, for that worker. */
@Path("/v1/decisions")
@Tag(name = "Oversight")
@RolesAllowed("worker")
@RunOnVirtualThread
class DecisionResource {

    private final CaseDesk desk;
    private final Caller caller;

    DecisionResource(CaseDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listDecisions",
            summary = "Decisions about the worker that an automated system prepared, newest first",
            description = "What the system looked at, what a person found, and why. Other workers are not named.")
    public Page<DecisionView> list(
            @RestQuery @Nullable String cursor, @RestQuery @DefaultValue("50") @Min(1) @Max(200) int limit) {
        return desk.decidedAbout(caller.workerId(), cursor, limit).map(DecisionView::of);
    }

    /**
     * A decision.
     *
     * @param system the system of the register that pointed to the worker
     * @param systemVersion of that system at the time
     * @param purpose what that system is for
     * @param data the categories of data that it looked at
     * @param outcome {@code DISMISSED}: nothing wrong was found; {@code CONFIRMED}: what the system pointed to was found
     * @param reason what the person who decided wrote
     * @param remedy how to get another person to look
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(examples = """
                    {"id": "0198c0de-0000-7000-8000-0000000000c1", "jobId": "0198c0de-0000-7000-8000-000000000001",
                     "system": "signal-fast-work", "systemVersion": 1, "purpose": "…",
                     "data": ["active seconds of a worker's latest answers of one job"], "outcome": "DISMISSED",
                     "reason": "The tasks were shown twice.", "remedy": "…", "openedAt": "2026-11-22T18:00:00Z",
                     "decidedAt": "2026-11-23T09:00:00Z"}""")
    record DecisionView(
            UUID id,
            UUID jobId,
            SignalKind kind,
            String system,
            int systemVersion,
            String purpose,
            List<String> data,
            CaseState outcome,
            @Nullable String reason,
            String remedy,
            Instant openedAt,
            @Nullable Instant decidedAt) {

        static DecisionView of(CaseView found) {
            AutomatedSystem system = found.kind().system();
            return new DecisionView(
                    found.id(),
                    found.jobId(),
                    found.kind(),
                    system.id(),
                    found.systemVersion(),
                    system.purpose(),
                    system.data(),
                    found.state(),
                    found.reason(),
                    system.remedy(),
                    found.openedAt(),
                    found.decidedAt());
        }
    }
}
