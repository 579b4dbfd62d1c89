package dev.groundwork.payment.reconciliation;

import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

import dev.groundwork.payment.caller.Caller;
import dev.groundwork.payment.caller.RequestMonth;
import dev.groundwork.payment.reconciliation.GlExport.GlAccount;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

@Path("/v1")
@Tag(name = "Finance")
@RolesAllowed({"finance-maker", "finance-checker"})
@RunOnVirtualThread
class GlResource {

    private final GlExport export;
    private final Caller caller;

    GlResource(GlExport export, Caller caller) {
        this.export = export;
        this.caller = caller;
    }

    @GET
    @Path("/gl-export")
    @Produces("text/csv")
    @Operation(
            operationId = "exportGeneralLedger",
            summary = "A month's postings for the general ledger",
            description =
                    "CSV (RFC 4180, UTF-8), one line for each transfer: document number, date, debit, credit, cost centres, amount. A"
                            + " text that a spreadsheet would run as a formula has an apostrophe in front.")
    @APIResponse(
            responseCode = "200",
            description = "The postings",
            content = @Content(mediaType = "text/csv", schema = @Schema(implementation = String.class)))
    @APIResponse(responseCode = "400", description = "invalid-month")
    @APIResponse(responseCode = "409", description = "gl-account-missing")
    public Response export(
            @RestQuery @Parameter(description = "Year and month", example = "2026-10") @Nullable String month) {
        var asked = RequestMonth.of(month);
        export.requireNames(asked);
        StreamingOutput body = out -> export.write(asked, out);
        return Response.ok(body)
                .type("text/csv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"gl-" + asked + ".csv\"")
                .build();
    }

    @GET
    @Path("/gl-accounts")
    @Operation(operationId = "listGlAccounts", summary = "What the accounts are called in the general ledger")
    public GlAccounts accounts() {
        return new GlAccounts(export.accounts());
    }

    @PUT
    @Path("/gl-accounts/{owner}/{purpose}")
    @RolesAllowed("finance-checker")
    @Operation(operationId = "nameGlAccount", summary = "Name a kind of accounts as the general ledger does")
    @APIResponse(responseCode = "200", description = "Named")
    @APIResponse(responseCode = "404", description = "gl-account-not-found")
    public GlAccount name(@RestPath String owner, @RestPath String purpose, @Valid @NotNull NewGlAccount body) {
        return export.name(
                owner, purpose, body.code(), body.costCentre() == null ? "" : body.costCentre(), caller.actor());
    }

    @Schema(name = "GlAccounts")
    record GlAccounts(List<GlAccount> items) {}

    @Schema(name = "NewGlAccount")
    record NewGlAccount(
            @NotBlank @Size(max = 20) @Pattern(regexp = "\\P{Cntrl}*") @Schema(examples = "3600")
            String code,

            @Size(max = 20) @Pattern(regexp = "\\P{Cntrl}*") @Schema(examples = "PAYOUTS") @Nullable String costCentre) {}
}
