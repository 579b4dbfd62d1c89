package dev.groundwork.payment.reconciliation;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;

import dev.groundwork.demo.bank.SimulatedBank.Entry;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.rail.stripe.StripeTestResource;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

import static dev.groundwork.payment.testing.Scene.as;
import static dev.groundwork.payment.testing.Scene.asRequester;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

/** What finance wires itself, back to a requester or to a provider, is found again on the statement. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
@WithTestResource(StripeTestResource.class)
class OwnWiresTest extends BankDays {

    private static final AccountName NOBODY = AccountName.cash("EUR");
    private static final AccountName AT_STRIPE = AccountName.cashBy("STRIPE", "EUR");

    @Test
    void a_refund_leaves_once_and_by_two_people() {
        UUID requester = scene.requesterWith(10_000);
        String refund = refund(requester, "40.00");
        String other = refund(requester, "30.00");
        upload(next(List.of(out("40.00"), out("40.00"))));
        List<String> lines = lines();
        String first = lines.getFirst();

        propose(first, "ASSIGN_TO_REFUND", null).statusCode(400);
        propose(first, "ASSIGN_TO_REFUND", UUID.randomUUID().toString())
                .statusCode(404)
                .body("code", equalTo("refund-not-found"));
        propose(first, "ASSIGN_TO_REFUND", refund).statusCode(422).body("code", equalTo("assignment-unfit"));
        release(refund);
        release(other);
        propose(first, "ASSIGN_TO_REFUND", other).statusCode(422).body("code", equalTo("assignment-unfit"));

        BigDecimal before = scene.cash(NOBODY);
        String one = id(propose(first, "ASSIGN_TO_REFUND", refund).statusCode(201));
        String twin = id(propose(lines.get(1), "ASSIGN_TO_REFUND", refund).statusCode(201));
        accept(maker, one).statusCode(403);
        accept(checker, one).statusCode(200);
        accept(checker, one).statusCode(200);
        accept(checker, twin).statusCode(422).body("code", equalTo("assignment-unfit"));

        // What the release took for gone is now gone from the bank, and no more is missing here.
        assertThat(scene.cash(NOBODY).subtract(before)).isEqualByComparingTo("40.00");
        assertThat(lines()).containsExactly(lines.get(1));
        as(maker).post("/v1/finance-proposals/" + twin + "/decline").then().statusCode(200);
        resolveAll();
        as(maker).get("/v1/suspense/lines").then().body("items", empty());
    }

    @Test
    void money_moves_to_a_provider_and_back() {
        UUID requester = scene.requesterWith(100);
        BigDecimal before = scene.cash(AT_STRIPE);
        upload(next(List.of(out("500.00"), Entry.paidIn(new BigDecimal("120.00"), DAY, "STRIPE PAYOUT"))));
        List<String> lines = lines();
        String in = as(maker).get("/v1/suspense/lines").jsonPath().getString("items.find { it.credit }.id");

        propose(in, "ASSIGN_TO_REFUND", requester.toString()).statusCode(422).body("code", equalTo("assignment-unfit"));
        for (String line : lines) {
            propose(line, "TRANSFER", null).statusCode(400);
            propose(line, "TRANSFER", "NOWHERE").statusCode(422).body("code", equalTo("rail-not-offered"));
            propose(line, "TRANSFER", "SEPA").statusCode(422).body("code", equalTo("assignment-unfit"));
            String proposal = id(propose(line, "TRANSFER", "STRIPE").statusCode(201));
            accept(maker, proposal).statusCode(403);
            accept(checker, proposal).statusCode(200).body("target", equalTo("STRIPE"));
        }

        assertThat(scene.cash(AT_STRIPE).subtract(before)).isEqualByComparingTo("380.00");
        as(maker).get("/v1/suspense/lines").then().body("items", empty());
        propose(in, "TRANSFER", "STRIPE").statusCode(409).body("code", equalTo("bank-line-explained"));
    }

    private static Entry out(String amount) {
        return new Entry(false, new BigDecimal(amount), DAY, "ESCT", "");
    }

    private List<String> lines() {
        return as(maker).get("/v1/suspense/lines").jsonPath().getList("items.id");
    }

    private static String id(ValidatableResponse proposed) {
        return proposed.extract().path("id");
    }

    private static String refund(UUID requester, String amount) {
        return asRequester(requester)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body("{\"amount\":{\"amount\":\"" + amount + "\",\"currency\":\"EUR\"}}")
                .post("/v1/refunds")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static void release(String refund) {
        as(TestTokens.withRoles(UUID.randomUUID(), "finance-checker"))
                .post("/v1/refunds/" + refund + "/release")
                .then()
                .statusCode(200);
    }
}
