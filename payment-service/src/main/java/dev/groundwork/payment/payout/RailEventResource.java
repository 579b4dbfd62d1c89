package dev.groundwork.payment.payout;

import jakarta.annotation.security.PermitAll;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.groundwork.payment.rail.paypal.PayPalSignature;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Where payment providers report. They carry no token: what they send is signed. */
@Path("/v1/rails")
@Tag(name = "Finance")
@PermitAll
@RunOnVirtualThread
class RailEventResource {

    private final RailInbox inbox;

    RailEventResource(RailInbox inbox) {
        this.inbox = inbox;
    }

    @POST
    @Path("/stripe/webhook")
    @Consumes("*/*")
    @ResponseStatus(204)
    @Operation(
            operationId = "receiveStripeEvent",
            summary = "For Stripe: report what became of payouts and of deposits by card",
            description =
                    "Believed by its signature only. The same event again changes nothing. Register the address with Stripe for"
                            + " payout.paid, payout.failed and payout.canceled of connected accounts, and for"
                            + " payment_intent.succeeded, payment_intent.payment_failed and payment_intent.canceled of your own.")
    @APIResponse(responseCode = "204", description = "Kept and done")
    @APIResponse(responseCode = "403", description = "signature-invalid")
    @APIResponse(responseCode = "503", description = "rail-unreachable: send it again")
    public void stripe(@HeaderParam("Stripe-Signature") @Nullable String signature, byte @NotNull [] event) {
        inbox.receive("STRIPE", event, signature == null ? "" : signature);
    }

    @POST
    @Path("/paypal/webhook")
    @Consumes("*/*")
    @ResponseStatus(204)
    @Operation(
            operationId = "receivePayPalEvent",
            summary = "For PayPal: report what became of payouts",
            description =
                    "Believed by PayPal's own word only. The same event again changes nothing. Register the address with PayPal for"
                            + " all events of PAYMENT.PAYOUTS-ITEM and PAYMENT.PAYOUTSBATCH.DENIED.")
    @APIResponse(responseCode = "204", description = "Kept and done")
    @APIResponse(responseCode = "403", description = "signature-invalid")
    @APIResponse(responseCode = "503", description = "rail-unreachable: send it again")
    public void paypal(
            @HeaderParam("PayPal-Transmission-Id") @Nullable String transmissionId,
            @HeaderParam("PayPal-Transmission-Time") @Nullable String transmissionTime,
            @HeaderParam("PayPal-Cert-Url") @Nullable String certUrl,
            @HeaderParam("PayPal-Auth-Algo") @Nullable String authAlgo,
            @HeaderParam("PayPal-Transmission-Sig") @Nullable String transmissionSig,
            byte @NotNull [] event) {
        inbox.receive(
                "PAYPAL",
                event,
                PayPalSignature.write(transmissionId, transmissionTime, certUrl, authAlgo, transmissionSig));
    }
}
