package dev.groundwork.payment.payout;

import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.payment.caller.Caller;
import dev.groundwork.payment.payout.PayoutMethods.Opened;

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
    private final Caller caller;

    PayoutMethodResource(PayoutMethods methods, Caller caller) {
        this.methods = methods;
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
            description = "Payouts that are already in a batch still go to the account before.")
    @APIResponse(responseCode = "200", description = "Kept")
    @APIResponse(
            responseCode = "422",
            description = "iban-invalid, iban-outside-sepa, bic-invalid, holder-name-unusable")
    public MethodView set(@Valid @NotNull NewMethod body) {
        var account = BankAccount.of(body.holderName(), body.iban(), body.bic(), body.town(), body.country());
        return MethodView.of(methods.change(caller.workerId(), account, caller.actor()));
    }

    @Schema(name = "NewPayoutMethod")
    record NewMethod(
            @NotNull @Pattern(regexp = "SEPA") @Schema(examples = "SEPA")
            String rail,

            @NotBlank @Size(max = 140) @Pattern(regexp = TEXT) @Schema(examples = "Wanda Weiß")
            String holderName,

            @NotBlank @Size(max = 64) @Pattern(regexp = TEXT) @Schema(examples = "ES91 2100 0418 4502 0005 1332")
            String iban,

            @Size(max = 16) @Pattern(regexp = TEXT) @Schema(examples = "CAIXESBBXXX") @Nullable String bic,

            @Pattern(regexp = "[A-Z]{2}") @Schema(examples = "ES") @Nullable String country,

            @Size(max = 70) @Pattern(regexp = TEXT) @Schema(examples = "Barcelona") @Nullable String town) {}

    @Schema(name = "PayoutMethod")
    record MethodView(
            UUID id,
            @Schema(examples = "SEPA") String rail,
            @Schema(examples = "Wanda Weiß") String holderName,
            @Schema(examples = "ES91 **** 1332") String iban,
            @Nullable String bic,
            @Nullable String country,
            @Nullable String town,

            @Schema(description = "Equal for equal accounts")
            String fingerprint,

            Instant changedAt) {

        static MethodView of(Opened opened) {
            BankAccount account = opened.account();
            return new MethodView(
                    opened.method().id(),
                    opened.method().rail(),
                    account.holderName(),
                    opened.method().masked(),
                    account.bic(),
                    account.country(),
                    account.town(),
                    HexFormat.of().formatHex(opened.method().fingerprint()).substring(0, 16),
                    opened.method().createdAt());
        }
    }
}
