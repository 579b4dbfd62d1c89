package dev.groundwork.payment.deposit;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.payment.caller.Caller;
import dev.groundwork.payment.caller.RequestKey;
import dev.groundwork.payment.deposit.Deposits.Booked;
import dev.groundwork.payment.deposit.Deposits.NewDeposit;
import dev.groundwork.payment.ledger.Ledger;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/deposits")
@Tag(name = "Requester's money")
@RolesAllowed("requester")
@RunOnVirtualThread
class DepositResource {

    private final Deposits deposits;
    private final DepositRepository repository;
    private final Ledger ledger;
    private final DepositConfig config;
    private final Caller caller;

    DepositResource(
            Deposits deposits, DepositRepository repository, Ledger ledger, DepositConfig config, Caller caller) {
        this.deposits = deposits;
        this.repository = repository;
        this.ledger = ledger;
        this.config = config;
        this.caller = caller;
    }

    @POST
    @Operation(
            operationId = "deposit",
            summary = "Pay in",
            description =
                    "Books the amount on the organisation's balance at the caller's word: only on marketplaces without real"
                            + " money, as methods of GET /v1/deposit-instructions says. A repetition under the same Idempotency-Key"
                            + " gets the first answer again, for ever.")
    @APIResponse(responseCode = "201", description = "Booked")
    @APIResponse(
            responseCode = "400",
            description = "idempotency-key-missing, invalid-amount, too-many-decimals, unsupported-currency")
    @APIResponse(responseCode = "409", description = "deposit-by-transfer")
    @APIResponse(responseCode = "422", description = "amount-not-positive, idempotency-key-reused")
    public RestResponse<DepositView> deposit(
            @HeaderParam(RequestKey.HEADER) @Parameter(example = "deposit-2026-11-22-1") @Nullable String key,
            @Valid @NotNull DepositBody body) {
        UUID requesterId = caller.requesterIdToChange();
        String required = RequestKey.required(key);
        if (!ledger.keeps(body.amount().currency())) {
            throw deposits.unsupported(body.amount().currency());
        }
        if (!config.test()) {
            throw new RuleViolation(
                    "deposit-by-transfer",
                    "Money comes by bank transfer here; GET /v1/deposit-instructions names the account and your reference.");
        }
        Booked booked = deposits.deposit(
                new NewDeposit(requesterId, required, body.amount().toMoney(), body.reference()));
        var response = RestResponse.ResponseBuilder.create(
                        RestResponse.Status.CREATED, DepositView.of(booked.deposit()))
                .location(URI.create("/v1/deposits/" + booked.deposit().id()));
        return booked.repeated() ? response.header(RequestKey.REPLAYED, "true").build() : response.build();
    }

    @GET
    @Operation(operationId = "listDeposits", summary = "List what was paid in, newest first")
    public Page<DepositView> list(
            @RestQuery @Nullable String cursor, @RestQuery @DefaultValue("50") @Min(1) @Max(500) int limit) {
        List<Deposit> rows = repository.ofRequester(caller.requesterId(), Cursor.decodeUuid(cursor), limit + 1);
        return Page.of(rows, limit, last -> Cursor.encode(last.id())).map(DepositView::of);
    }

    @Schema(name = "NewDeposit")
    record DepositBody(
            @NotNull @Valid @Schema(examples = "{\"amount\":\"100.00\",\"currency\":\"EUR\"}")
            MoneyBody amount,

            @Size(max = 140) @Pattern(regexp = "\\P{Cntrl}*") @Schema(description = "Your own note", examples = "PO 4711")
            @Nullable String reference) {}

    @Schema(name = "Deposit")
    record DepositView(
            UUID id,
            MoneyBody amount,
            @Nullable String reference,
            @Schema(examples = "BOOKED") String state,
            @Schema(examples = "TEST") String rail,
            Instant bookedAt) {

        static DepositView of(Deposit deposit) {
            return new DepositView(
                    deposit.id(),
                    MoneyBody.of(deposit.amount()),
                    deposit.reference(),
                    "BOOKED",
                    deposit.rail(),
                    deposit.bookedAt());
        }
    }
}
