package dev.groundwork.payment.payout;

import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/payables")
@Tag(name = "Finance")
@RolesAllowed({"finance-maker", "finance-checker"})
@RunOnVirtualThread
class PayableResource {

    private final Payables payables;

    PayableResource(Payables payables) {
        this.payables = payables;
    }

    @GET
    @Operation(
            operationId = "getPayables",
            summary = "What workers are owed, and how much of it a batch can pay",
            description =
                    "Balances as they stand, by currency, each in one state: READY for the next batch, BELOW_MINIMUM,"
                            + " NO_METHOD, METHOD_STOPPED by a bank, METHOD_RESTS as it was changed a short while ago, or UNDER_WAY, come in while a payout to the same worker is not over.")
    public PayableReport get() {
        return new PayableReport(payables.now());
    }

    @Schema(name = "Payables")
    record PayableReport(List<Payables.OfCurrency> currencies) {}
}
