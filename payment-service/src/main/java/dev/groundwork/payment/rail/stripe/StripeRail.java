package dev.groundwork.payment.rail.stripe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.problem.NotAllowed;
import dev.groundwork.payment.rail.Capabilities;
import dev.groundwork.payment.rail.Destination;
import dev.groundwork.payment.rail.Inbound;
import dev.groundwork.payment.rail.NotGivenBack;
import dev.groundwork.payment.rail.RailEvent;
import dev.groundwork.payment.rail.RailItem;
import dev.groundwork.payment.rail.RailMessage;
import dev.groundwork.payment.rail.RailPart;
import dev.groundwork.payment.rail.ReportingRail;
import dev.groundwork.payment.rail.SendingRail;
import dev.groundwork.payment.rail.Submission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.PermissionException;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.exception.StripeException;
import com.stripe.model.Payout;
import com.stripe.model.Transfer;
import com.stripe.net.RequestOptions;
import com.stripe.net.Webhook;
import com.stripe.param.PayoutCreateParams;
import com.stripe.param.PayoutListParams;
import com.stripe.param.TransferCreateParams;
import com.stripe.param.TransferListParams;
import com.stripe.param.TransferReversalCreateParams;
import io.quarkus.arc.lookup.LookupUnlessProperty;
import org.jspecify.annotations.Nullable;

/**
 * Pays to workers' accounts with Stripe Connect: for each payout a transfer from the platform to the account and a payout from
 * there to the worker's bank. Both carry the payout's id, as metadata and within their idempotency keys; the transfer also as
 * its group, by which it is found again.
 */
@ApplicationScoped
@LookupUnlessProperty(name = "groundwork.payment.rail.stripe.secret-key", stringValue = "")
class StripeRail implements SendingRail, ReportingRail {

    /** Stripe forgets idempotency keys after a day at the earliest; an hour of that is left to clocks and queues. */
    private static final Duration WINDOW = Duration.ofHours(23);

    /**
     * Those whose amounts Stripe counts in the minor units of ISO 4217. Left out are what it counts otherwise, and what it does not
     * pay out to the last unit: UGX and ISK have two decimals there and none here, MGA none there and two here; payouts in HUF and
     * TWD have to be whole, and the last digit of currencies with three decimals 0 (docs.stripe.com/currencies, "Special cases").
     */
    static final Set<String> CURRENCIES = Set.of(
            "AED", "AUD", "BRL", "CAD", "CHF", "CZK", "DKK", "EUR", "GBP", "HKD", "INR", "JPY", "KES", "KRW", "MXN",
            "MYR", "NGN", "NOK", "NZD", "PHP", "PLN", "RON", "SEK", "SGD", "THB", "TRY", "USD", "ZAR");

    private static final String ITEM = "groundwork_payout";
    private static final String ACCOUNT_GONE = "account_invalid";
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StripeConfig config;
    private final StripeClient stripe;

    StripeRail(StripeConfig config) {
        this.config = config;
        this.stripe = StripeClients.of(config);
    }

    @Override
    public String name() {
        return "STRIPE";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(CURRENCIES, "STRIPE", 1, 1, WINDOW, Map.of());
    }

    @Override
    public String kind() {
        return "stripe-payout";
    }

    @Override
    public String mediaType() {
        return "application/json";
    }

    @Override
    public String fileName(UUID batchId, int part) {
        return "stripe-" + batchId + "-" + part + ".json";
    }

    @Override
    public byte[] render(RailPart part) {
        RailItem item = part.items().getFirst();
        if (part.items().size() != 1 || !(item.destination() instanceof Destination.ProviderAccount account)) {
            throw new IllegalArgumentException("a Stripe message is one payout to one account: " + item.id());
        }
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("payout", item.id().toString());
        message.put("endToEndId", item.endToEndId());
        message.put("account", account.id());
        message.put("amount", item.amountMinor());
        message.put("currency", part.currency());
        message.put("description", item.remittance());
        try {
            return JSON.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text and numbers can be written", e);
        }
    }

    /** What a message says. */
    private record Order(
            String payout, String endToEndId, String account, long amount, String currency, String description) {

        static Order of(RailMessage message) throws IOException {
            JsonNode json = JSON.readTree(message.bytes());
            return new Order(
                    json.path("payout").asText(),
                    json.path("endToEndId").asText(),
                    json.path("account").asText(),
                    json.path("amount").asLong(),
                    json.path("currency").asText().toLowerCase(Locale.ROOT),
                    json.path("description").asText());
        }
    }

    @Override
    public Submission submit(RailMessage message) throws IOException {
        Order order = Order.of(message);
        try {
            transfer(order);
        } catch (StripeException e) {
            return refusal(e);
        }
        try {
            return Submission.taken(payOut(order).getId());
        } catch (StripeException e) {
            Submission refusal = refusal(e);
            if (refusal.outcome() == Submission.Outcome.REFUSED) {
                // The money is on the worker's Stripe account and goes no further.
                takeBack(message);
            }
            return refusal;
        }
    }

    private void transfer(Order order) throws StripeException {
        stripe.v1()
                .transfers()
                .create(
                        TransferCreateParams.builder()
                                .setAmount(order.amount())
                                .setCurrency(order.currency())
                                .setDestination(order.account())
                                .setDescription(order.description())
                                .setTransferGroup(order.payout())
                                .putMetadata(ITEM, order.endToEndId())
                                .build(),
                        key(order, "transfer").build());
    }

    private Payout payOut(Order order) throws StripeException {
        return stripe.v1()
                .payouts()
                .create(
                        PayoutCreateParams.builder()
                                .setAmount(order.amount())
                                .setCurrency(order.currency())
                                .setDescription(order.description())
                                .putMetadata(ITEM, order.endToEndId())
                                .build(),
                        key(order, "payout").setStripeAccount(order.account()).build());
    }

    private static RequestOptions.RequestOptionsBuilder key(Order order, String step) {
        return RequestOptions.builder().setIdempotencyKey(order.payout() + "-" + step);
    }

    /** Finds the payout by what it carries, however long ago it was made. */
    @Override
    public Submission query(RailMessage message) throws IOException {
        Order order = Order.of(message);
        try {
            Transfer transfer = transferOf(order);
            if (transfer == null) {
                return Submission.notYet();
            }
            if (Boolean.TRUE.equals(transfer.getReversed())) {
                return Submission.refused("reversed");
            }
            Payout payout = payoutOf(order, transfer);
            return payout == null ? Submission.notYet() : Submission.taken(payout.getId());
        } catch (StripeException e) {
            throw new IOException("Stripe did not answer the question: " + e.getMessage(), e);
        }
    }

    /** Money that went to the worker's Stripe account and from there nowhere is no end: it is fetched back by {@link #takeBack}. */
    @Override
    public List<RailEvent> ask(RailMessage message, @Nullable String reference) throws IOException {
        Order order = Order.of(message);
        try {
            Transfer transfer = transferOf(order);
            if (transfer == null) {
                return List.of();
            }
            Payout payout = visiblePayoutOf(order, transfer);
            if (payout != null) {
                return List.of(event(order.endToEndId(), payout.getStatus(), payout.getFailureCode()));
            }
            return Boolean.TRUE.equals(transfer.getReversed())
                    ? List.of(new RailEvent(order.endToEndId(), RailEvent.Kind.FAILED, iso("")))
                    : List.of();
        } catch (StripeException e) {
            throw new IOException("Stripe did not answer the question: " + e.getMessage(), e);
        }
    }

    /** An account that was closed, or that keeps the platform out by now, shows nothing any more: then nothing is known of it. */
    private @Nullable Payout visiblePayoutOf(Order order, Transfer transfer) throws StripeException {
        try {
            return payoutOf(order, transfer);
        } catch (PermissionException e) {
            if (ACCOUNT_GONE.equals(e.getCode())) {
                return null;
            }
            throw e;
        }
    }

    private static RailEvent event(String item, @Nullable String status, @Nullable String failure) {
        return switch (status == null ? "" : status) {
            case "paid" -> new RailEvent(item, RailEvent.Kind.SETTLED, null);
            case "failed", "canceled" ->
                new RailEvent(item, RailEvent.Kind.FAILED, iso(failure == null ? "" : failure));
            default -> new RailEvent(item, RailEvent.Kind.ACCEPTED, null);
        };
    }

    private @Nullable Payout payoutOf(Order order, Transfer transfer) throws StripeException {
        var made = PayoutListParams.builder()
                .setCreated(PayoutListParams.Created.builder()
                        .setGte(transfer.getCreated())
                        .build())
                .setLimit(100L)
                .build();
        var ofAccount =
                RequestOptions.builder().setStripeAccount(order.account()).build();
        for (Payout payout : stripe.v1().payouts().list(made, ofAccount).autoPagingIterable()) {
            if (payout.getMetadata() != null
                    && order.endToEndId().equals(payout.getMetadata().get(ITEM))) {
                return payout;
            }
        }
        return null;
    }

    private @Nullable Transfer transferOf(Order order) throws StripeException {
        List<Transfer> transfers = stripe.v1()
                .transfers()
                .list(TransferListParams.builder()
                        .setTransferGroup(order.payout())
                        .setLimit(2L)
                        .build())
                .getData();
        return transfers.isEmpty() ? null : transfers.getFirst();
    }

    @Override
    public void takeBack(RailMessage message) throws IOException {
        Order order = Order.of(message);
        try {
            Transfer transfer = transferOf(order);
            if (transfer == null || Boolean.TRUE.equals(transfer.getReversed())) {
                return;
            }
            stripe.v1()
                    .transfers()
                    .reversals()
                    .create(
                            transfer.getId(),
                            TransferReversalCreateParams.builder()
                                    .putMetadata(ITEM, order.endToEndId())
                                    .build(),
                            key(order, "reversal").build());
        } catch (StripeException e) {
            String problem = "Stripe did not give the money back: " + e.getMessage();
            throw isForGood(e) ? new NotGivenBack(problem, e) : new IOException(problem, e);
        }
    }

    /** @throws IOException when it is not certain that nothing happened */
    private static Submission refusal(StripeException e) throws IOException {
        if (isBusy(e)) {
            return Submission.notYet();
        }
        if (isForGood(e)) {
            return Submission.refused(e.getCode() == null ? "refused" : e.getCode());
        }
        throw new IOException(
                e instanceof ApiConnectionException ? "Stripe did not answer" : "Stripe failed: " + e.getMessage(), e);
    }

    private static boolean isBusy(StripeException e) {
        Integer status = e.getStatusCode();
        return status != null && (status == CONFLICT || status == TOO_MANY);
    }

    private static boolean isForGood(StripeException e) {
        return !isBusy(e)
                && (e instanceof InvalidRequestException
                        || e instanceof CardException
                        || e instanceof PermissionException);
    }

    @Override
    public void verify(byte[] bytes, String signature) {
        List<String> secrets = config.webhookSecret()
                .orElseThrow(() -> new NotAllowed(
                        "signature-invalid",
                        "No event of Stripe is believed before groundwork.payment.rail.stripe.webhook-secret is set."));
        if (secrets.stream().noneMatch(secret -> isSigned(bytes, signature, secret))) {
            throw new NotAllowed(
                    "signature-invalid",
                    "The signature is not one of this event by a secret that is set here, or the event is too old.");
        }
    }

    private boolean isSigned(byte[] bytes, String signature, String secret) {
        try {
            return Webhook.Signature.verifyHeader(
                    new String(bytes, StandardCharsets.UTF_8),
                    signature,
                    secret,
                    config.eventTolerance().toSeconds());
        } catch (SignatureVerificationException e) {
            return false;
        }
    }

    @Override
    public Inbound parse(byte[] bytes) {
        JsonNode event;
        try {
            event = JSON.readTree(bytes);
        } catch (IOException e) {
            throw new IllegalArgumentException("it is no JSON", e);
        }
        String id = event.path("id").asText();
        if (id.isEmpty()) {
            throw new IllegalArgumentException("it has no id");
        }
        if (event.path("type").asText().startsWith(StripeCardRail.INTENT)) {
            return new Inbound(id, List.of(), null, StripeCardRail.event(event));
        }
        JsonNode object = event.path("data").path("object");
        String item = object.path("metadata").path(ITEM).asText();
        RailEvent.@Nullable Kind kind =
                switch (event.path("type").asText()) {
                    case "payout.paid" -> RailEvent.Kind.SETTLED;
                    case "payout.failed", "payout.canceled" -> RailEvent.Kind.FAILED;
                    default -> null;
                };
        if (kind == null || item.isEmpty()) {
            return new Inbound(id, List.of());
        }
        return new Inbound(
                id,
                List.of(new RailEvent(
                        item,
                        kind,
                        kind == RailEvent.Kind.SETTLED
                                ? null
                                : iso(object.path("failure_code").asText("")))));
    }

    /** {@return the reason as banks say it (ISO 20022), as far as there is one} */
    private static String iso(String failure) {
        return switch (failure) {
            case "account_closed" -> "AC04";
            case "account_frozen", "bank_ownership_changed" -> "AC06";
            case "no_account", "invalid_account_number", "invalid_account_number_length" -> "AC01";
            case "incorrect_account_holder_name" -> "BE01";
            case "bank_account_restricted", "debit_not_authorized", "unsupported_card" -> "AG01";
            case "invalid_currency" -> "AG02";
            case "insufficient_funds" -> "AM04";
            case "" -> "MS03";
            default -> failure;
        };
    }
}
