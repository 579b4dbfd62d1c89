package dev.groundwork.demo.bank;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.sun.net.httpserver.HttpExchange;

/**
 * As much of Stripe as payouts and deposits by card need: it remembers idempotency keys, answers a key in flight or a key with other parameters as
 * Stripe does, and loses connections as it is told to.
 */
public final class SimulatedStripe extends ScriptedServer<SimulatedStripe.Fault> {

    /** What goes wrong with the next request that creates something. */
    public enum Fault {
        NONE,
        /** The connection breaks before anything was done. */
        DROPPED_BEFORE,
        /** The connection breaks after it was done. */
        DROPPED_AFTER,
        /** Done, and answered when nobody listens any more. */
        LATE,
        CONFLICT,
        BROKEN,
        /** The account takes no payouts. */
        REFUSED
    }

    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, Made> byKey = new LinkedHashMap<>();
    private final List<Made> made = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final Set<String> closed = new HashSet<>();
    private int faults;

    private record Made(String kind, String account, Map<String, String> form, Map<String, Object> answer) {}

    private SimulatedStripe(int port) {
        super(Fault.NONE, port);
        serve("/v1/transfers", this::transfers);
        serve("/v1/payouts", this::payouts);
        serve("/v1/payment_intents", this::intents);
        serve("/control/intent", exchange -> {
            Map<String, String> told = query(exchange);
            become(told.getOrDefault("id", ""), told.getOrDefault("status", ""));
            answer(exchange, 200, told);
        });
        serve("/control/count", exchange -> {
            String kind = exchange.getRequestURI().getQuery();
            answer(exchange, 200, Map.of("count", count(kind)));
        });
    }

    /** Starts it at a port that is free. */
    public static SimulatedStripe start() {
        return start(0);
    }

    /** @throws java.io.UncheckedIOException where the port is taken */
    public static SimulatedStripe start(int port) {
        var stripe = new SimulatedStripe(port);
        stripe.listen();
        return stripe;
    }

    /** {@return how many transfers, payouts, reversals or payment intents were really made} */
    public synchronized long count(String kind) {
        return made.stream().filter(one -> one.kind().equals(kind)).count();
    }

    /** A worker's account is closed: nobody is shown anything of it. */
    public synchronized void closeAccount(String account) {
        closed.add(account);
    }

    private synchronized boolean isClosed(String account) {
        return closed.contains(account);
    }

    /** Something becomes of a payout, such as {@code paid}, and nobody is told. */
    public synchronized void become(String item, String status, String failureCode) {
        made.stream()
                .filter(one -> one.kind().equals("payout")
                        && Map.of("groundwork_payout", item).equals(one.answer().get("metadata")))
                .forEach(one -> {
                    one.answer().put("status", status);
                    one.answer().put("failure_code", failureCode);
                });
    }

    /** {@return how many requests that would create something went wrong as they were told to} */
    public synchronized int faults() {
        return faults;
    }

    /** {@return what Stripe sends when a payout has come to something, of type {@code payout.paid} or {@code payout.failed}} */
    public static String event(String type, String item, String failureCode) {
        return """
                {"id":"evt_%1$s_%2$s","type":"%1$s","data":{"object":{"object":"payout","failure_code":"%3$s",
                "metadata":{"groundwork_payout":"%2$s"}}}}""".formatted(type, item, failureCode);
    }

    /** {@return the header that makes an event believed: signed now, by the secret of the address it goes to} */
    public static String signature(String event, String secret) {
        long now = System.currentTimeMillis() / 1000;
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] code = mac.doFinal((now + "." + event).getBytes(StandardCharsets.UTF_8));
            return "t=" + now + ",v1=" + HexFormat.of().formatHex(code);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }

    /** {@return the idempotency keys of all requests that would create something, repetitions too} */
    public synchronized List<String> keys() {
        return List.copyOf(keys);
    }

    @Override
    public void close() {
        closing.countDown();
        super.close();
    }

    private void transfers(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("GET")) {
            String group = query(exchange).getOrDefault("transfer_group", "");
            list(exchange, "transfer", one -> group.equals(one.form().get("transfer_group")));
        } else if (path.endsWith("/reversals")) {
            create(exchange, "reversal");
        } else {
            create(exchange, "transfer");
        }
    }

    private void payouts(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("GET")) {
            String account = exchange.getRequestHeaders().getFirst("Stripe-Account");
            if (isClosed(account)) {
                error(exchange, 403, "invalid_request_error", "account_invalid");
                return;
            }
            list(exchange, "payout", one -> account.equals(one.account()));
        } else {
            create(exchange, "payout");
        }
    }

    private void intents(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("GET")) {
            create(exchange, "payment_intent");
            return;
        }
        String path = exchange.getRequestURI().getPath();
        Made found;
        synchronized (this) {
            found = made.stream()
                    .filter(one -> path.endsWith("/" + one.answer().get("id")))
                    .findFirst()
                    .orElse(null);
        }
        if (found == null) {
            error(exchange, 404, "invalid_request_error", "resource_missing");
        } else {
            answer(exchange, 200, found.answer());
        }
    }

    /** The card has paid, or the payment was called off, and nobody is told. */
    private synchronized void become(String intent, String status) {
        made.stream().filter(one -> intent.equals(one.answer().get("id"))).forEach(one -> {
            one.answer().put("status", status);
            one.answer()
                    .put(
                            "amount_received",
                            status.equals("succeeded") ? one.answer().get("amount") : 0L);
        });
    }

    private void create(HttpExchange exchange, String kind) throws IOException {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        Map<String, String> form = form(body(exchange));
        Fault fault;
        synchronized (this) {
            keys.add(key);
            fault = nextFault();
            faults += fault == Fault.NONE ? 0 : 1;
        }
        switch (fault) {
            case DROPPED_BEFORE -> exchange.close();
            case CONFLICT -> error(exchange, 409, "idempotency_error", "idempotency_key_in_use");
            case BROKEN -> error(exchange, 500, "api_error", "internal");
            case REFUSED -> error(exchange, 400, "invalid_request_error", "payouts_not_allowed");
            case DROPPED_AFTER -> {
                make(exchange, kind, key, form);
                exchange.close();
            }
            case LATE -> {
                make(exchange, kind, key, form);
                try {
                    closing.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                exchange.close();
            }
            case NONE -> {
                Made one = make(exchange, kind, key, form);
                if (one.form().equals(form)) {
                    answer(exchange, 200, one.answer());
                } else {
                    error(exchange, 400, "idempotency_error", "idempotency_key_reused");
                }
            }
        }
    }

    private synchronized Made make(HttpExchange exchange, String kind, String key, Map<String, String> form) {
        return byKey.computeIfAbsent(key, unused -> {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("id", kind + "_" + (made.size() + 1));
            answer.put("object", kind.equals("reversal") ? "transfer_reversal" : kind);
            answer.put("created", 1_700_000_000L + made.size());
            answer.put("reversed", false);
            String item = "groundwork_" + (kind.equals("payment_intent") ? "deposit" : "payout");
            answer.put("metadata", Map.of(item, form.getOrDefault("metadata[" + item + "]", "")));
            if (kind.equals("payout")) {
                answer.put("status", "pending");
            }
            if (kind.equals("payment_intent")) {
                answer.put("client_secret", answer.get("id") + "_secret_" + key);
                answer.put("amount", Long.parseLong(form.getOrDefault("amount", "0")));
                answer.put("currency", form.getOrDefault("currency", ""));
                answer.put("status", "requires_payment_method");
            }
            var one = new Made(kind, exchange.getRequestHeaders().getFirst("Stripe-Account"), form, answer);
            made.add(one);
            if (kind.equals("reversal")) {
                String path = exchange.getRequestURI().getPath();
                made.stream()
                        .filter(other -> path.contains("/" + other.answer().get("id") + "/"))
                        .forEach(other -> other.answer().put("reversed", true));
            }
            return one;
        });
    }

    private void list(HttpExchange exchange, String kind, Predicate<Made> wanted) throws IOException {
        List<Map<String, Object>> found;
        synchronized (this) {
            found = made.stream()
                    .filter(one -> one.kind().equals(kind))
                    .filter(wanted)
                    .map(Made::answer)
                    .toList();
        }
        answer(exchange, 200, Map.of("object", "list", "url", "/v1/" + kind + "s", "has_more", false, "data", found));
    }

    private static void error(HttpExchange exchange, int status, String type, String code) throws IOException {
        answer(exchange, status, Map.of("error", Map.of("type", type, "code", code, "message", code)));
    }

    private static Map<String, String> query(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        return query == null ? Map.of() : form(query);
    }

    private static Map<String, String> form(String text) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
