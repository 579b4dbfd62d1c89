package dev.groundwork.payment.payout;

import java.util.List;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.payment.caller.Caller;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

@Path("/v1/payouts")
@Tag(name = "Finance")
@RolesAllowed({"worker", "finance-maker", "finance-checker"})
@RunOnVirtualThread
class PayoutResource {

    private final PayoutArchive archive;
    private final Caller caller;
    private final SecurityIdentity identity;

    PayoutResource(PayoutArchive archive, Caller caller, SecurityIdentity identity) {
        this.archive = archive;
        this.caller = caller;
        this.identity = identity;
    }

    @GET
    @Operation(
            operationId = "listPayouts",
            summary = "List payouts, newest first",
            description = "Workers see their own, finance sees all.")
    public Page<PayoutView> list(
            @RestQuery @Nullable UUID workerId,
            @RestQuery Payout.@Nullable State state,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("50") @Min(1) @Max(500) int limit) {
        UUID whose = isFinance() ? workerId : caller.workerId();
        List<Payout> rows = archive.payouts(whose, state, Cursor.decodeUuid(cursor), limit + 1);
        return Page.of(rows, limit, last -> Cursor.encode(last.id())).map(PayoutView::of);
    }

    @GET
    @Path("/{payoutId}")
    @Operation(operationId = "getPayout", summary = "Read a payout")
    public PayoutView get(@RestPath UUID payoutId) {
        return PayoutView.of(archive.payout(payoutId, isFinance() ? null : caller.workerId()));
    }

    private boolean isFinance() {
        return identity.hasRole("finance-maker") || identity.hasRole("finance-checker");
    }
}
