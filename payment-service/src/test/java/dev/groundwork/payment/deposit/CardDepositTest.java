package dev.groundwork.payment.deposit;

import java.math.BigDecimal;
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
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.rail.stripe.StripeTestResource;
import dev.groundwork.payment.testing.Scene;

import com.stripe.net.Webhook;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.groundwork.payment.testing.Scene.as;
import static dev.groundwork.payment.testing.Scene.asRequester;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

/** A card pays once Stripe has said so of the very payment, and never by anybody else's word. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
@WithTestResource(StripeTestResource.class)
class CardDepositTest {

    private static final String SECRET = "whsec_own_account";

    @Inject
    Scene scene;

    private final String stripe =
            ConfigProvider.getConfig().getValue("groundwork.payment.rail.stripe.api-base", String.class);

    private final UUID requester = UUID.randomUUID();

    @AfterEach
    void the_books_are_right() {
        scene.booksAreRight();
    }

    @Test
    void is_on_the_balance_once_stripe_says_so_and_only_once() throws Exception {
        asRequester(requester).get("/v1/deposit-instructions").then().body("methods", contains("TEST", "CARD"));
        JsonPath asked = ask("k1", "12.50", "EUR")
                .statusCode(201)
                .header("Location", containsString("/v1/deposits/"))
                .body("state", equalTo("PENDING"))
                .body("rail", equalTo("STRIPE"))
                .body("bookedAt", nullValue())
                .body("clientSecret", notNullValue())
                .extract()
                .jsonPath();
        String id = asked.getString("id");
        deposits().body("items", empty());
        asRequester(requester).get("/v1/balance").then().body("balances", empty());

        BigDecimal atStripe = scene.cash(AccountName.cashBy("STRIPE", "EUR"));

        String event = event("evt_1" + id, "succeeded", asked, 1250, "eur");
        says(event, SECRET).statusCode(204);
        says(event, SECRET).statusCode(204);
        says(event("evt_2" + id, "succeeded", asked, 1250, "eur"), SECRET).statusCode(204);
        says(event("evt_3" + id, "payment_failed", asked, 0, "eur"), SECRET).statusCode(204);

        scene.hasBalance(requester, "12.50", "0.00", "0.00");
        assertThat(scene.cash(AccountName.cashBy("STRIPE", "EUR")).subtract(atStripe))
                .isEqualByComparingTo("12.50");
        deposits().body("items", hasSize(1)).body("items[0].id", equalTo(id));
        look(id).body("state", equalTo("BOOKED")).body("bookedAt", notNullValue());
        ask("k1", "12.50", "EUR")
                .statusCode(201)
                .header("Idempotent-Replayed", "true")
                .body("state", equalTo("BOOKED"))
                .body("clientSecret", nullValue());
        goesBackByTheSameWay();
        assertThat(scene.cash(AccountName.cashBy("STRIPE", "EUR"))).isEqualByComparingTo(atStripe);
    }

    private void goesBackByTheSameWay() {
        String refund = asRequester(requester)
                .header("Idempotency-Key", "back")
                .body("{\"amount\":{\"amount\":\"12.50\",\"currency\":\"EUR\"}}")
                .post("/v1/refunds")
                .then()
                .statusCode(201)
                .body("rail", equalTo("STRIPE"))
                .extract()
                .path("id");
        as(TestTokens.withRoles(UUID.randomUUID(), "finance-checker"))
                .post("/v1/refunds/" + refund + "/release")
                .then()
                .statusCode(200);
        scene.hasBalance(requester, "0.00", "0.00", "0.00");
    }

    @Test
    void is_one_payment_whatever_happens_to_the_connection() throws Exception {
        long before = payments();
        given().body("DROPPED_AFTER,DROPPED_AFTER,DROPPED_AFTER")
                .post(stripe + "/control/script")
                .then()
                .statusCode(200);
        ask("k1", "12.50", "EUR").statusCode(503).body("code", equalTo("rail-unreachable"));

        List<Callable<String>> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            callers.add(
                    () -> ask("k1", "12.50", "EUR").statusCode(201).extract().path("clientSecret"));
        }
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            String secret = ask("k1", "12.50", "EUR").extract().path("clientSecret");
            for (Future<String> done : pool.invokeAll(callers)) {
                assertThat(done.get()).isEqualTo(secret);
            }
        }

        assertThat(payments() - before).isEqualTo(1);
        ask("k1", "12.51", "EUR").statusCode(422).body("code", equalTo("idempotency-key-reused"));
    }

    @Test
    void what_stripe_took_and_never_told_is_found_by_asking_again() throws Exception {
        JsonPath asked = ask("k1", "12.50", "EUR").extract().jsonPath();
        becomes(asked, "succeeded");

        ask("k1", "12.50", "EUR")
                .statusCode(201)
                .body("state", equalTo("BOOKED"))
                .body("clientSecret", nullValue());
        says(event("evt_1" + asked.getString("id"), "succeeded", asked, 1250, "eur"), SECRET)
                .statusCode(204);

        scene.hasBalance(requester, "12.50", "0.00", "0.00");
        deposits().body("items", hasSize(1));
    }

    @Test
    void a_payment_that_was_called_off_is_offered_no_longer() throws Exception {
        JsonPath asked = ask("k1", "12.50", "EUR").extract().jsonPath();
        becomes(asked, "canceled");

        ask("k1", "12.50", "EUR").statusCode(422).body("code", equalTo("card-payment-refused"));

        asRequester(requester).get("/v1/balance").then().body("balances", empty());
    }

    private void becomes(JsonPath asked, String status) {
        given().get(stripe + "/control/intent?id=" + paymentOf(asked) + "&status=" + status)
                .then()
                .statusCode(200);
    }

    @Test
    void another_card_may_pay_after_one_did_not() throws Exception {
        JsonPath asked = ask("k1", "12.50", "EUR").extract().jsonPath();
        String id = asked.getString("id");

        says(event("evt_1" + id, "payment_failed", asked, 0, "eur"), SECRET).statusCode(204);
        look(id).body("state", equalTo("FAILED")).body("failure", equalTo("insufficient_funds"));
        deposits().body("items", empty());
        ask("k1", "12.50", "EUR").body("clientSecret", equalTo(asked.getString("clientSecret")));

        says(event("evt_2" + id, "succeeded", asked, 1250, "eur"), SECRET).statusCode(204);
        look(id).body("state", equalTo("BOOKED")).body("failure", nullValue());
        scene.hasBalance(requester, "12.50", "0.00", "0.00");
    }

    @Test
    void nobody_without_the_signature_pays() throws Exception {
        JsonPath asked = ask("k1", "12.50", "EUR").extract().jsonPath();
        String event = event("evt_1" + asked.getString("id"), "succeeded", asked, 1250, "eur");

        says(event, "whsec_other").statusCode(403).body("code", equalTo("signature-invalid"));

        look(asked.getString("id")).body("state", equalTo("PENDING"));
        asRequester(requester).get("/v1/balance").then().body("balances", empty());
    }

    @ParameterizedTest
    @CsvSource({
        "1249, eur, '', ''",
        "1251, eur, '', ''",
        "0, eur, '', ''",
        "1250, usd, '', ''",
        // A payment that somebody else asked for, in our name.
        "1250, eur, pi_of_somebody, ''",
        // An account that is connected to the platform's is believed as well.
        "1250, eur, '', acct_1NffMqQ0Tl3sQz9b",
    })
    void only_the_very_payment_of_the_very_amount_counts(long minor, String currency, String payment, String account)
            throws Exception {
        JsonPath asked = ask("k1", "12.50", "EUR").extract().jsonPath();
        String id = asked.getString("id");
        String event = event("evt_1" + id, "succeeded", asked, minor, currency);
        if (!payment.isEmpty()) {
            event = event.replace(paymentOf(asked), payment);
        }
        if (!account.isEmpty()) {
            event = event.replaceFirst("\\{", "{\"account\":\"" + account + "\",");
        }

        says(event, SECRET).statusCode(204);

        look(id).body("state", equalTo("PENDING"));
        deposits().body("items", empty());
        asRequester(requester).get("/v1/balance").then().body("balances", empty());
    }

    @Test
    void a_payment_that_stripe_refuses_never_is() {
        given().body("REFUSED").post(stripe + "/control/script").then().statusCode(200);

        ask("k1", "0.10", "EUR")
                .statusCode(422)
                .body("code", equalTo("card-payment-refused"))
                .body("detail", containsString("payouts_not_allowed"));
        ask("k1", "0.10", "EUR").statusCode(422).body("code", equalTo("card-payment-refused"));
        deposits().body("items", empty());
    }

    @ParameterizedTest
    @CsvSource({
        "12.500, KWD, 422, rail-currency",
        "50000, UGX, 422, rail-currency",
        "0.00, EUR, 422, amount-not-positive",
        "100000000.01, EUR, 422, deposit-too-large",
        "1.00, XYZ, 400, unsupported-currency",
    })
    void nonsense_is_refused_before_stripe_is_asked(String amount, String currency, int status, String code) {
        long before = payments();

        ask("k1", amount, currency).statusCode(status).body("code", equalTo(code));

        assertThat(payments()).isEqualTo(before);
    }

    @Test
    void deposits_of_others_are_not_shown() {
        String id = ask("k1", "12.50", "EUR").extract().path("id");

        asRequester(UUID.randomUUID())
                .get("/v1/deposits/" + id)
                .then()
                .statusCode(404)
                .body("code", equalTo("deposit-not-found"));
        as(TestTokens.requesterViewer(requester))
                .header("Idempotency-Key", "k2")
                .body(body("1.00", "EUR"))
                .post("/v1/deposits")
                .then()
                .statusCode(403);
    }

    private ValidatableResponse ask(String key, String amount, String currency) {
        return asRequester(requester)
                .header("Idempotency-Key", key)
                .body(body(amount, currency))
                .post("/v1/deposits")
                .then();
    }

    private static String body(String amount, String currency) {
        return "{\"method\":\"CARD\",\"amount\":{\"amount\":\"%s\",\"currency\":\"%s\"}}".formatted(amount, currency);
    }

    private ValidatableResponse look(String id) {
        return asRequester(requester).get("/v1/deposits/" + id).then().statusCode(200);
    }

    private ValidatableResponse deposits() {
        return asRequester(requester).get("/v1/deposits").then().statusCode(200);
    }

    private long payments() {
        return given().get(stripe + "/control/count?payment_intent").jsonPath().getLong("count");
    }

    /** The name of a payment is the beginning of its secret. */
    private static String paymentOf(JsonPath asked) {
        return asked.getString("clientSecret").split("_secret_", -1)[0];
    }

    private static String event(String eventId, String type, JsonPath asked, long received, String currency) {
        return """
                {"id":"%s","type":"payment_intent.%s","data":{"object":{"object":"payment_intent","id":"%s","amount":1250,
                "amount_received":%d,"currency":"%s","last_payment_error":{"code":"card_declined","decline_code":"insufficient_funds"},
                "metadata":{"groundwork_deposit":"%s"}}}}""".formatted(eventId, type, paymentOf(asked), received, currency, asked.getString("id"));
    }

    private static ValidatableResponse says(String event, String secret) throws Exception {
        return given().contentType("application/json")
                .header("Stripe-Signature", Webhook.Signature.generateSignatureHeader(event, secret))
                .body(event)
                .post("/v1/rails/stripe/webhook")
                .then();
    }
}
