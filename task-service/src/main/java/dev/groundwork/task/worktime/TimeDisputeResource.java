package dev.groundwork.task.worktime;

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
import dev.groundwork.kit.problem.NotAllowed;
import dev.groundwork.task.access.Caller;
import dev.groundwork.task.worktime.TimeDisputes.Person;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Disputes about measured time over HTTP. */
@Path("/v1/time-disputes")
@Tag(name = "Time")
@RunOnVirtualThread
class TimeDisputeResource {

    private final TimeDisputes disputes;
    private final Caller caller;
    private final SecurityIdentity identity;
    private final JsonWebToken token;

    TimeDisputeResource(TimeDisputes disputes, Caller caller, SecurityIdentity identity, JsonWebToken token) {
        this.disputes = disputes;
        this.caller = caller;
        this.identity = identity;
        this.token = token;
    }

    @GET
    @RolesAllowed({"worker", "adjudicator", "operator"})
    @Operation(
            operationId = "listTimeDisputes",
            summary = "Disputes about measured time",
            description =
                    "A worker sees their own, newest first. Adjudicators and operators see all in a state, oldest first.")
    public Page<TimeDisputeView> list(
            @RestQuery @DefaultValue("OPEN") TimeDisputeView.State state,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("50") @Min(1) @Max(200) int limit) {
        return identity.hasRole("adjudicator") || identity.hasRole("operator")
                ? disputes.all(person(), state, cursor, limit)
                : disputes.ofWorker(caller.workerId(), cursor, limit);
    }

    @POST
    @Path("/{id}/accept")
    @RolesAllowed({"adjudicator", "operator"})
    @Operation(operationId = "acceptTimeDispute", summary = "The worker's word counts")
    @APIResponse(responseCode = "404", description = "time-dispute-not-found: there is none, or you are a party to it")
    @APIResponse(responseCode = "409", description = "time-dispute-decided")
    public TimeDisputeView accept(@RestPath UUID id, @Valid @NotNull Decision request) {
        return disputes.decide(id, person(), true, request.note().strip());
    }

    @POST
    @Path("/{id}/decline")
    @RolesAllowed({"adjudicator", "operator"})
    @Operation(operationId = "declineTimeDispute", summary = "The measured time stays")
    @APIResponse(responseCode = "404", description = "time-dispute-not-found: there is none, or you are a party to it")
    @APIResponse(responseCode = "409", description = "time-dispute-decided")
    public TimeDisputeView decline(@RestPath UUID id, @Valid @NotNull Decision request) {
        return disputes.decide(id, person(), false, request.note().strip());
    }

    private Person person() {
        try {
            Object requesterId = token.getClaim("requester_id");
            return new Person(
                    UUID.fromString(token.getSubject()),
                    requesterId == null ? null : UUID.fromString(requesterId.toString()));
        } catch (IllegalArgumentException | NullPointerException notAnId) {
            throw new NotAllowed("not-allowed", "Your token names no person; sign in with an account of the staff.");
        }
    }

    /** @param note why, for the worker to read */
    @Schema(examples = "{\"note\": \"The instructions are 12 pages; 400 seconds are plausible.\"}")
    record Decision(@NotBlank @Size(max = 2000) String note) {}
}
