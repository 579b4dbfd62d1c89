package dev.groundwork.gateway.route;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import org.jspecify.annotations.Nullable;

/**
 * A real HTTP server in the place of the task-service, with paths that behave as a test needs them to; nothing at all in the
 * place of the payment-service.
 */
public class UpstreamTestResource implements QuarkusTestResourceLifecycleManager {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** What no caller from outside gets to see. */
    static final String INTERNAL = "numbers of the task-service";

    /** The hash of the one page of a task that there is. */
    public static final String PAGE = "c0de".repeat(16);

    /** The hash of what the task-service answers with something that is none of its answers. */
    public static final String BROKEN_PAGE = "bad0".repeat(16);

    private static final byte[] BLOCK = new byte[64 * 1024];

    /** Held by {@code /v1/jobs/events} until the test has seen its first event. */
    static volatile CountDownLatch firstEventSeen = new CountDownLatch(1);

    /** Counted down by {@code /v1/jobs/endless} when nobody reads it any more. */
    static volatile CountDownLatch readerGone = new CountDownLatch(1);

    private @Nullable HttpServer running;

    @Override
    public Map<String, String> start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/v1/jobs/echo", UpstreamTestResource::echo);
            server.createContext("/v1/jobs/count", UpstreamTestResource::count);
            server.createContext("/v1/jobs/big", UpstreamTestResource::big);
            server.createContext("/v1/jobs/endless", UpstreamTestResource::endless);
            server.createContext("/v1/jobs/events", UpstreamTestResource::events);
            server.createContext("/v1/jobs/slow", UpstreamTestResource::slow);
            server.createContext("/v1/jobs/cut", UpstreamTestResource::cut);
            server.createContext("/v1/jobs/hang-up", exchange -> exchange.close());
            server.createContext("/v1/jobs/early", UpstreamTestResource::early);
            server.createContext("/v1/jobs/refuse", exchange -> answer(exchange, 401, "who?"));
            server.createContext("/v1/bundles", exchange -> answer(exchange, 404, "{}"));
            server.createContext("/v1/bundles/" + PAGE, exchange -> answer(exchange, 200, """
                    {"html": "<p>${text}</p><script>alert(1)</script>"}"""));
            server.createContext("/v1/bundles/" + BROKEN_PAGE, exchange -> answer(exchange, 200, "<html>"));
            server.createContext("/q/metrics", exchange -> answer(exchange, 200, INTERNAL));
            server.createContext("/q/health/ready", exchange -> answer(exchange, 200, "{}"));
            server.createContext("/q/openapi", exchange -> answer(exchange, 200, """
                    {"paths": {"/v1/things": {"get": {}}, "/internal": {"get": {}}}}"""));
            server.start();
            running = server;
            var url = "http://localhost:" + server.getAddress().getPort();
            return Map.of(
                    "groundwork.task-url",
                    url,
                    "groundwork.worker-url",
                    url,
                    "groundwork.payment-url",
                    "http://localhost:" + closedPort(),
                    "groundwork.proxy.answer-timeout",
                    "1S",
                    "groundwork.limit.registrations.burst",
                    "2",
                    "groundwork.limit.registrations.per-second",
                    "0.01");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (running != null) {
            running.stop(0);
        }
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Answers with what arrived: method, path, headers, body. */
    private static void echo(HttpExchange exchange) throws IOException {
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(exchange.getRequestHeaders());
        var lower = new TreeMap<String, String>();
        headers.forEach(
                (name, values) -> lower.put(name.toLowerCase(java.util.Locale.ROOT), String.join(", ", values)));
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Keep-Alive", "timeout=5");
        exchange.getResponseHeaders().add("X-Of-Service", "yes");
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        answer(
                exchange,
                200,
                JSON.writeValueAsString(Map.of(
                        "method",
                        exchange.getRequestMethod(),
                        "uri",
                        exchange.getRequestURI().toString(),
                        "headers",
                        lower,
                        "body",
                        body)));
    }

    private static void count(HttpExchange exchange) throws IOException {
        long bytes = 0;
        try (InputStream body = exchange.getRequestBody()) {
            var buffer = new byte[BLOCK.length];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                bytes += read;
            }
        }
        answer(exchange, 200, Long.toString(bytes));
    }

    /** As many bytes as the query says, in chunks. */
    private static void big(HttpExchange exchange) throws IOException {
        long left = Long.parseLong(exchange.getRequestURI().getQuery());
        exchange.sendResponseHeaders(200, 0);
        try (var body = exchange.getResponseBody()) {
            while (left > 0) {
                int length = (int) Math.min(left, BLOCK.length);
                body.write(BLOCK, 0, length);
                left -= length;
            }
        }
    }

    private static void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (var body = exchange.getResponseBody()) {
            while (true) {
                body.write(BLOCK);
            }
        } catch (IOException nobodyReads) {
            readerGone.countDown();
        }
    }

    /** An event at once; the next one only when the test has seen the first. */
    private static void events(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (var body = exchange.getResponseBody()) {
            body.write("data: first\n\n".getBytes(StandardCharsets.UTF_8));
            body.flush();
            boolean seen = firstEventSeen.await(10, TimeUnit.SECONDS);
            body.write(
                    ("data: " + (seen ? "second" : "nobody saw the first") + "\n\n").getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers when its caller has given up. */
    private static void slow(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        try {
            TimeUnit.SECONDS.sleep(3);
            answer(exchange, 200, "late");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Promises more than it sends. */
    private static void cut(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 1_000_000);
        exchange.getResponseBody().write(BLOCK);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    /** Refuses before it has read the body. */
    private static void early(HttpExchange exchange) throws IOException {
        var refusal = "too large".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(413, refusal.length);
        exchange.getResponseBody().write(refusal);
        exchange.getResponseBody().flush();
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        exchange.close();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
