package dev.groundwork.payment.rail.paypal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.groundwork.demo.bank.ScriptedServer;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;

/**
 * As much of PayPal's REST API as payouts need: tokens that end, a {@code sender_batch_id} that is taken once and refused with a
 * link to the first after that, the question whether an event is PayPal's own, and connections that break as it is told to.
 */
public final class FakePayPal extends ScriptedServer<FakePayPal.Fault> {

    static final String WEBHOOK = "WH-1";
    static final String SIGNATURE = "signed-by-paypal";

    /** What goes wrong with the next message. */
    public enum Fault {
        NONE,
        /** The connection breaks before anything was done. */
        DROPPED_BEFORE,
        /** The connection breaks after it was done. */
        DROPPED_AFTER,
        /** It was done, and the answer stops in its midst. */
        STALLED,
        /** Nothing was done, and it says so: try later. */
        BUSY,
        BROKEN,
        NO_FUNDS,
        /** The message is wrong. */
        REFUSED,
        /** The last payout of the message goes nowhere. */
        ITEM_REFUSED,
        /** The account may not pay, whatever the message. */
        FORBIDDEN,
        /** It has the name of the message, in words of its own. */
        KNOWN_IN_OTHER_WORDS,
        /** It has the name of the message, and shows it nowhere. */
        KNOWN_WITHOUT_LINK,
        /** It has the name of the message, and its link is none. */
        KNOWN_WITH_BROKEN_LINK,
        /** It has the name of the message, and its link leads elsewhere. */
        KNOWN_WITH_OTHER_LINK,
        /** Taken, and denied afterwards. */
        DENIED,
        /** The token is not taken any more, though its time is not over. */
        TOKEN_LOST
    }

    private final Map<String, Batch> batches = new LinkedHashMap<>();
    private final Map<String, String> states = new LinkedHashMap<>();
    private final List<String> questions = new ArrayList<>();
    private int tokens;

    private record Batch(String id, String status, JsonNode message) {}

    private FakePayPal() {
        super(Fault.NONE);
        serve("/v1/oauth2/token", this::token);
        serve("/v1/payments/payouts", this::payouts);
        serve("/v1/notifications/verify-webhook-signature", this::verify);
        serve("/control/count", exchange -> answer(exchange, 200, Map.of("count", payments())));
    }

    public static FakePayPal start() {
        var fake = new FakePayPal();
        fake.listen();
        return fake;
    }

    /** {@return how many payments it makes, of all messages that it took} */
    synchronized int payments() {
        return batches.values().stream()
                .filter(batch -> !batch.status().equals("DENIED"))
                .mapToInt(batch -> batch.message().path("items").size())
                .sum();
    }

    /** Something becomes of a payout, and nobody is told; one that is {@code UNLISTED} is not shown. */
    synchronized void become(String item, String state) {
        states.put(item, state);
    }

    /** It has done with all messages that it took. */
    synchronized void finish() {
        batches.replaceAll((key, batch) -> new Batch(batch.id(), "SUCCESS", batch.message()));
    }

    /** {@return the messages that it took, in their order} */
    synchronized List<JsonNode> messages() {
        return batches.values().stream().map(Batch::message).toList();
    }

    synchronized int tokens() {
        return tokens;
    }

    /** {@return what it was asked about events} */
    synchronized List<String> questions() {
        return List.copyOf(questions);
    }

    private void token(HttpExchange exchange) throws IOException {
        String expected =
                "Basic " + Base64.getEncoder().encodeToString("client:secret".getBytes(StandardCharsets.UTF_8));
        if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                || !body(exchange).equals("grant_type=client_credentials")) {
            answer(exchange, 401, Map.of("error", "invalid_client"));
            return;
        }
        int number;
        synchronized (this) {
            number = ++tokens;
        }
        answer(exchange, 200, Map.of("access_token", "token-" + number, "token_type", "Bearer", "expires_in", 32_400));
    }

    private boolean isAuthorized(HttpExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        synchronized (this) {
            return ("Bearer token-" + tokens).equals(header);
        }
    }

    private void payouts(HttpExchange exchange) throws IOException {
        if (!isAuthorized(exchange)) {
            answer(exchange, 401, Map.of("name", "AUTHENTICATION_FAILURE"));
        } else if (exchange.getRequestMethod().equals("GET")) {
            show(exchange);
        } else {
            create(exchange);
        }
    }

    private void show(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Batch batch;
        synchronized (this) {
            batch = batches.values().stream()
                    .filter(one -> path.endsWith("/" + one.id()))
                    .findFirst()
                    .orElse(null);
        }
        if (batch == null) {
            answer(exchange, 404, Map.of("name", "RESOURCE_NOT_FOUND"));
        } else if (exchange.getRequestURI().getQuery().endsWith("&page=2")) {
            // All that it is given here fits into one page.
            answer(exchange, 400, Map.of("name", "VALIDATION_ERROR"));
        } else {
            answer(exchange, 200, Map.of("batch_header", header(batch), "items", items(batch, exchange)));
        }
    }

    private synchronized List<Map<String, Object>> items(Batch batch, HttpExchange exchange) {
        if (batch.status().equals("DENIED")
                || !exchange.getRequestURI().getQuery().contains("page=1")) {
            return List.of();
        }
        List<Map<String, Object>> items = new ArrayList<>();
        for (JsonNode item : batch.message().path("items")) {
            String name = item.path("sender_item_id").asText();
            String state = states.getOrDefault(name, "PENDING");
            if (state.equals("UNLISTED")) {
                continue;
            }
            items.add(Map.of(
                    "transaction_status",
                    state,
                    "payout_item",
                    Map.of("sender_item_id", name),
                    "errors",
                    state.equals("FAILED") ? Map.of("name", "RECEIVER_ACCOUNT_LOCKED") : Map.of()));
        }
        return items;
    }

    private void create(HttpExchange exchange) throws IOException {
        JsonNode message = JSON.readTree(body(exchange));
        String key = message.path("sender_batch_header").path("sender_batch_id").asText();
        switch (nextFault()) {
            case DROPPED_BEFORE -> exchange.close();
            case BUSY -> answer(exchange, 429, Map.of("name", "RATE_LIMIT_REACHED"));
            case BROKEN -> answer(exchange, 500, Map.of("name", "INTERNAL_SERVER_ERROR"));
            case NO_FUNDS -> answer(exchange, 422, Map.of("name", "INSUFFICIENT_FUNDS"));
            case REFUSED -> answer(exchange, 400, Map.of("name", "VALIDATION_ERROR", "details", List.of()));
            case ITEM_REFUSED ->
                answer(
                        exchange,
                        400,
                        Map.of(
                                "name",
                                "VALIDATION_ERROR",
                                "details",
                                List.of(Map.of(
                                        "field",
                                        "items[" + (message.path("items").size() - 1) + "].receiver",
                                        "issue",
                                        "Receiver is invalid or does not match with type"))));
            case FORBIDDEN -> answer(exchange, 403, Map.of("name", "AUTHORIZATION_ERROR"));
            case KNOWN_IN_OTHER_WORDS -> answer(exchange, 422, Map.of("name", "DUPLICATE_REQUEST_ID"));
            case KNOWN_WITHOUT_LINK -> answer(exchange, 400, known(List.of()));
            case KNOWN_WITH_BROKEN_LINK -> answer(exchange, 400, known(List.of(Map.of("href", "not an address %"))));
            case KNOWN_WITH_OTHER_LINK ->
                answer(exchange, 400, known(List.of(Map.of("href", "https://example.org/help"))));
            case TOKEN_LOST -> {
                synchronized (this) {
                    tokens++;
                }
                answer(exchange, 401, Map.of("name", "AUTHENTICATION_FAILURE"));
            }
            case DROPPED_AFTER -> {
                take(key, message, "PENDING");
                exchange.close();
            }
            case STALLED -> {
                take(key, message, "PENDING");
                exchange.sendResponseHeaders(201, 100);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                // Ended by nobody but the other side, or the end of this server.
            }
            case DENIED -> {
                take(key, message, "DENIED");
                exchange.close();
            }
            case NONE -> {
                if (take(key, message, "PENDING")) {
                    answer(exchange, 201, Map.of("batch_header", header(batch(key))));
                } else {
                    answer(exchange, 400, repeated(batch(key)));
                }
            }
        }
    }

    private synchronized Batch batch(String key) {
        return Objects.requireNonNull(batches.get(key));
    }

    private synchronized boolean take(String key, JsonNode message, String status) {
        return batches.putIfAbsent(key, new Batch("PB" + (batches.size() + 1), status, message)) == null;
    }

    private static Map<String, Object> header(Batch batch) {
        return Map.of(
                "payout_batch_id",
                batch.id(),
                "batch_status",
                batch.status(),
                "sender_batch_header",
                batch.message().path("sender_batch_header"));
    }

    private Map<String, Object> repeated(Batch first) {
        return known(
                List.of(Map.of("href", url() + "/v1/payments/payouts/" + first.id(), "rel", "self", "method", "GET")));
    }

    private static Map<String, Object> known(List<Map<String, String>> links) {
        return Map.of(
                "name",
                "USER_BUSINESS_ERROR",
                "message",
                "User business error.",
                "details",
                List.of(Map.of(
                        "field",
                        "SENDER_BATCH_ID",
                        "location",
                        "body",
                        "issue",
                        "Batch with given sender_batch_id already exists",
                        "link",
                        links)));
    }

    private void verify(HttpExchange exchange) throws IOException {
        String question = body(exchange);
        synchronized (this) {
            questions.add(question);
        }
        if (!isAuthorized(exchange)) {
            answer(exchange, 401, Map.of("name", "AUTHENTICATION_FAILURE"));
            return;
        }
        JsonNode asked = JSON.readTree(question);
        boolean own = asked.path("transmission_sig").asText().equals(SIGNATURE)
                && asked.path("webhook_id").asText().equals(WEBHOOK);
        answer(exchange, 200, Map.of("verification_status", own ? "SUCCESS" : "FAILURE"));
    }
}
