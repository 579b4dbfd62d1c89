package dev.groundwork.payment.deposit;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import jakarta.inject.Inject;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.testing.Scene;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.groundwork.payment.testing.Scene.as;
import static dev.groundwork.payment.testing.Scene.asRequester;
import static dev.groundwork.payment.testing.Scene.asWorker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class DepositResourceTest {

    @Inject
    Scene scene;

    private final UUID requester = UUID.randomUUID();

    @AfterEach
    void the_books_are_right() {
        scene.booksAreRight();
    }

    @Test
    void a_deposit_is_booked_at_once() {
        deposit("k1", body("12.50", "EUR"))
                .statusCode(201)
                .header("Location", containsString("/v1/deposits/"))
                .body("state", equalTo("BOOKED"))
                .body("amount.amount", equalTo("12.50"))
                .body("amount.currency", equalTo("EUR"));

        scene.hasBalance(requester, "12.50", "0.00", "0.00");
    }

    @Test
    void how_to_pay_in_says_that_a_word_is_enough_here() {
        asRequester(requester)
                .get("/v1/deposit-instructions")
                .then()
                .statusCode(200)
                .body("methods", contains("TEST"));
    }

    @Test
    void the_same_key_and_body_get_the_first_answer_again() {
        String first = deposit("k1", body("12.50", "EUR"))
                .statusCode(201)
                .header("Idempotent-Replayed", nullValue())
                .extract()
                .asString();

        deposit("k1", body("12.50", "EUR"))
                .statusCode(201)
                .header("Idempotent-Replayed", "true")
                .body(equalTo(first));

        scene.hasBalance(requester, "12.50", "0.00", "0.00");
    }

    @Test
    void the_same_key_for_another_deposit_is_refused() {
        deposit("k1", body("12.50", "EUR")).statusCode(201);

        deposit("k1", body("12.51", "EUR")).statusCode(422).body("code", equalTo("idempotency-key-reused"));
        deposit("k1", body("12.50", "USD")).statusCode(422).body("code", equalTo("idempotency-key-reused"));
    }

    @Test
    void keys_of_two_requesters_do_not_meet() {
        deposit("k1", body("1.00", "EUR")).statusCode(201);

        asRequester(UUID.randomUUID())
                .header("Idempotency-Key", "k1")
                .body(body("2.00", "EUR"))
                .post("/v1/deposits")
                .then()
                .statusCode(201)
                .body("amount.amount", equalTo("2.00"));
    }

    @Test
    void a_deposit_needs_a_key() {
        asRequester(requester)
                .body(body("1.00", "EUR"))
                .post("/v1/deposits")
                .then()
                .statusCode(400)
                .body("code", equalTo("idempotency-key-missing"))
                .body("detail", containsString("Idempotency-Key"));
    }

    @ParameterizedTest
    @CsvSource({
        "1.001, EUR, 400, too-many-decimals",
        "1.5, JPY, 400, too-many-decimals",
        "1.2345, KWD, 400, too-many-decimals",
        "abc, EUR, 400, invalid-amount",
        "-1.00, EUR, 400, invalid-amount",
        "1e3, EUR, 400, invalid-amount",
        "999999999999999999999, EUR, 400, invalid-amount",
        "0.00, EUR, 422, amount-not-positive",
        "100000000.01, EUR, 422, deposit-too-large",
        "1.00, XYZ, 400, unsupported-currency",
        "1.00, XAF, 400, unsupported-currency",
        "1.00, eur, 400, unsupported-currency",
    })
    void nonsense_is_refused_with_what_to_do(String amount, String currency, int status, String code) {
        deposit(UUID.randomUUID().toString(), body(amount, currency))
                .statusCode(status)
                .contentType("application/problem+json")
                .body("code", equalTo(code))
                .body("detail", notNullValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"amount\":; malformed-json",
                "{\"amount\":{\"amount\":\"1.00\",\"currency\":\"EUR\"},\"bonus\":1}; unknown-field",
                "{}; invalid-request",
                "{\"amount\":{\"amount\":\"1.00\"}}; invalid-request",
                "{\"amount\":{\"amount\":\"1.00\",\"currency\":\"EUR\"},\"reference\":\"a\\u0000b\"}; invalid-request",
            })
    void bodies_that_cannot_be_read_are_refused(String body, String code) {
        deposit("k", body).statusCode(400).body("code", equalTo(code));
    }

    @Test
    void only_requesters_who_may_change_things_deposit() {
        String body = body("1.00", "EUR");

        as(TestTokens.requesterViewer(requester))
                .header("Idempotency-Key", "k")
                .body(body)
                .post("/v1/deposits")
                .then()
                .statusCode(403)
                .body("code", equalTo("not-allowed"));
        asWorker(requester)
                .header("Idempotency-Key", "k")
                .body(body)
                .post("/v1/deposits")
                .then()
                .statusCode(403);
        as(TestTokens.expired(requester))
                .header("Idempotency-Key", "k")
                .body(body)
                .post("/v1/deposits")
                .then()
                .statusCode(401)
                .body("code", equalTo("not-authenticated"));
        as(TestTokens.forged(requester))
                .header("Idempotency-Key", "k")
                .body(body)
                .post("/v1/deposits")
                .then()
                .statusCode(401);
    }

    @Test
    void lists_are_paged_newest_first() {
        for (int i = 1; i <= 5; i++) {
            deposit("k" + i, body(i + ".00", "EUR")).statusCode(201);
        }

        var first = asRequester(requester)
                .queryParam("limit", 3)
                .get("/v1/deposits")
                .jsonPath();
        var second = asRequester(requester)
                .queryParam("limit", 3)
                .queryParam("cursor", first.getString("next"))
                .get("/v1/deposits")
                .jsonPath();

        assertThat(first.getList("items.amount.amount")).containsExactly("5.00", "4.00", "3.00");
        assertThat(second.getList("items.amount.amount")).containsExactly("2.00", "1.00");
        assertThat(second.getString("next")).isNull();
        asRequester(requester)
                .queryParam("cursor", "nonsense")
                .get("/v1/deposits")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-cursor"));
    }

    @Test
    void many_at_once_are_all_booked_and_repeats_only_once() throws Exception {
        List<Callable<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            String key = "k" + (i % 32);
            callers.add(() -> deposit(key, body("1.00", "EUR")).extract().statusCode());
        }

        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> done : pool.invokeAll(callers)) {
                assertThat(done.get()).isEqualTo(201);
            }
        }

        scene.hasBalance(requester, "32.00", "0.00", "0.00");
    }

    private ValidatableResponse deposit(String key, String body) {
        return asRequester(requester)
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/deposits")
                .then();
    }

    private static String body(String amount, String currency) {
        return "{\"amount\":{\"amount\":\"%s\",\"currency\":\"%s\"}}".formatted(amount, currency);
    }
}
