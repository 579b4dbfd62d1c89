package dev.groundwork.gateway.route;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

/** The way through the gateway, to real HTTP servers that behave as they like. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(TokensTestResource.class)
@WithTestResource(UpstreamTestResource.class)
class ProxyTest {

    private static final long BIG = 200L * 1024 * 1024;
    private static final String TOKEN = TestTokens.requester(UUID.randomUUID());

    /** Asks for HTTP/2 in its first request and gets it; the socket and REST Assured speak HTTP/1.1. */
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void a_request_arrives_as_it_was_sent() {
        signedIn()
                .header("Host", "market.example:8443")
                .header("Idempotency-Key", "k-1")
                .queryParam("count", 2)
                .body("{\"a\": 1}")
                .post("/v1/jobs/echo/a%20b")
                .then()
                .statusCode(200)
                .header("X-Of-Service", "yes")
                .body("method", equalTo("POST"))
                .body("uri", equalTo("/v1/jobs/echo/a%20b?count=2"))
                .body("body", equalTo("{\"a\": 1}"))
                .body("headers.authorization", equalTo("Bearer " + TOKEN))
                .body("headers.idempotency-key", equalTo("k-1"))
                .body("headers.host", equalTo("market.example:8443"));
    }

    @Test
    void a_request_without_a_token_is_the_services_business() {
        given().get("/v1/jobs/echo").then().statusCode(200).body("headers.authorization", nullValue());
    }

    @Test
    void nobody_passes_for_somebody_else() {
        signedIn()
                .header("Host", "market.example:8443")
                .header("X-Forwarded-For", "10.0.0.1")
                .header("X-Forwarded-User", "admin")
                .header("x-forwarded-host", "evil.example")
                .header("Forwarded", "for=10.0.0.1")
                .header("X-Real-Ip", "10.0.0.1")
                .header("Cookie", "other=1")
                .header("Connection", "keep-alive, X-Secret-Hop")
                .header("X-Secret-Hop", "1")
                .header("TE", "trailers")
                .get("/v1/jobs/echo")
                .then()
                .statusCode(200)
                .header("Keep-Alive", nullValue())
                .body("headers.x-forwarded-for", equalTo("127.0.0.1"))
                .body("headers.x-forwarded-host", equalTo("market.example:8443"))
                .body("headers.x-forwarded-proto", equalTo("http"))
                .body("headers.x-forwarded-user", nullValue())
                .body("headers.forwarded", nullValue())
                .body("headers.x-real-ip", nullValue())
                .body("headers.cookie", nullValue())
                .body("headers.x-secret-hop", nullValue())
                .body("headers.te", nullValue());
    }

    @Test
    void every_request_has_an_id() {
        signedIn()
                .header("X-Request-Id", "mine-1")
                .get("/v1/jobs/echo")
                .then()
                .header("X-Request-Id", "mine-1")
                .body("headers.x-request-id", equalTo("mine-1"));
        signedIn()
                .header("X-Request-Id", "<script>")
                .get("/v1/jobs/echo")
                .then()
                .header("X-Request-Id", matchesPattern("[0-9a-f-]{36}"));
    }

    @Test
    void what_is_no_token_is_refused_at_the_door() {
        for (var hopeless : new String[] {"Bearer nonsense", "Bearer a.b", "Basic cml0YTpkZW1v", "Bearer "}) {
            given().header("Authorization", hopeless)
                    .get("/v1/jobs/echo")
                    .then()
                    .statusCode(401)
                    .contentType("application/problem+json")
                    .header("WWW-Authenticate", "Bearer")
                    .body("code", equalTo("not-authenticated"))
                    .body("type", equalTo("/problems/not-authenticated"));
        }
    }

    @Test
    void a_token_is_counted_by_itself_once_a_service_has_accepted_it() {
        var token = "Bearer " + TestTokens.requester(UUID.randomUUID());

        assertThat(policyOf(token, "/v1/jobs/refuse")).startsWith("\"address\"");
        assertThat(policyOf(token, "/v1/wage-floors")).startsWith("\"address\"");
        assertThat(policyOf(token, "/v1/jobs/echo")).startsWith("\"address\"");
        assertThat(policyOf(token, "/v1/jobs/echo")).startsWith("\"caller\"");
        assertThat(policyOf(token, "/v1/jobs/refuse")).startsWith("\"caller\"");
        assertThat(policyOf(token, "/v1/jobs/echo")).startsWith("\"address\"");
    }

    private static String policyOf(String authorization, String path) {
        return given().header("Authorization", authorization).get(path).header("RateLimit-Policy");
    }

    @Test
    void an_unknown_path_is_a_problem() {
        signedIn()
                .get("/v1/nothing/here")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("no-such-path"));
    }

    /** RestAssured and java.net.http tidy paths up before they send them. */
    @Test
    void no_detour_leads_past_the_table() throws IOException {
        assertThat(rawGet("/v1/jobs/../../q/metrics")).doesNotContain(UpstreamTestResource.INTERNAL);
        assertThat(rawGet("/v1/jobs/%2e%2e/%2e%2e/q/metrics")).doesNotContain(UpstreamTestResource.INTERNAL);
        assertThat(rawGet("/v1/jobs/..%2f..%2fq/metrics")).doesNotContain(UpstreamTestResource.INTERNAL);
        assertThat(rawGet("//v1/jobs/echo")).doesNotContain(UpstreamTestResource.INTERNAL);
    }

    @Test
    void a_service_that_is_down_is_a_problem_and_says_when_to_come_back() {
        signedIn()
                .get("/v1/balance")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("code", equalTo("service-unavailable"));
    }

    @Test
    void a_service_that_does_not_answer_is_a_problem() {
        signedIn()
                .body("{}")
                .post("/v1/jobs/slow")
                .then()
                .statusCode(504)
                .header("Retry-After", notNullValue())
                .body("code", equalTo("service-timeout"));
    }

    @Test
    void a_service_that_hangs_up_is_a_problem() {
        signedIn()
                .body("{}")
                .post("/v1/jobs/hang-up")
                .then()
                .statusCode(502)
                .body("code", equalTo("service-broke-off"));
        signedIn().get("/v1/jobs/hang-up").then().statusCode(502).body("code", equalTo("service-broke-off"));
    }

    @Test
    void half_an_answer_does_not_look_like_a_whole_one() {
        assertThatThrownBy(() -> client.send(request("/v1/jobs/cut").build(), BodyHandlers.ofByteArray()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_head_request_has_no_body() throws IOException, InterruptedException {
        var answer = client.send(
                request("/v1/jobs/echo").method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void an_upload_of_any_size_needs_no_memory() throws IOException, InterruptedException {
        var memory = new MemoryWatch();

        HttpResponse<String> answer;
        try (memory) {
            answer = client.send(
                    request("/v1/jobs/count")
                            .POST(BodyPublishers.ofInputStream(() -> new Zeros(BIG)))
                            .build(),
                    BodyHandlers.ofString());
        }

        assertThat(answer.body()).isEqualTo(Long.toString(BIG));
        assertThat(memory.peakDirectBytes()).isLessThan(64L * 1024 * 1024);
    }

    @Test
    void a_download_of_any_size_waits_for_its_reader_and_needs_no_memory() throws IOException, InterruptedException {
        var memory = new MemoryWatch();

        long bytes = 0;
        try (memory) {
            var answer = client.send(request("/v1/jobs/big?" + BIG).build(), BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                var buffer = new byte[64 * 1024];
                for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                    bytes += read;
                }
            }
        }

        assertThat(bytes).isEqualTo(BIG);
        assertThat(memory.peakDirectBytes()).isLessThan(64L * 1024 * 1024);
    }

    @Test
    void an_event_passes_at_once() throws IOException, InterruptedException {
        UpstreamTestResource.firstEventSeen = new CountDownLatch(1);
        var answer = client.send(request("/v1/jobs/events").build(), BodyHandlers.ofInputStream());
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("data: first");
            UpstreamTestResource.firstEventSeen.countDown();

            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).isEqualTo("data: second");
        }
    }

    @Test
    void a_service_hears_when_its_reader_has_gone() throws IOException, InterruptedException {
        UpstreamTestResource.readerGone = new CountDownLatch(1);
        try (var socket = new Socket(gateway().getHost(), gateway().getPort())) {
            send(socket, "GET /v1/jobs/endless HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(socket.getInputStream().readNBytes(100_000)).hasSize(100_000);
        }

        assertThat(UpstreamTestResource.readerGone.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /** After an early refusal the rest of the upload is read and thrown away, and the connection serves the next request. */
    @Test
    void a_refusal_before_the_end_of_the_body_arrives() throws IOException, InterruptedException {
        var answer = client.send(
                request("/v1/jobs/early")
                        .POST(BodyPublishers.ofInputStream(() -> new Zeros(1_000_000)))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).isEqualTo("too large");
    }

    @Test
    void who_expects_to_be_asked_is_asked() throws IOException {
        try (var socket = new Socket(gateway().getHost(), gateway().getPort())) {
            send(
                    socket,
                    "POST /v1/jobs/count HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
            var answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            assertThat(answer.readLine()).isEqualTo("HTTP/1.1 100 Continue");
            socket.getOutputStream().write(new byte[100_000]);

            assertThat(answer.lines()).contains("HTTP/1.1 200 OK").endsWith("100000");
        }
    }

    private static URI gateway() {
        return URI.create("http://localhost:" + RestAssured.port);
    }

    private static RequestSpecification signedIn() {
        return given().urlEncodingEnabled(false).header("Authorization", "Bearer " + TOKEN);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(gateway().resolve(path)).header("Authorization", "Bearer " + TOKEN);
    }

    private String rawGet(String path) throws IOException {
        try (var socket = new Socket(gateway().getHost(), gateway().getPort())) {
            send(socket, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void send(Socket socket, String head) throws IOException {
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    }

    /** So many bytes that take no memory. */
    private static final class Zeros extends InputStream {

        private long left;

        Zeros(long bytes) {
            this.left = bytes;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int read = (int) Math.min(left, length);
            left -= read;
            return read;
        }
    }

    /** Looks at the memory that Netty keeps bodies in while they pass; the heap of this JVM is the test's own, too. */
    private static final class MemoryWatch implements AutoCloseable {

        private final Thread watch = Thread.ofVirtual().unstarted(this::look);
        private final long before = directBytes();
        private volatile long peak;

        MemoryWatch() {
            watch.start();
        }

        private void look() {
            while (!Thread.currentThread().isInterrupted()) {
                peak = Math.max(peak, directBytes());
                java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
            }
        }

        long peakDirectBytes() {
            return Math.max(0, peak - before);
        }

        private static long directBytes() {
            return io.netty.buffer.PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()
                    + io.netty.buffer.PooledByteBufAllocator.DEFAULT.metric().usedHeapMemory()
                    + ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                            .filter(pool -> pool.getName().equals("direct"))
                            .mapToLong(BufferPoolMXBean::getMemoryUsed)
                            .sum();
        }

        @Override
        public void close() {
            watch.interrupt();
        }
    }
}
