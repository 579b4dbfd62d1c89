package dev.groundwork.payment.fairness;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import dev.groundwork.payment.caller.Caller;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v1/fairness")
@Tag(name = "Fair pay")
@PermitAll
@RunOnVirtualThread
class FairnessResource {

    private static final String CACHE = "Cache-Control";

    private final FairnessReports reports;
    private final Caller caller;

    FairnessResource(FairnessReports reports, Caller caller) {
        this.reports = reports;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "getFairness",
            summary = "What an hour of work really pays here",
            description =
                    "Of the last four weeks that are over, computed once a day from the books: hourly pay with and without unpaid time,"
                            + " the share of workers at their wage floor, the unpaid share, top-ups, and the pay gap for the same job by"
                            + " country. Groups of fewer than ten workers are left out, and counted.")
    public RestResponse<FairnessReport> marketplace() {
        return RestResponse.ResponseBuilder.ok(reports.ofMarketplace())
                .header(CACHE, "public, max-age=3600")
                .build();
    }

    @GET
    @Path("/own")
    @RolesAllowed("requester")
    @Operation(
            operationId = "getTransparencyReport",
            summary = "The same numbers of your own jobs",
            description = "For the transparency report on your supply chain; computed once a day.")
    public RestResponse<FairnessReport> own() {
        return RestResponse.ResponseBuilder.ok(reports.ofRequester(caller.requesterId()))
                .header(CACHE, "private, max-age=3600")
                .build();
    }
}
