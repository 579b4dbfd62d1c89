package dev.groundwork.payment.refund;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.payment.caller.Caller;
import dev.groundwork.payment.caller.RequestKey;
import dev.groundwork.payment.refund.Refunds.Requested;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/refunds")
@Tag(name = "Requester's money")
@RunOnVirtualThread
class RefundResource {

    private static final String CHECKER = "finance-checker";

    private final Refunds refunds;
    private final Caller caller;
    private final SecurityIdentity identity;

    RefundResource(Refunds refunds, Caller caller, SecurityIdentity identity) {
        this.refunds = refunds;
        this.caller = caller;
        this.identity = identity;
    }

    @POST
    @RolesAllowed("requester")
    @Operation(
            operationId = "requestRefund",
            summary = "Ask for money back",
            description =
                    "Reserves it at once; somebody else, of finance, releases it. It goes back by the way it came in. A repetition"
                            + " under the same Idempotency-Key gets the first answer again, for ever.")
    @APIResponse(responseCode = "201", description = "Reserved")
    @APIResponse(responseCode = "400", description = "idempotency-key-missing, invalid-amount, too-many-decimals")
    @APIResponse(responseCode = "409", description = "insufficient-funds, idempotency-key-in-use")
    @APIResponse(
            responseCode = "422",
            description = "amount-not-positive, refund-exceeds-deposits, idempotency-key-reused")
    public RestResponse<RefundView> request(
            @HeaderParam(RequestKey.HEADER) @Parameter(example = "refund-2026-11-26-1") @Nullable String key,
            @Valid @NotNull NewRefund body) {
        UUID requesterId = caller.requesterIdToChange();
        Requested requested = refunds.request(
                requesterId, RequestKey.required(key), body.amount().toMoney(), caller.actor());
        var response = RestResponse.ResponseBuilder.create(
                        RestResponse.Status.CREATED, RefundView.of(requested.refund()))
                .location(URI.create("/v1/refunds/" + requested.refund().id()));
        return requested.repeated()
                ? response.header(RequestKey.REPLAYED, "true").build()
                : response.build();
    }

    @GET
    @RolesAllowed({"requester", CHECKER})
    @Operation(
            operationId = "listRefunds",
            summary = "List refunds, newest first",
            description = "Requesters see their own, finance sees all.")
    public Page<RefundView> list(
            @RestQuery @Nullable String cursor, @RestQuery @DefaultValue("50") @Min(1) @Max(500) int limit) {
        UUID whose = identity.hasRole(CHECKER) ? null : caller.requesterId();
        List<Refund> rows = refunds.list(whose, Cursor.decodeUuid(cursor), limit + 1);
        return Page.of(rows, limit, last -> Cursor.encode(last.id())).map(RefundView::of);
    }

    @POST
    @Path("/{refundId}/release")
    @RolesAllowed(CHECKER)
    @Operation(operationId = "releaseRefund", summary = "Give the money back", description = "Not by who asked for it.")
    @APIResponse(responseCode = "200", description = "Released")
    @APIResponse(responseCode = "404", description = "refund-not-found")
    @APIResponse(responseCode = "403", description = "maker-is-checker")
    @APIResponse(responseCode = "409", description = "refund-decided")
    public RefundView release(@RestPath UUID refundId) {
        return RefundView.of(refunds.release(refundId, caller.actor()));
    }

    @POST
    @Path("/{refundId}/cancel")
    @RolesAllowed({"requester", CHECKER})
    @Operation(operationId = "cancelRefund", summary = "Keep the money here after all")
    @APIResponse(responseCode = "200", description = "Cancelled")
    @APIResponse(responseCode = "404", description = "refund-not-found")
    @APIResponse(responseCode = "409", description = "refund-decided")
    public RefundView cancel(@RestPath UUID refundId) {
        UUID whose = identity.hasRole(CHECKER) ? null : caller.requesterIdToChange();
        return RefundView.of(refunds.cancel(refundId, whose, caller.actor()));
    }

    record NewRefund(
            @NotNull @Valid @Schema(examples = "{\"amount\":\"40.00\",\"currency\":\"EUR\"}")
            MoneyBody amount) {}

    @Schema(name = "Refund")
    record RefundView(
            UUID id,
            MoneyBody amount,
            @Schema(examples = "TEST") String rail,
            @Schema(examples = "requested") String state,
            Instant requestedAt,
            @Nullable Instant decidedAt) {

        static RefundView of(Refund refund) {
            return new RefundView(
                    refund.id(),
                    MoneyBody.of(refund.amount()),
                    refund.rail(),
                    refund.state().name().toLowerCase(Locale.ROOT),
                    refund.requestedAt(),
                    refund.decidedAt());
        }
    }
}
