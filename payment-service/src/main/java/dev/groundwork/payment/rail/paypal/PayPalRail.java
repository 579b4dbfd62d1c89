package dev.groundwork.payment.rail.paypal;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.NotAllowed;
import dev.groundwork.kit.problem.TryLater;
import dev.groundwork.payment.rail.Capabilities;
import dev.groundwork.payment.rail.Destination;
import dev.groundwork.payment.rail.Inbound;
import dev.groundwork.payment.rail.RailEvent;
import dev.groundwork.payment.rail.RailItem;
import dev.groundwork.payment.rail.RailMessage;
import dev.groundwork.payment.rail.RailPart;
import dev.groundwork.payment.rail.ReportingRail;
import dev.groundwork.payment.rail.SendingRail;
import dev.groundwork.payment.rail.Submission;
import dev.groundwork.payment.rail.paypal.PayPalClient.Answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.lookup.LookupUnlessProperty;
import org.jspecify.annotations.Nullable;

/**
 * Pays to workers' PayPal accounts, up to 15,000 in a message. PayPal knows a message by its {@code sender_batch_id} for thirty
 * days: the same again is refused with a link to the first. What becomes of each payout is said by events.
 */
@ApplicationScoped
@LookupUnlessProperty(name = "groundwork.payment.rail.paypal.client-id", stringValue = "")
class PayPalRail implements SendingRail, ReportingRail {

    /** A day of the thirty is left to clocks and queues. */
    private static final Duration WINDOW = Duration.ofDays(29);

    /** PayPal takes no decimals in others that have some. */
    private static final Set<String> CURRENCIES = Set.of(
            "AUD", "BRL", "CAD", "CHF", "CZK", "DKK", "EUR", "GBP", "HKD", "ILS", "JPY", "MXN", "MYR", "NOK", "NZD",
            "PHP", "PLN", "SEK", "SGD", "THB", "USD");

    /** How a problem names a part of an item: {@code items[3].receiver}, or {@code /items/3/receiver}. */
    private static final Pattern ITEM = Pattern.compile("^/?items[\\[/](\\d{1,5})\\]?(?:[./](\\w+))?");

    /** The parts of an item that the worker has given. */
    private static final Set<String> RECEIVER = Set.of("receiver", "recipient_type");

    private static final String PAYOUTS = "/v1/payments/payouts";
    private static final int MOST_ITEMS = 15_000;
    private static final int ITEMS_PER_PAGE = 1000;
    private static final int MOST_NOTE = 4_000;
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY = 429;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PayPalConfig config;
    private final PayPalClient paypal;

    PayPalRail(PayPalConfig config, Clock clock) {
        this.config = config;
        this.paypal = new PayPalClient(config, clock);
    }

    @Override
    public String name() {
        return "PAYPAL";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(CURRENCIES, "PAYPAL", 1, MOST_ITEMS, WINDOW, Map.of());
    }

    @Override
    public String kind() {
        return "paypal-payouts";
    }

    @Override
    public String mediaType() {
        return "application/json";
    }

    @Override
    public String fileName(UUID batchId, int part) {
        return "paypal-" + batchId + "-" + part + ".json";
    }

    @Override
    public byte[] render(RailPart part) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("sender_batch_id", part.messageId());
        header.put("email_subject", config.emailSubject());
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("sender_batch_header", header);
        message.put(
                "items",
                part.items().stream().map(item -> item(item, part.currency())).toList());
        try {
            return JSON.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text and numbers can be written", e);
        }
    }

    private static Map<String, Object> item(RailItem item, String currency) {
        if (!(item.destination() instanceof Destination.ProviderAccount account)) {
            throw new IllegalArgumentException("PayPal pays to accounts of its own: " + item.id());
        }
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("recipient_type", account.id().contains("@") ? "EMAIL" : "PAYPAL_ID");
        written.put("receiver", account.id());
        written.put("sender_item_id", item.endToEndId());
        written.put("amount", amount(item.amountMinor(), currency));
        String note = item.remittance();
        written.put("note", note.length() > MOST_NOTE ? note.substring(0, MOST_NOTE) : note);
        return written;
    }

    /** In one order, so that the same payout is always the same bytes. */
    private static Map<String, String> amount(long minor, String currency) {
        Map<String, String> amount = new LinkedHashMap<>();
        amount.put("currency", currency);
        amount.put("value", new Money(minor, currency).decimal());
        return amount;
    }

    @Override
    public Submission submit(RailMessage message) throws IOException {
        Answer answer = paypal.post(PAYOUTS, message.bytes(), message.key());
        return switch (answer.status()) {
            case CREATED, OK -> taken(answer.body());
            case BAD_REQUEST, FORBIDDEN, UNPROCESSABLE -> refusal(answer.body(), message);
            case TOO_MANY -> Submission.notYet();
            default -> throw new IOException("PayPal failed with HTTP " + answer.status());
        };
    }

    private static Submission taken(JsonNode body) throws IOException {
        String id = body.path("batch_header").path("payout_batch_id").asText();
        if (id.isEmpty()) {
            throw new IOException("PayPal took a message and does not say under which name");
        }
        return Submission.taken(id);
    }

    /**
     * A no to a message that may have come before says nothing of what became of it then: the account may have been limited since,
     * or PayPal may say in other words that it has it. Only its own word on the first ends it.
     */
    private Submission refusal(JsonNode problem, RailMessage message) throws IOException {
        JsonNode repetition = repetition(problem);
        if (repetition != null) {
            return first(linkToFirst(repetition));
        }
        String name = problem.path("name").asText("refused");
        if (name.equals("INSUFFICIENT_FUNDS") || name.equals("RATE_LIMIT_REACHED")) {
            return Submission.notYet();
        }
        if (message.repeated()) {
            throw new IOException("PayPal refuses (" + name + ") a message that it may have taken before");
        }
        return Submission.refusedWhole(name, atFault(problem, message));
    }

    /** {@return the payouts that a problem names as its causes, with the reason as banks say it (ISO 20022)} */
    private static Map<String, String> atFault(JsonNode problem, RailMessage message) throws IOException {
        JsonNode items = JSON.readTree(message.bytes()).path("items");
        Map<String, String> atFault = new HashMap<>();
        for (JsonNode detail : problem.path("details")) {
            Matcher field = ITEM.matcher(detail.path("field").asText());
            if (field.find()) {
                JsonNode item = items.path(Integer.parseInt(field.group(1)));
                if (!item.isMissingNode()) {
                    String reason = isReceiver(field.group(2)) ? "AC01" : "MS03";
                    atFault.merge(
                            item.path("sender_item_id").asText(),
                            reason,
                            (known, more) -> known.equals("AC01") ? known : more);
                }
            }
        }
        return atFault;
    }

    private static boolean isReceiver(@Nullable String part) {
        return part != null && RECEIVER.contains(part);
    }

    /** {@return the part of a problem by which PayPal says that it has had the name of the message before} */
    private static @Nullable JsonNode repetition(JsonNode problem) {
        for (JsonNode detail : problem.path("details")) {
            if (detail.path("field").asText().toUpperCase(Locale.ROOT).contains("SENDER_BATCH_ID")) {
                return detail;
            }
        }
        return null;
    }

    /** {@return the path of the message that came under the same name before} */
    private static String linkToFirst(JsonNode repetition) throws IOException {
        for (JsonNode link : repetition.path("link")) {
            try {
                String path = new URI(link.path("href").asText()).getPath();
                if (path != null && path.startsWith(PAYOUTS + "/")) {
                    return path;
                }
            } catch (URISyntaxException e) {
                throw new IOException("PayPal knows the message and shows it at no address", e);
            }
        }
        throw new IOException("PayPal knows the message and does not say where it shows it");
    }

    private Submission first(String path) throws IOException {
        Answer answer = paypal.get(path + "?page_size=1&page=1");
        if (answer.status() != OK) {
            throw new IOException("PayPal knows the message and does not show it: HTTP " + answer.status());
        }
        return isDenied(answer.body())
                ? Submission.refusedWhole(batchStatus(answer.body()), Map.of())
                : taken(answer.body());
    }

    /**
     * PayPal does not find a message by the sender's own name for it. It may be given the same again, though: it acts on it once,
     * and names the first.
     */
    @Override
    public Submission query(RailMessage message) {
        return Submission.notYet();
    }

    /** It finds a message by its own name only. Of one that it has not done with, it may not show every payout yet. */
    @Override
    public List<RailEvent> ask(RailMessage message, @Nullable String reference) throws IOException {
        if (reference == null) {
            return List.of();
        }
        List<String> items = items(message);
        int pages = Math.max(1, Math.ceilDiv(items.size(), ITEMS_PER_PAGE));
        List<RailEvent> events = new ArrayList<>();
        boolean done = false;
        for (int page = 1; page <= pages; page++) {
            Answer answer = paypal.get(PAYOUTS + "/" + reference + "?page_size=" + ITEMS_PER_PAGE + "&page=" + page);
            if (answer.status() == NOT_FOUND) {
                return events;
            }
            if (answer.status() != OK) {
                throw new IOException("PayPal does not show a message: HTTP " + answer.status());
            }
            if (isDenied(answer.body())) {
                // Nothing of it is paid.
                return each(items, RailEvent.Kind.FAILED, "MS03");
            }
            for (JsonNode item : answer.body().path("items")) {
                events.add(said(item));
            }
            done = batchStatus(answer.body()).equals("SUCCESS");
        }
        if (!done) {
            items.removeAll(events.stream().map(RailEvent::endToEndId).collect(Collectors.toSet()));
            events.addAll(each(items, RailEvent.Kind.ACCEPTED, null));
        }
        return events;
    }

    private static List<String> items(RailMessage message) throws IOException {
        List<String> items = new ArrayList<>();
        for (JsonNode item : JSON.readTree(message.bytes()).path("items")) {
            items.add(item.path("sender_item_id").asText());
        }
        return items;
    }

    private static List<RailEvent> each(List<String> items, RailEvent.Kind kind, @Nullable String reason) {
        return items.stream().map(item -> new RailEvent(item, kind, reason)).toList();
    }

    private static RailEvent said(JsonNode payout) {
        RailEvent.Kind kind =
                switch (payout.path("transaction_status").asText()) {
                    case "SUCCESS" -> RailEvent.Kind.SETTLED;
                    case "FAILED", "BLOCKED", "CANCELED", "DENIED", "REFUNDED", "RETURNED", "REVERSED" ->
                        RailEvent.Kind.FAILED;
                    default -> RailEvent.Kind.ACCEPTED;
                };
        return new RailEvent(
                payout.path("payout_item").path("sender_item_id").asText(),
                kind,
                kind == RailEvent.Kind.FAILED ? iso(payout) : null);
    }

    private static boolean isDenied(JsonNode body) {
        String state = batchStatus(body);
        return state.equals("DENIED") || state.equals("CANCELED");
    }

    private static String batchStatus(JsonNode body) {
        return body.path("batch_header").path("batch_status").asText();
    }

    /** @param signature as {@link PayPalSignature} writes it */
    @Override
    public void verify(byte[] bytes, String signature) {
        String webhook = config.webhookId()
                .orElseThrow(() -> new NotAllowed(
                        "signature-invalid",
                        "No event of PayPal is believed before groundwork.payment.rail.paypal.webhook-id is set."));
        PayPalSignature signed = PayPalSignature.read(signature);
        String event = new String(bytes, StandardCharsets.UTF_8);
        if (signed == null || !isObject(event)) {
            throw invalid();
        }
        try {
            Answer answer = paypal.post(
                    "/v1/notifications/verify-webhook-signature",
                    signed.question(webhook, event).getBytes(StandardCharsets.UTF_8),
                    "");
            if (answer.status() == BAD_REQUEST
                    || (answer.status() == OK
                            && !answer.body()
                                    .path("verification_status")
                                    .asText()
                                    .equals("SUCCESS"))) {
                throw invalid();
            }
            if (answer.status() != OK) {
                throw new IOException("HTTP " + answer.status());
            }
        } catch (IOException e) {
            throw new TryLater(
                    "rail-unreachable",
                    "PayPal could not be asked whether this is from it; send it again.",
                    Duration.ofMinutes(1));
        }
    }

    /** Whether it is one object and nothing behind it, which would write on in the question to PayPal. */
    private static boolean isObject(String event) {
        try {
            return JSON.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(event)
                    .isObject();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static NotAllowed invalid() {
        return new NotAllowed("signature-invalid", "The signature is not one of this event by PayPal's own word.");
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
        String type = event.path("event_type").asText();
        if (type.equals("PAYMENT.PAYOUTSBATCH.DENIED")) {
            return new Inbound(id, List.of(), messageOf(event.path("resource")));
        }
        JsonNode payout = event.path("resource");
        String item = payout.path("payout_item").path("sender_item_id").asText();
        RailEvent.@Nullable Kind kind =
                switch (type) {
                    case "PAYMENT.PAYOUTS-ITEM.SUCCEEDED" -> RailEvent.Kind.SETTLED;
                    // Nobody has taken it yet: it is not paid, and comes back by itself after thirty days.
                    case "PAYMENT.PAYOUTS-ITEM.UNCLAIMED", "PAYMENT.PAYOUTS-ITEM.HELD" -> RailEvent.Kind.ACCEPTED;
                    case "PAYMENT.PAYOUTS-ITEM.FAILED",
                            "PAYMENT.PAYOUTS-ITEM.BLOCKED",
                            "PAYMENT.PAYOUTS-ITEM.CANCELED",
                            "PAYMENT.PAYOUTS-ITEM.DENIED",
                            "PAYMENT.PAYOUTS-ITEM.REFUNDED",
                            "PAYMENT.PAYOUTS-ITEM.RETURNED" -> RailEvent.Kind.FAILED;
                    default -> null;
                };
        if (kind == null || item.isEmpty()) {
            return new Inbound(id, List.of());
        }
        return new Inbound(id, List.of(new RailEvent(item, kind, kind == RailEvent.Kind.FAILED ? iso(payout) : null)));
    }

    /** {@return our name for a message that PayPal tells of; null where it does not say} */
    private static @Nullable String messageOf(JsonNode batch) {
        String key = batch.path("batch_header")
                .path("sender_batch_header")
                .path("sender_batch_id")
                .asText();
        return key.isEmpty() ? null : key;
    }

    /** {@return the reason as banks say it (ISO 20022), as far as there is one} */
    private static String iso(JsonNode payout) {
        String name = payout.path("errors").path("name").asText("");
        return switch (name) {
            case "RECEIVER_UNREGISTERED", "RECEIVER_UNCONFIRMED", "NON_HOLDING_CURRENCY" -> "AC01";
            case "RECEIVER_ACCOUNT_LOCKED", "RECEIVER_YOUTH_ACCOUNT", "RECEIVER_ACCOUNT_LIMITATION" -> "AC06";
            case "RECEIVER_COUNTRY_NOT_ALLOWED", "RECEIVER_STATE_RESTRICTED" -> "AG01";
            case "REGULATORY_BLOCKED", "REGULATORY_PENDING", "RECEIVER_REFUSED_RISK" -> "RR04";
            case "SENDER_ACCOUNT_LOCKED", "INSUFFICIENT_FUNDS" -> "AM04";
            case "" -> payout.path("transaction_status").asText().equals("RETURNED") ? "MS02" : "MS03";
            default -> "MS03";
        };
    }
}
