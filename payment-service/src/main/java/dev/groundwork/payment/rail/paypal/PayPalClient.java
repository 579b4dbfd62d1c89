package dev.groundwork.payment.rail.paypal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** Requests to PayPal's REST API, under a token that is fetched when it is needed and kept while it holds. */
final class PayPalClient {

    private static final int UNAUTHORIZED = 401;
    private static final int OK = 200;

    /** A token is given up so long before its end: the request takes some of it. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /** A message takes two calls at most, and nobody else may send it meanwhile, as it may be sent again after five minutes. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(2);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PayPalConfig config;
    private final Clock clock;
    private final HttpClient http;

    @Nullable private volatile Token token;

    /** @throws IllegalArgumentException for a time to read of more than two minutes */
    PayPalClient(PayPalConfig config, Clock clock) {
        if (config.readTimeout().compareTo(LONGEST_CALL) > 0) {
            throw new IllegalArgumentException(
                    "groundwork.payment.rail.paypal.read-timeout is at most two minutes, not " + config.readTimeout());
        }
        this.config = config;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(config.connectTimeout())
                .build();
    }

    /** An answer of PayPal, whatever it says; {@code body} is an empty object where it is no JSON. */
    record Answer(int status, JsonNode body) {}

    private record Token(String value, Instant until) {}

    /**
     * Sends a body once.
     *
     * @param requestId makes PayPal answer a repetition as the first time; empty where repeating is harmless
     * @throws IOException when nobody knows whether PayPal acted on it
     */
    Answer post(String path, byte[] body, String requestId) throws IOException {
        return authorized(path, request -> {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body));
            if (!requestId.isEmpty()) {
                request.header("PayPal-Request-Id", requestId);
            }
        });
    }

    Answer get(String path) throws IOException {
        return authorized(path, HttpRequest.Builder::GET);
    }

    /** What a request is besides its address and its token. */
    @FunctionalInterface
    private interface Shape {
        void on(HttpRequest.Builder request);
    }

    /** When a call is given up, by {@link System#nanoTime()}: with its token, its repetition, and the last byte of the answer. */
    private record Deadline(long nanos) {

        static Deadline in(Duration time) {
            return new Deadline(System.nanoTime() + time.toNanos());
        }

        Duration left() throws HttpTimeoutException {
            long left = nanos - System.nanoTime();
            if (left <= 0) {
                throw new HttpTimeoutException("PayPal takes too long");
            }
            return Duration.ofNanos(left);
        }
    }

    /** A token that PayPal does not take any more is replaced once: nothing was done under it. */
    private Answer authorized(String path, Shape shape) throws IOException {
        Deadline deadline = Deadline.in(config.readTimeout());
        Answer answer = send(path, shape, token(deadline), deadline);
        if (answer.status() != UNAUTHORIZED) {
            return answer;
        }
        token = null;
        answer = send(path, shape, token(deadline), deadline);
        if (answer.status() == UNAUTHORIZED) {
            throw new IOException("PayPal does not take the credentials of this marketplace");
        }
        return answer;
    }

    private Answer send(String path, Shape shape, String bearer, Deadline deadline) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(config.apiBase() + path))
                .header("Authorization", "Bearer " + bearer)
                .header("Accept", "application/json");
        shape.on(request);
        return send(request.build(), deadline);
    }

    private String token(Deadline deadline) throws IOException {
        Token known = token;
        Instant now = clock.instant();
        if (known != null && now.isBefore(known.until())) {
            return known.value();
        }
        String credentials =
                config.clientId().orElse("") + ":" + config.clientSecret().orElse("");
        Answer answer = send(
                HttpRequest.newBuilder(URI.create(config.apiBase() + "/v1/oauth2/token"))
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("grant_type=client_credentials"))
                        .build(),
                deadline);
        String value = answer.body().path("access_token").asText();
        if (answer.status() != OK || value.isEmpty()) {
            throw new IOException("PayPal gives no token (HTTP " + answer.status() + ")");
        }
        token = new Token(
                value,
                now.plusSeconds(answer.body().path("expires_in").asLong()).minus(MARGIN));
        return value;
    }

    /** The client's own timeout ends with the headers of the answer; its body may stall. */
    private Answer send(HttpRequest request, Deadline deadline) throws IOException {
        long nanos = deadline.left().toNanos();
        var sent = http.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            HttpResponse<byte[]> response = sent.get(nanos, TimeUnit.NANOSECONDS);
            return new Answer(response.statusCode(), json(response.body()));
        } catch (TimeoutException e) {
            throw new IOException("PayPal takes too long", e);
        } catch (ExecutionException e) {
            throw new IOException("PayPal could not be asked: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while PayPal was asked", e);
        } finally {
            // Nothing where it is done; else the connection is closed.
            sent.cancel(true);
        }
    }

    private static JsonNode json(byte[] bytes) throws IOException {
        try {
            JsonNode body = JSON.readTree(bytes);
            return body.isObject() ? body : JSON.createObjectNode();
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }
}
