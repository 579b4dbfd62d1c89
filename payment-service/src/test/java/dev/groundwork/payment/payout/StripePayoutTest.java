package dev.groundwork.payment.payout;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.kit.time.AdjustableClock;
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

import static dev.groundwork.payment.payout.Payroll.batch;
import static dev.groundwork.payment.payout.Payroll.earnings;
import static dev.groundwork.payment.payout.Payroll.propose;
import static dev.groundwork.payment.payout.Payroll.release;
import static dev.groundwork.payment.testing.Scene.asRequester;
import static dev.groundwork.payment.testing.Scene.asWorker;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

/** From a worker's Stripe account to Stripe's word that it is paid, over connections that break. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
@WithTestResource(StripeTestResource.class)
class StripePayoutTest {

    @Inject
    Scene scene;

    @Inject
    Payroll payroll;

    @Inject
    PayoutSubmissions submissions;

    @Inject
    AdjustableClock clock;

    private final String stripe =
            ConfigProvider.getConfig().getValue("groundwork.payment.rail.stripe.api-base", String.class);

    private final String maker = TestTokens.withRoles(UUID.randomUUID(), "finance-maker");
    private final String checker = TestTokens.withRoles(UUID.randomUUID(), "finance-checker");

    @AfterEach
    void the_books_are_right() {
        clock.reset();
        Payroll.payOff();
        scene.booksAreRight();
    }

    @Test
    void pays_each_worker_once_whatever_happens_to_the_connection() throws Exception {
        UUID wanda = withStripe(500);
        UUID walter = withStripe(700);
        String id = released();
        long payouts = count("payout");
        BigDecimal atStripe = scene.cash(AccountName.cashBy("STRIPE", "EUR"));
        script("DROPPED_AFTER,DROPPED_AFTER,DROPPED_AFTER");

        submissions.run();
        assertThat(batch(maker, id).getList("payouts.items.state")).containsExactlyInAnyOrder("UNKNOWN", "SUBMITTED");
        clock.advance(Duration.ofHours(2));
        submissions.run();

        assertThat(batch(maker, id).getList("payouts.items.state")).containsExactly("SUBMITTED", "SUBMITTED");
        assertThat(count("payout") - payouts).isEqualTo(2);
        says("payout.paid", reference(id, wanda)).statusCode(204);
        says("payout.paid", reference(id, wanda)).statusCode(204);
        assertThat(batch(maker, id).getString("state")).isEqualTo("PARTIAL");
        long reversals = count("reversal");
        says("payout.failed", reference(id, walter)).statusCode(204);

        assertThat(batch(maker, id).getString("state")).isEqualTo("SETTLED");
        assertThat(count("reversal") - reversals).isEqualTo(1);
        earnings(wanda, "0.00", "0.00", "5.00", "5.00");
        assertThat(atStripe.subtract(scene.cash(AccountName.cashBy("STRIPE", "EUR"))))
                .isEqualByComparingTo("5.00");
        earnings(walter, "7.00", "0.00", "0.00", "7.00");
    }

    @Test
    void believes_nobody_without_the_signature() {
        given().contentType("application/json")
                .header("Stripe-Signature", "t=1,v1=00")
                .body("{\"id\":\"evt_x\"}")
                .post("/v1/rails/stripe/webhook")
                .then()
                .statusCode(403)
                .body("code", equalTo("signature-invalid"));
        given().contentType("application/json")
                .body("{\"id\":\"evt_x\"}")
                .post("/v1/rails/stripe/webhook")
                .then()
                .statusCode(403);
    }

    @Test
    void takes_accounts_of_stripe_only_in_their_form() {
        UUID worker = UUID.randomUUID();
        method(worker, "acct_1NffMqQ0Tl3sQz9b")
                .statusCode(200)
                .body("accountId", equalTo("acct_**** Qz9b"))
                .body("iban", nullValue());
        asWorker(worker).get("/v1/me/payout-method").then().body("rail", equalTo("STRIPE"));
        method(worker, "wanda@example.org").statusCode(422).body("code", equalTo("stripe-account-invalid"));
        asWorker(worker)
                .body("{\"rail\":\"STRIPE\"}")
                .put("/v1/me/payout-method")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-request"));
    }

    @Test
    void tells_workers_by_which_rails_they_may_be_paid() {
        JsonPath rails = asWorker(UUID.randomUUID()).get("/v1/rails").jsonPath();
        assertThat(rails.getString("items.find { it.name == 'STRIPE' }.method")).isEqualTo("STRIPE");
        assertThat(rails.getList("items.find { it.name == 'STRIPE' }.currencies", String.class))
                .contains("EUR", "USD", "JPY")
                .doesNotContain("UGX");
        assertThat(rails.getString("items.find { it.name == 'CSV' }.method")).isEqualTo("SEPA");
        assertThat(rails.getList("items.find { it.name == 'SEPA' }.currencies")).containsExactly("EUR");
        assertThat(rails.getList("items.name", String.class)).doesNotContain("PAYPAL");
        asRequester(UUID.randomUUID()).get("/v1/rails").then().statusCode(403);
        given().get("/v1/rails").then().statusCode(401);
    }

    private UUID withStripe(long cents) {
        UUID worker = payroll.earned(cents);
        method(worker, "acct_1" + worker.toString().replace("-", "")).statusCode(200);
        return worker;
    }

    private static ValidatableResponse method(UUID worker, String account) {
        return asWorker(worker)
                .body("{\"rail\":\"STRIPE\",\"accountId\":\"%s\"}".formatted(account))
                .put("/v1/me/payout-method")
                .then();
    }

    private String released() {
        JsonPath batch = propose(maker, "{\"currency\":\"EUR\",\"rail\":\"STRIPE\"}");
        release(checker, batch.getString("id"), batch.getString("contentHash")).statusCode(200);
        return batch.getString("id");
    }

    private String reference(String id, UUID worker) {
        return batch(maker, id).getString("payouts.items.find { it.workerId == '" + worker + "' }.endToEndId");
    }

    private static ValidatableResponse says(String type, String reference) throws Exception {
        String event = """
                {"id":"evt_%s_%s","type":"%s","data":{"object":{"object":"payout","failure_code":"account_closed",
                "metadata":{"groundwork_payout":"%s"}}}}""".formatted(type, reference, type, reference);
        return given().contentType("application/json")
                .header("Stripe-Signature", Webhook.Signature.generateSignatureHeader(event, "whsec_test"))
                .body(event)
                .post("/v1/rails/stripe/webhook")
                .then();
    }

    private void script(String faults) {
        given().body(faults).post(stripe + "/control/script").then().statusCode(200);
    }

    private long count(String kind) {
        return given().get(stripe + "/control/count?" + kind).jsonPath().getLong("count");
    }
}
