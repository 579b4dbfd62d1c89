package dev.groundwork.demo.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ExchangeTest {

    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private HttpServer server = idle();

    @BeforeEach
    void open() {
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void repeats_until_the_server_is_back_and_says_so_once() {
        answer(503, 503, 502, 200);

        try (var exchange = new Exchange(Duration.ofSeconds(20), said::add)) {
            assertThat(exchange.send(request(), "task-service").statusCode()).isEqualTo(200);
        }

        assertThat(requests).hasValue(4);
        assertThat(said)
                .containsExactly("task-service answers 503, retrying for up to 20 s", "task-service answers again");
    }

    @Test
    void does_not_repeat_what_was_refused() {
        answer(422, 200);

        try (var exchange = new Exchange(Duration.ofSeconds(20), said::add)) {
            assertThat(exchange.send(request(), "task-service").statusCode()).isEqualTo(422);
        }

        assertThat(requests).hasValue(1);
        assertThat(said).isEmpty();
    }

    @Test
    void gives_up_when_patience_ends() {
        var nobody = request();
        server.stop(0);

        try (var exchange = new Exchange(Duration.ofMillis(300), said::add)) {
            assertThatThrownBy(() -> exchange.send(nobody, "gateway"))
                    .isInstanceOf(Exchange.ServerAway.class)
                    .hasMessageContaining("gateway does not answer")
                    .hasMessageContaining("./groundwork status");
        }
        server = idle();
    }

    private void answer(int... statuses) {
        server.createContext("/", exchange -> {
            int number = requests.getAndIncrement();
            exchange.sendResponseHeaders(statuses[Math.min(number, statuses.length - 1)], -1);
            exchange.close();
        });
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(
                        URI.create("http://localhost:" + server.getAddress().getPort() + "/v1/jobs"))
                .build();
    }

    private static HttpServer idle() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new IllegalStateException(noPort);
        }
    }
}
