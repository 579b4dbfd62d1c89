package dev.groundwork.task.signal;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.paging.Page;
import dev.groundwork.task.access.Caller;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Cases over HTTP, for the people who decide on them. */
@Path("/v1/cases")
@Tag(name = "Oversight")
@RolesAllowed({"operator", "adjudicator"})
@RunOnVirtualThread
class CaseResource {

    private final CaseDesk desk;
    private final Caller caller;

    CaseResource(CaseDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listCases",
            summary = "Signs of spam and collusion that wait for a person, newest first",
            description =
                    "Without cases about your own work or jobs of your organisation. A case changes nothing by itself, open or decided: what follows from it people do elsewhere.")
    public Page<CaseView> list(
            @RestQuery @Nullable CaseState state,
            @RestQuery @Nullable SignalKind kind,
            @RestQuery @Nullable UUID jobId,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("50") @Min(1) @Max(200) int limit) {
        return desk.list(caller.personId(), caller.organisation(), state, kind, jobId, cursor, limit);
    }

    @GET
    @Path("/{caseId}")
    @Operation(
            operationId = "getCase",
            summary = "A case with its evidence",
            description =
                    "Tasks with the same wrong answers and how many chance explains, equal texts side by side, or times;"
                            + " with what the tasks showed.")
    @APIResponse(responseCode = "200", description = "The case")
    @APIResponse(responseCode = "403", description = "case-concerns-you: it is about your own work or job")
    @APIResponse(responseCode = "404", description = "case-not-found")
    public CaseView get(@RestPath UUID caseId) {
        return desk.get(caseId, caller.personId(), caller.organisation());
    }

    @POST
    @Path("/{caseId}/dismiss")
    @Operation(
            operationId = "dismissCase",
            summary = "Find nothing wrong",
            description = "The workers read the outcome and the reason. The same evidence opens no further case.")
    @APIResponse(responseCode = "200", description = "DISMISSED")
    @APIResponse(responseCode = "403", description = "case-concerns-you: it is about your own work or job")
    @APIResponse(responseCode = "404", description = "case-not-found")
    @APIResponse(responseCode = "409", description = "case-decided: it was decided before")
    public CaseView dismiss(@RestPath UUID caseId, @Valid @NotNull CaseDecision decision) {
        return desk.decide(caseId, caller.personId(), caller.organisation(), CaseState.DISMISSED, decision.reason());
    }

    @POST
    @Path("/{caseId}/confirm")
    @Operation(
            operationId = "confirmCase",
            summary = "Find what the sign pointed to",
            description =
                    "The workers read the outcome and the reason. No answer, payment or account is changed by it.")
    @APIResponse(responseCode = "200", description = "CONFIRMED")
    @APIResponse(responseCode = "403", description = "case-concerns-you: it is about your own work or job")
    @APIResponse(responseCode = "404", description = "case-not-found")
    @APIResponse(responseCode = "409", description = "case-decided: it was decided before")
    public CaseView confirm(@RestPath UUID caseId, @Valid @NotNull CaseDecision decision) {
        return desk.decide(caseId, caller.personId(), caller.organisation(), CaseState.CONFIRMED, decision.reason());
    }

    /** What the person found, in words that the workers concerned will read. */
    @Schema(examples = "{\"reason\": \"Both followed the old example picture, which was wrong for these tasks.\"}")
    record CaseDecision(@NotBlank @Size(max = 2000) String reason) {}
}
