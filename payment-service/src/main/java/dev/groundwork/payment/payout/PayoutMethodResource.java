package dev.groundwork.payment.payout;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.payment.caller.Caller;
import dev.groundwork.payment.payout.PayoutMethods.Opened;
import dev.groundwork.payment.rail.Rails;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/me/payout-method")
@Tag(name = "Worker's money")
@RolesAllowed("worker")
@RunOnVirtualThread
class PayoutMethodResource {

    private static final String TEXT = "\\P{Cntrl}*";

    private final PayoutMethods methods;
    private final Rails rails;
    private final Caller caller;

    PayoutMethodResource(PayoutMethods methods, Rails rails, Caller caller) {
        this.methods = methods;
        this.rails = rails;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "getPayoutMethod",
            summary = "Where you are paid",
            description = "The account number is masked: nobody can read it back.")
    public MethodView get() {
        UUID workerId = caller.workerId();
        return methods.current(workerId)
                .map(MethodView::of)
                .orElseThrow(() -> new NotFound("payout-method", "of yours"));
    }

    @PUT
    @Operation(
            operationId = "setPayoutMethod",
            summary = "Say where you want to be paid",
            description =
                    "Payouts that are already in a batch still go to the account before. Another account than the first is paid to"
                            + " after a rest of 48 hours, as a rule, so that a change that was not yours does you no harm: see restsUntil.")
    @APIResponse(responseCode = "200", description = "Kept")
    @APIResponse(responseCode = "409", description = "payout-method-blocked")
    @APIResponse(
            responseCode = "422",
            description = "iban-invalid, iban-outside-sepa, bic-invalid, holder-name-unusable, stripe-account-invalid,"
                    + " paypal-account-invalid, rail-not-offered")
    public MethodView set(@Valid @NotNull NewMethod body) {
        return MethodView.of(methods.change(caller.workerId(), account(body), caller.actor()));
    }

    private PayeeAccount account(NewMethod body) {
        if (body.rail().equals("STRIPE")) {
            rails.offered("STRIPE");
            return StripeAccount.of(required(body.accountId(), "accountId"));
        }
        if (body.rail().equals("PAYPAL")) {
            rails.offered("PAYPAL");
            return PayPalAccount.of(required(body.accountId(), "accountId"));
        }
        return BankAccount.of(
                required(body.holderName(), "holderName"),
                required(body.iban(), "iban"),
                body.bic(),
                body.town(),
                body.country());
    }

    private static String required(@Nullable String value, String field) {
        if (value == null || value.isBlank()) {
            throw new InvalidRequest(
                    "invalid-request",
                    "Some fields are missing.",
                    List.of(new FieldError("/" + field, "A method of this rail needs it.")));
        }
        return value;
    }

    @Schema(name = "NewPayoutMethod")
    record NewMethod(
            @NotNull @Pattern(regexp = "SEPA|STRIPE|PAYPAL") @Schema(examples = "SEPA")
            String rail,

            @Size(max = 140) @Pattern(regexp = TEXT) @Schema(description = "For SEPA", examples = "Wanda Weiß")
            @Nullable String holderName,

            @Size(max = 64) @Pattern(regexp = TEXT) @Schema(description = "For SEPA", examples = "ES91 2100 0418 4502 0005 1332")
            @Nullable String iban,

            @Size(max = 16) @Pattern(regexp = TEXT) @Schema(examples = "CAIXESBBXXX") @Nullable String bic,

            @Pattern(regexp = "[A-Z]{2}") @Schema(examples = "ES") @Nullable String country,

            @Size(max = 70) @Pattern(regexp = TEXT) @Schema(examples = "Barcelona") @Nullable String town,

            @Size(max = 127) @Pattern(regexp = TEXT) @Schema(description = "For STRIPE and PAYPAL", examples = "acct_1NffMqQ0Tl3sQz9b")
            @Nullable String accountId) {}

    @Schema(name = "PayoutMethod")
    record MethodView(
            UUID id,
            @Schema(examples = "SEPA") String rail,
            @Schema(examples = "Wanda Weiß") @Nullable String holderName,
            @Schema(examples = "ES91 **** 1332") @Nullable String iban,
            @Nullable String bic,
            @Nullable String country,
            @Nullable String town,
            @Schema(examples = "acct_**** Qz9b") @Nullable String accountId,

            @Schema(description = "Equal for equal accounts")
            String fingerprint,

            Instant changedAt,

            @Schema(
                    description =
                            "COOLING: money came back from it; save it again when it is right, or name another account")
            PayoutMethod.State state,

            @Schema(
                    description =
                            "Until when nothing is paid to it, as you changed it a short while ago; absent otherwise")
            @Nullable Instant restsUntil) {

        static MethodView of(Opened opened) {
            @Nullable BankAccount bank = opened.account() instanceof BankAccount account ? account : null;
            return new MethodView(
                    opened.method().id(),
                    opened.method().rail(),
                    bank == null ? null : bank.holderName(),
                    bank == null ? null : opened.method().masked(),
                    bank == null ? null : bank.bic(),
                    bank == null ? null : bank.country(),
                    bank == null ? null : bank.town(),
                    bank == null ? opened.method().masked() : null,
                    HexFormat.of().formatHex(opened.method().fingerprint()).substring(0, 16),
                    opened.method().createdAt(),
                    opened.method().state(),
                    opened.restsUntil());
        }
    }
}
