package dev.groundwork.payment.reconciliation;

import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.groundwork.payment.caller.Caller;
import dev.groundwork.payment.caller.RequestMonth;
import dev.groundwork.payment.reconciliation.Months.Month;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;

@Path("/v1/months")
@Tag(name = "Finance")
@RolesAllowed({"finance-maker", "finance-checker"})
@RunOnVirtualThread
class MonthResource {

    private static final int TEN_YEARS = 120;

    private final Months months;
    private final Caller caller;

    MonthResource(Months months, Caller caller) {
        this.months = months;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listMonths",
            summary = "List the months that were ever closed, newest first, with who closed and opened them")
    public MonthList list() {
        return new MonthList(months.newest(TEN_YEARS));
    }

    @POST
    @Path("/{month}/close")
    @RolesAllowed("finance-checker")
    @ResponseStatus(200)
    @Operation(
            operationId = "closeMonth",
            summary = "Close a month of the books",
            description =
                    "Nothing is posted into it any more. Opening it again takes two people: propose REOPEN_MONTH with POST"
                            + " /v1/finance-proposals.")
    @APIResponse(responseCode = "200", description = "Closed")
    @APIResponse(responseCode = "400", description = "invalid-month")
    @APIResponse(responseCode = "409", description = "month-not-over, month-before-is-open")
    public Month close(@RestPath String month) {
        return months.close(RequestMonth.of(month), caller.actor());
    }

    @Schema(name = "LedgerMonths")
    record MonthList(List<Month> items) {}
}
