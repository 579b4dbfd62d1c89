package dev.groundwork.payment.rail.stripe;

import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.money.Money;
import dev.groundwork.payment.rail.CardEvent;
import dev.groundwork.payment.rail.CardPayment;
import dev.groundwork.payment.rail.CardRail;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.PermissionException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCreateParams;
import io.quarkus.arc.lookup.LookupUnlessProperty;
import org.jspecify.annotations.Nullable;

/** Takes deposits by card onto the platform's account with Stripe: a payment intent for each, under the deposit's id. */
@ApplicationScoped
@LookupUnlessProperty(name = "groundwork.payment.rail.stripe.secret-key", stringValue = "")
class StripeCardRail implements CardRail {

    /** Of the event types of payment intents. */
    static final String INTENT = "payment_intent.";

    private static final String DEPOSIT = "groundwork_deposit";
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;

    private final StripeClient stripe;

    StripeCardRail(StripeConfig config) {
        this.stripe = StripeClients.of(config);
    }

    @Override
    public String name() {
        return "STRIPE";
    }

    /** Where Stripe counts in other units than ISO 4217 an amount would be another one there. */
    @Override
    public boolean takes(String currency) {
        return StripeRail.CURRENCIES.contains(currency);
    }

    @Override
    public CardPayment ask(UUID depositId, Money amount) throws IOException {
        try {
            return asked(stripe.v1()
                    .paymentIntents()
                    .create(
                            PaymentIntentCreateParams.builder()
                                    .setAmount(amount.minor())
                                    .setCurrency(amount.currency().toLowerCase(Locale.ROOT))
                                    .addPaymentMethodType("card")
                                    .putMetadata(DEPOSIT, depositId.toString())
                                    .build(),
                            RequestOptions.builder()
                                    .setIdempotencyKey(depositId.toString())
                                    .build()));
        } catch (StripeException e) {
            return refusal(e);
        }
    }

    @Override
    public CardPayment find(String reference) throws IOException {
        try {
            return known(stripe.v1().paymentIntents().retrieve(reference));
        } catch (StripeException e) {
            throw new IOException("Stripe did not answer the question: " + e.getMessage(), e);
        }
    }

    private static CardPayment known(PaymentIntent intent) {
        return switch (intent.getStatus()) {
            case "succeeded" ->
                new CardPayment.Paid(
                        intent.getId(),
                        Objects.requireNonNullElse(intent.getAmountReceived(), 0L),
                        intent.getCurrency().toUpperCase(Locale.ROOT));
            case "canceled" -> new CardPayment.Refused("canceled");
            default -> asked(intent);
        };
    }

    private static CardPayment asked(PaymentIntent intent) {
        return new CardPayment.Asked(intent.getId(), intent.getClientSecret());
    }

    /** @throws IOException when it is not certain that nothing happened */
    private static CardPayment refusal(StripeException e) throws IOException {
        Integer status = e.getStatusCode();
        boolean busy = status != null && (status == CONFLICT || status == TOO_MANY);
        if (!busy
                && (e instanceof InvalidRequestException
                        || e instanceof CardException
                        || e instanceof PermissionException)) {
            return new CardPayment.Refused(e.getCode() == null ? "refused" : e.getCode());
        }
        throw new IOException("Stripe did not take it: " + e.getMessage(), e);
    }

    /**
     * Reads what Stripe says of a payment intent.
     *
     * @return null where it is none of a deposit here. Events of accounts that are connected to the platform's are believed as well
     *     and write into their intents what they like: those never are.
     */
    static @Nullable CardEvent event(JsonNode event) {
        JsonNode intent = event.path("data").path("object");
        CardEvent.@Nullable Kind kind =
                switch (event.path("type").asText()) {
                    case INTENT + "succeeded" -> CardEvent.Kind.PAID;
                    case INTENT + "payment_failed", INTENT + "canceled" -> CardEvent.Kind.FAILED;
                    default -> null;
                };
        UUID depositId = id(intent.path("metadata").path(DEPOSIT).asText());
        if (kind == null || depositId == null || event.hasNonNull("account")) {
            return null;
        }
        return new CardEvent(
                depositId,
                kind,
                intent.path("id").asText(),
                intent.path("amount_received").asLong(),
                intent.path("currency").asText().toUpperCase(Locale.ROOT),
                kind == CardEvent.Kind.PAID ? null : reason(intent));
    }

    private static String reason(JsonNode intent) {
        JsonNode error = intent.path("last_payment_error");
        String code = error.path("decline_code").asText(error.path("code").asText());
        return code.isEmpty() ? intent.path("cancellation_reason").asText("failed") : code;
    }

    private static @Nullable UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
