package dev.groundwork.task.eligibility;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
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

/** Offers over HTTP. */
@Path("/v1/offers")
@Tag(name = "Offers")
@RolesAllowed("worker")
@RunOnVirtualThread
class OfferResource {

    private final Offers offers;
    private final OfferReasons reasons;
    private final Caller caller;

    OfferResource(Offers offers, OfferReasons reasons, Caller caller) {
        this.offers = offers;
        this.reasons = reasons;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listOffers",
            summary = "Jobs that have a task for the worker, newest first",
            description =
                    "With what the worker should know before accepting: time, hourly pay, the floor, the requester's record.")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "403", description = "worker-suspended")
    @APIResponse(responseCode = "409", description = "profile-missing")
    public Page<OfferView> list(
            @RestQuery @Nullable String cursor, @RestQuery @DefaultValue("50") @Min(1) @Max(100) int limit) {
        return offers.of(caller.workerId(), cursor, limit);
    }

    @GET
    @Path("/{jobId}")
    @Operation(
            operationId = "getOffer",
            summary = "One offer, with instructions and spec",
            description = "Also of a job whose last open task you hold.")
    @APIResponse(responseCode = "200", description = "The offer")
    @APIResponse(
            responseCode = "404",
            description =
                    "offer-not-found: no such job, not open, not for the worker's place, or no task left for the worker")
    public OfferView one(@RestPath UUID jobId) {
        return offers.one(caller.workerId(), jobId);
    }

    @GET
    @Path("/{jobId}/why")
    @Operation(
            operationId = "explainOffer",
            summary = "Why a job is or is not offered to you",
            description = "Every rule that decides, whether it holds for you, and what its time rests on.")
    @APIResponse(responseCode = "200", description = "The rules")
    @APIResponse(responseCode = "404", description = "offer-not-found: no such job, or it was never open")
    public OfferReasonsView why(@RestPath UUID jobId) {
        return reasons.of(caller.workerId(), jobId);
    }
}
