package dev.groundwork.payment.fairness;

import java.util.UUID;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import dev.groundwork.payment.caller.Caller;
import dev.groundwork.payment.sheet.DocumentFormat;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v1/fairness")
@Tag(name = "Fair pay")
@PermitAll
@RunOnVirtualThread
class FairnessResource {

    private static final String CACHE = "Cache-Control";
    private static final String OWN = "private, max-age=3600";

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
                .header(CACHE, OWN)
                .build();
    }

    @GET
    @Path("/own/document")
    @RolesAllowed("requester")
    @Operation(
            operationId = "getTransparencyDocument",
            summary = "The transparency report of your jobs, to keep",
            description = "The same numbers with what each means. The same bytes for a whole day (UTC).")
    @APIResponse(responseCode = "200", description = "CSV (RFC 4180) or PDF")
    public RestResponse<byte[]> document(@RestQuery @DefaultValue("PDF") DocumentFormat format) {
        UUID requesterId = caller.requesterId();
        FairnessReport report = reports.ofRequester(requesterId);
        return format.answer(format.write(FairnessSheet.of(requesterId, report)), "transparency-" + report.lastWeek())
                .header(CACHE, OWN)
                .build();
    }
}
