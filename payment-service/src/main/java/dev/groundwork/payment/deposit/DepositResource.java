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
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.payment.caller.Caller;
import dev.groundwork.payment.caller.RequestKey;
import dev.groundwork.payment.deposit.CardDeposits.Asked;
import dev.groundwork.payment.deposit.Deposits.Booked;
import dev.groundwork.payment.deposit.Deposits.NewDeposit;
import dev.groundwork.payment.ledger.Ledger;

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

@Path("/v1/deposits")
@Tag(name = "Requester's money")
@RolesAllowed("requester")
@RunOnVirtualThread
class DepositResource {

    private final Deposits deposits;
    private final CardDeposits cards;
    private final DepositRepository repository;
    private final Ledger ledger;
    private final DepositConfig config;
    private final Caller caller;

    DepositResource(
            Deposits deposits,
            CardDeposits cards,
            DepositRepository repository,
            Ledger ledger,
            DepositConfig config,
            Caller caller) {
        this.deposits = deposits;
        this.cards = cards;
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
                    "By the methods that GET /v1/deposit-instructions names; none of them means by bank transfer only. CARD is"
                            + " PENDING until the payment provider has said that the card paid; clientSecret lets your own page"
                            + " give the card to the provider. TEST is booked at your word, where no money is real. A repetition"
                            + " under the same Idempotency-Key is the same deposit, for ever.")
    @APIResponse(responseCode = "201", description = "Booked, or waiting for the card")
    @APIResponse(
            responseCode = "400",
            description = "idempotency-key-missing, invalid-amount, too-many-decimals, unsupported-currency")
    @APIResponse(responseCode = "409", description = "deposit-by-transfer")
    @APIResponse(
            responseCode = "422",
            description =
                    "amount-not-positive, deposit-too-large, rail-currency, card-payment-refused, idempotency-key-reused")
    @APIResponse(responseCode = "503", description = "rail-unreachable: send it again")
    public RestResponse<DepositView> deposit(
            @HeaderParam(RequestKey.HEADER) @Parameter(example = "deposit-2026-11-22-1") @Nullable String key,
            @Valid @NotNull DepositBody body) {
        UUID requesterId = caller.requesterIdToChange();
        String required = RequestKey.required(key);
        if (!ledger.keeps(body.amount().currency())) {
            throw deposits.unsupported(body.amount().currency());
        }
        var request = new NewDeposit(requesterId, required, body.amount().toMoney(), body.reference());
        if (body.method() == DepositMethod.CARD && cards.offered()) {
            deposits.require(request.amount());
            Asked asked = cards.ask(request);
            return created(DepositView.of(asked.deposit(), asked.clientSecret()), asked.repeated());
        }
        if (body.method() != DepositMethod.CARD && config.test()) {
            Booked booked = deposits.deposit(request);
            return created(DepositView.of(booked.deposit()), booked.repeated());
        }
        throw new RuleViolation(
                "deposit-by-transfer",
                "Pay in by bank transfer; GET /v1/deposit-instructions names the account and your reference, and in methods"
                        + " what else is taken here.");
    }

    private static RestResponse<DepositView> created(DepositView deposit, boolean repeated) {
        var response = RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, deposit)
                .location(URI.create("/v1/deposits/" + deposit.id()));
        return repeated ? response.header(RequestKey.REPLAYED, "true").build() : response.build();
    }

    @GET
    @Path("/{depositId}")
    @Operation(
            operationId = "getDeposit",
            summary = "Look at one deposit",
            description = "Also one by card that is not paid yet, which the list does not have.")
    @APIResponse(responseCode = "404", description = "deposit-not-found")
    public DepositView get(@RestPath UUID depositId) {
        UUID requesterId = caller.requesterId();
        Deposit booked = repository.findById(depositId);
        if (booked != null && booked.requesterId().equals(requesterId)) {
            return DepositView.of(booked);
        }
        return cards.find(requesterId, depositId)
                .map(card -> DepositView.of(card, null))
                .orElseThrow(() -> new NotFound("deposit", depositId));
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
            @Nullable String reference,

            @Schema(description = "TEST where it is left out") @Nullable DepositMethod method) {}

    @Schema(name = "Deposit")
    record DepositView(
            UUID id,
            MoneyBody amount,
            @Nullable String reference,

            @Schema(
                    examples = "BOOKED",
                    description = "PENDING, BOOKED or FAILED; by card a failed one is booked if another card pays")
            String state,

            @Schema(examples = "STRIPE") String rail,
            @Nullable Instant bookedAt,

            @Schema(
                    description =
                            "For the provider's form that asks for the card; only in the answer to a deposit by card")
            @Nullable String clientSecret,

            @Schema(
                    description = "Why the last card did not pay, as the provider says it",
                    examples = "insufficient_funds")
            @Nullable String failure) {

        static DepositView of(Deposit deposit) {
            return new DepositView(
                    deposit.id(),
                    MoneyBody.of(deposit.amount()),
                    deposit.reference(),
                    "BOOKED",
                    deposit.rail(),
                    deposit.bookedAt(),
                    null,
                    null);
        }

        static DepositView of(CardDeposit deposit, @Nullable String clientSecret) {
            return new DepositView(
                    deposit.id(),
                    MoneyBody.of(deposit.amount()),
                    deposit.reference(),
                    deposit.state().name(),
                    deposit.rail(),
                    deposit.bookedAt(),
                    clientSecret,
                    deposit.failure());
        }
    }
}
