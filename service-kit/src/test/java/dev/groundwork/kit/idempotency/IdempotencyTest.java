package dev.groundwork.kit.idempotency;

import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import dev.groundwork.kit.probe.ProbeOrders;
import dev.groundwork.kit.probe.ProbeOrders.NewOrder;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(TokensTestResource.class)
class IdempotencyTest {

    @Inject
    ProbeOrders orders;

    @Inject
    Idempotency idempotency;

    private final String key = UUID.randomUUID().toString();

    @Test
    void a_repetition_gets_the_first_answer_and_is_told_so() {
        var first = order(key, "{\"what\":\"tea\",\"count\":2}");

        var again = order(key, "{\"count\":2,\"what\":\"tea\"}");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.header("Idempotent-Replayed")).isNull();
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    }

    @Test
    void another_request_under_the_same_key_is_refused() {
        order(key, "{\"what\":\"tea\",\"count\":2}");

        var other = order(key, "{\"what\":\"tea\",\"count\":3}");

        other.then().statusCode(422).body("code", equalTo("idempotency-key-reused"));
    }

    @Test
    void without_a_key_every_request_counts() {
        var body = "{\"what\":\"tea\",\"count\":2}";

        var ids = IntStream.range(0, 3)
                .mapToObj(n -> given().contentType("application/json")
                        .body(body)
                        .post("/probes/orders")
                        .path("id"))
                .toList();

        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void a_refusal_is_not_kept() {
        order(key, "{\"what\":\"tea\",\"count\":200}").then().statusCode(409);

        order(key, "{\"what\":\"tea\",\"count\":20}").then().statusCode(200);
    }

    @Test
    void of_many_at_the_same_time_one_has_the_effect_and_nobody_another_answer() throws Exception {
        int before = orders.attempts();
        var request = new NewOrder("coffee", 1);

        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<ProbeOrders.Order> call = () -> orders.place(key, request);
            var answers =
                    callers.invokeAll(IntStream.range(0, 16).mapToObj(n -> call).toList());
            var first = orders.place(key, request);
            for (var answer : answers) {
                if (answer.state() == Future.State.SUCCESS) {
                    assertThat(answer.get()).isEqualTo(first);
                } else {
                    assertThat(answer.exceptionNow()).hasMessageContaining("idempotency-key-in-use");
                }
            }
        }

        assertThat(orders.attempts()).isEqualTo(before + 1);
    }

    @Test
    void a_repetition_while_the_first_is_under_way_is_told_so_and_does_not_wait() throws Exception {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> orders.placeSlowly(key, new NewOrder("tea", 2), inside, goOn));
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            try {
                order(key, "{\"what\":\"tea\",\"count\":2}")
                        .then()
                        .statusCode(409)
                        .header("Retry-After", "1")
                        .body("code", equalTo("idempotency-key-in-use"));
            } finally {
                goOn.countDown();
            }
            var id = first.get().id().toString();
            order(key, "{\"what\":\"tea\",\"count\":2}")
                    .then()
                    .statusCode(200)
                    .header("Idempotent-Replayed", "true")
                    .body("id", equalTo(id));
        }
    }

    @Test
    void an_unusable_key_is_refused() {
        order("x".repeat(256), "{\"what\":\"tea\",\"count\":2}")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-idempotency-key"));
    }

    @Test
    void outside_of_a_transaction_nothing_happens() {
        assertThatThrownBy(() -> idempotency.once("probe", key, "request", String.class, () -> "answer"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("@Transactional");
    }

    private static Response order(String key, String body) {
        return given().contentType("application/json")
                .header("Idempotency-Key", key)
                .body(body)
                .post("/probes/orders");
    }
}
