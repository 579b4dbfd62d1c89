package dev.groundwork.payment.deposit;

import java.util.ArrayList;
import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import dev.groundwork.payment.caller.Caller;
import dev.groundwork.payment.rail.sepa.SepaConfig;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/deposit-instructions")
@Tag(name = "Requester's money")
@RolesAllowed("requester")
@RunOnVirtualThread
class DepositInstructionsResource {

    private final DepositReferences references;
    private final SepaConfig config;
    private final DepositConfig deposits;
    private final CardDeposits cards;
    private final Caller caller;

    DepositInstructionsResource(
            DepositReferences references,
            SepaConfig config,
            DepositConfig deposits,
            CardDeposits cards,
            Caller caller) {
        this.references = references;
        this.config = config;
        this.deposits = deposits;
        this.cards = cards;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "getDepositInstructions",
            summary = "How to pay in by bank transfer",
            description =
                    "The reference is your organisation's for ever: a transfer with it is on the balance as soon as the bank's"
                            + " statement has it, whatever its amount.")
    public Instructions instructions() {
        var account = config.debtor();
        return new Instructions(
                account.name(), account.iban(), account.bic(), references.of(caller.requesterId()), "EUR", methods());
    }

    private List<DepositMethod> methods() {
        List<DepositMethod> methods = new ArrayList<>();
        if (deposits.test()) {
            methods.add(DepositMethod.TEST);
        }
        if (cards.offered()) {
            methods.add(DepositMethod.CARD);
        }
        return methods;
    }

    @Schema(name = "DepositInstructions")
    record Instructions(
            @Schema(examples = "Groundwork Local") String holder,
            @Schema(examples = "DE89370400440532013000") String iban,
            @Schema(examples = "COBADEFFXXX") String bic,

            @Schema(description = "Creditor reference (ISO 11649)", examples = "RF48GW0000000001")
            String reference,

            @Schema(examples = "EUR") String currency,

            @Schema(description = "What POST /v1/deposits takes here besides; none where money comes by transfer only")
            List<DepositMethod> methods) {}
}
