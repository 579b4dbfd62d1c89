package dev.groundwork.payment.payout;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.kit.time.AdjustableClock;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.rail.paypal.PayPalTestResource;
import dev.groundwork.payment.testing.Scene;

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
import static dev.groundwork.payment.testing.Scene.as;
import static dev.groundwork.payment.testing.Scene.asWorker;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** From a worker's PayPal account to PayPal's word that it is paid, over a connection that breaks. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
@WithTestResource(PayPalTestResource.class)
class PayPalPayoutTest {

    @Inject
    Scene scene;

    @Inject
    Payroll payroll;

    @Inject
    PayoutSubmissions submissions;

    @Inject
    AdjustableClock clock;

    private final String paypal =
            ConfigProvider.getConfig().getValue("groundwork.payment.rail.paypal.api-base", String.class);

    private final String maker = TestTokens.withRoles(UUID.randomUUID(), "finance-maker");
    private final String checker = TestTokens.withRoles(UUID.randomUUID(), "finance-checker");

    @AfterEach
    void the_books_are_right() {
        clock.reset();
        Payroll.payOff();
        scene.booksAreRight();
    }

    @Test
    void pays_all_in_one_message_once_and_what_nobody_claims_comes_back() {
        UUID wanda = withPayPal(500);
        UUID walter = withPayPal(700);
        String id = released();
        long before = payments();
        script("DROPPED_AFTER,FORBIDDEN");

        submissions.run();
        assertThat(batch(maker, id).getList("payouts.items.state")).containsExactly("UNKNOWN", "UNKNOWN");
        clock.advance(Duration.ofHours(2));
        submissions.run();
        assertThat(batch(maker, id).getList("payouts.items.state"))
                .as("PayPal may have it, whatever it says now")
                .containsExactly("UNKNOWN", "UNKNOWN");
        earnings(wanda, "0.00", "5.00", "0.00", "5.00");
        clock.advance(Duration.ofHours(2));
        submissions.run();

        assertThat(batch(maker, id).getList("payouts.items.state")).containsExactly("SUBMITTED", "SUBMITTED");
        assertThat(payments() - before).isEqualTo(2);
        says("SUCCEEDED", "SUCCESS", reference(id, wanda)).statusCode(204);
        says("UNCLAIMED", "UNCLAIMED", reference(id, walter)).statusCode(204);
        assertThat(batch(maker, id).getString("state")).isEqualTo("PARTIAL");
        earnings(walter, "0.00", "7.00", "0.00", "7.00");
        says("RETURNED", "RETURNED", reference(id, walter)).statusCode(204);
        says("RETURNED", "RETURNED", reference(id, walter)).statusCode(204);

        assertThat(batch(maker, id).getString("state")).isEqualTo("SETTLED");
        earnings(wanda, "0.00", "0.00", "5.00", "5.00");
        earnings(walter, "7.00", "0.00", "0.00", "7.00");
    }

    @Test
    void a_message_that_is_refused_for_one_payout_touches_no_other_workers_method() {
        UUID wanda = withPayPal(500);
        UUID walter = withPayPal(700);
        String first = released();
        script("ITEM_REFUSED");

        submissions.run();

        List<String> workers = batch(maker, first).getList("payouts.items.workerId");
        assertThat(batch(maker, first).getList("payouts.items.state")).containsExactly("FAILED", "FAILED");
        assertThat(batch(maker, first).getList("payouts.items.reason")).containsExactly("message-refused", "AC01");
        assertThat(workers).containsExactlyInAnyOrder(wanda.toString(), walter.toString());
        UUID right = UUID.fromString(workers.getFirst());
        UUID wrong = UUID.fromString(workers.getLast());
        assertThat(state(wrong)).isEqualTo("COOLING");
        assertThat(state(right)).isEqualTo("ACTIVE");

        // Whatever goes wrong with messages as often as it likes, it is not the worker's to mend.
        for (int i = 0; i < 2; i++) {
            String next = released();
            script("REFUSED");
            submissions.run();
            assertThat(batch(maker, next).getList("payouts.items.reason")).containsExactly("message-refused");
            assertThat(state(right)).isEqualTo("ACTIVE");
        }
        String last = released();
        submissions.run();
        assertThat(batch(maker, last).getList("payouts.items.workerId")).containsExactly(right.toString());
        says("FAILED", "FAILED", reference(last, right)).statusCode(204);
        assertThat(batch(maker, last).getList("payouts.items.reason")).containsExactly("MS03");
        assertThat(state(right))
                .as("what came before does not count against it")
                .isEqualTo("ACTIVE");
        String paid = released();
        submissions.run();
        says("SUCCEEDED", "SUCCESS", reference(paid, right)).statusCode(204);
        assertThat(batch(maker, paid).getString("state")).isEqualTo("SETTLED");
    }

    @Test
    void nobody_says_that_it_was_not_made_while_the_service_still_makes_certain_of_it() {
        UUID worker = withPayPal(500);
        String id = released();
        script("DROPPED_AFTER,FORBIDDEN");
        submissions.run();
        clock.advance(Duration.ofHours(73));
        String payout = batch(maker, id).getString("payouts.items[0].id");

        as(maker)
                .body("{\"kind\":\"PAYOUT_NOT_MADE\",\"subject\":\"%s\",\"reason\":\"not on their list\"}"
                        .formatted(payout))
                .post("/v1/finance-proposals")
                .then()
                .statusCode(409)
                .body("code", equalTo("rail-may-still-tell"))
                .body("detail", containsString("the same one again"));
        submissions.run();
        clock.advance(Duration.ofHours(2));
        submissions.run();

        assertThat(batch(maker, id).getList("payouts.items.state")).containsExactly("SUBMITTED");
        says("SUCCEEDED", "SUCCESS", reference(id, worker)).statusCode(204);
    }

    @Test
    void what_people_said_arrived_comes_back_when_its_message_is_denied() {
        UUID worker = withPayPal(500);
        String id = released();
        script("DROPPED_AFTER");
        submissions.run();
        isSaidToHaveArrived(id);
        earnings(worker, "0.00", "0.00", "5.00", "5.00");

        denied(id.replace("-", "")).statusCode(204);

        assertThat(batch(maker, id).getList("payouts.items.state")).containsExactly("RETURNED");
        earnings(worker, "5.00", "0.00", "0.00", "5.00");
        assertThat(state(worker)).isEqualTo("ACTIVE");
        isPaidWithTheNext(worker);
    }

    @Test
    void what_people_said_arrived_comes_back_when_its_message_is_refused_when_it_is_given_again() {
        UUID worker = withPayPal(500);
        String id = released();
        script("DENIED");
        submissions.run();
        isSaidToHaveArrived(id);

        submissions.run();

        assertThat(batch(maker, id).getList("payouts.items.state")).containsExactly("RETURNED");
        earnings(worker, "5.00", "0.00", "0.00", "5.00");
        isPaidWithTheNext(worker);
    }

    private void isSaidToHaveArrived(String id) {
        clock.advance(Duration.ofHours(73));
        String word = as(maker)
                .body("{\"kind\":\"PAYOUT_ARRIVED\",\"subject\":\"%s\",\"reason\":\"it is on their list\"}"
                        .formatted(id))
                .post("/v1/finance-proposals")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        as(checker).post("/v1/finance-proposals/" + word + "/accept").then().statusCode(200);
        assertThat(batch(maker, id).getList("payouts.items.state")).containsExactly("SETTLED");
    }

    private void isPaidWithTheNext(UUID worker) {
        String next = released();
        submissions.run();
        says("SUCCEEDED", "SUCCESS", reference(next, worker)).statusCode(204);
        assertThat(batch(maker, next).getString("state")).isEqualTo("SETTLED");
    }

    @Test
    void a_batch_that_is_denied_gives_back_what_is_open_of_it_once() {
        UUID wanda = withPayPal(500);
        UUID walter = withPayPal(700);
        String id = released();
        submissions.run();
        says("SUCCEEDED", "SUCCESS", reference(id, wanda)).statusCode(204);

        denied(id.replace("-", "")).statusCode(204);
        denied(id.replace("-", "")).statusCode(204);
        denied("nobody-sent-this").statusCode(204);

        assertThat(batch(maker, id).getString("state")).isEqualTo("SETTLED");
        assertThat(batch(maker, id).getString("payouts.items.find { it.workerId == '" + walter + "' }.reason"))
                .isEqualTo("message-refused");
        earnings(wanda, "0.00", "0.00", "5.00", "5.00");
        earnings(walter, "7.00", "0.00", "0.00", "7.00");
        assertThat(state(walter)).isEqualTo("ACTIVE");
        String next = released();
        submissions.run();
        says("SUCCEEDED", "SUCCESS", reference(next, walter)).statusCode(204);
        assertThat(batch(maker, next).getString("state")).isEqualTo("SETTLED");
    }

    @Test
    void a_batch_that_is_denied_before_anybody_here_knows_that_it_was_sent_is_not_sent_again() {
        UUID wanda = withPayPal(500);
        String id = released();
        script("DROPPED_AFTER");
        submissions.run();

        denied(id.replace("-", "")).statusCode(204);

        earnings(wanda, "5.00", "0.00", "0.00", "5.00");
        clock.advance(Duration.ofHours(2));
        long before = payments();
        script("BROKEN");
        submissions.run();
        String next = released();
        submissions.run();
        assertThat(batch(maker, next).getList("payouts.items.state"))
                .as("the fault was for it: nothing else was sent")
                .containsExactly("UNKNOWN");
        clock.advance(Duration.ofHours(2));
        submissions.run();
        assertThat(payments() - before).isEqualTo(1);
        says("SUCCEEDED", "SUCCESS", reference(next, wanda)).statusCode(204);
        earnings(wanda, "0.00", "0.00", "5.00", "5.00");
    }

    @Test
    void believes_nobody_whom_paypal_does_not_vouch_for() {
        given().contentType("application/json")
                .header("PayPal-Transmission-Sig", "somebody-else")
                .body("{\"id\":\"WH-x\"}")
                .post("/v1/rails/paypal/webhook")
                .then()
                .statusCode(403)
                .body("code", equalTo("signature-invalid"));
    }

    @Test
    void takes_accounts_of_paypal_only_in_their_form() {
        UUID worker = UUID.randomUUID();
        method(worker, "wanda@example.org").statusCode(200).body("accountId", equalTo("w****@example.org"));
        method(worker, "ABCDEFGH12345").statusCode(200).body("accountId", equalTo("**** 2345"));
        method(worker, "wanda.o'hara+work@pay.example-mail.org").statusCode(200);
        for (String wrong : new String[] {
            "wanda",
            "wanda@",
            "@example.org",
            "a b@example.org",
            "abcdefgh12345",
            "wanda..w@example.org",
            ".wanda@example.org",
            "wanda.@example.org",
            "wanda@example..org",
            "wanda@-example.org",
            "wanda@example.o",
            "<wanda@example.org>",
            "wända@example.org",
            "wanda@exämple.org",
            "w".repeat(65) + "@example.org"
        }) {
            method(worker, wrong).statusCode(422).body("code", equalTo("paypal-account-invalid"));
        }
    }

    private UUID withPayPal(long cents) {
        UUID worker = payroll.earned(cents);
        method(worker, worker + "@example.org").statusCode(200);
        return worker;
    }

    /** {@return a batch of all who can be paid by PayPal, released and not sent} */
    private String released() {
        JsonPath proposed = propose(maker, "{\"currency\":\"EUR\",\"rail\":\"PAYPAL\"}");
        String id = proposed.getString("id");
        release(checker, id, proposed.getString("contentHash")).statusCode(200);
        return id;
    }

    private static String state(UUID worker) {
        return asWorker(worker).get("/v1/me/payout-method").jsonPath().getString("state");
    }

    private static ValidatableResponse method(UUID worker, String account) {
        return asWorker(worker)
                .body("{\"rail\":\"PAYPAL\",\"accountId\":\"%s\"}".formatted(account))
                .put("/v1/me/payout-method")
                .then();
    }

    private String reference(String id, UUID worker) {
        return batch(maker, id).getString("payouts.items.find { it.workerId == '" + worker + "' }.endToEndId");
    }

    private static ValidatableResponse denied(String message) {
        return tells("""
                {"id":"WH-denied-%s","event_type":"PAYMENT.PAYOUTSBATCH.DENIED","resource":{"batch_header":{
                "batch_status":"DENIED","sender_batch_header":{"sender_batch_id":"%s"}}}}""".formatted(message, message));
    }

    private static ValidatableResponse says(String type, String status, String reference) {
        return tells("""
                {"id":"WH-%s-%s","event_type":"PAYMENT.PAYOUTS-ITEM.%s","resource":{"transaction_status":"%s",
                "payout_item":{"sender_item_id":"%s"}}}""".formatted(type, reference, type, status, reference));
    }

    private static ValidatableResponse tells(String event) {
        return given().contentType("application/json")
                .header("PayPal-Transmission-Id", "69cd13f0")
                .header("PayPal-Transmission-Time", "2026-11-26T10:00:00Z")
                .header("PayPal-Cert-Url", "https://example.org/cert")
                .header("PayPal-Auth-Algo", "SHA256withRSA")
                .header("PayPal-Transmission-Sig", "signed-by-paypal")
                .body(event)
                .post("/v1/rails/paypal/webhook")
                .then();
    }

    private void script(String faults) {
        given().body(faults).post(paypal + "/control/script").then().statusCode(200);
    }

    private long payments() {
        return given().get(paypal + "/control/count").jsonPath().getLong("count");
    }
}
