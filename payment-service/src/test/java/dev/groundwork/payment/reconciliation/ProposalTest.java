package dev.groundwork.payment.reconciliation;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.groundwork.demo.bank.SimulatedBank.Entry;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.payout.Payroll;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;

import static dev.groundwork.payment.testing.Scene.as;
import static dev.groundwork.payment.testing.Scene.asRequester;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

/** What a bank's line is, where nobody can tell by itself, is decided by two people. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class ProposalTest extends BankDays {

    @Test
    void two_people_decide_what_a_line_is() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiss");
        Sent sent = send();
        UUID requester = scene.requesterWith(100);
        upload(next(List.of(
                Entry.paidIn(new BigDecimal("12.00"), DAY, "no reference"),
                new Entry(false, new BigDecimal("5.00"), DAY, "ESCT", ""))));
        JsonPath lines = as(maker).get("/v1/suspense/lines").jsonPath();
        String in = lines.getString("items.find { it.credit }.id");
        String out = lines.getString("items.find { !it.credit }.id");
        String payoutId = lines.getString("items.find { !it.credit }.candidates[0]");
        assertThat(payoutId).isEqualTo(payout(worker).getString("id"));

        propose(out, "ASSIGN_TO_REQUESTER", requester.toString())
                .statusCode(422)
                .body("code", equalTo("assignment-unfit"));
        propose(in, "ASSIGN_TO_REQUESTER", null).statusCode(400);
        propose(UUID.randomUUID().toString(), "WRITE_OFF", null)
                .statusCode(404)
                .body("code", equalTo("bank-line-not-found"));
        String first = propose(in, "ASSIGN_TO_REQUESTER", requester.toString())
                .statusCode(201)
                .extract()
                .path("id");
        propose(in, "WRITE_OFF", null).statusCode(409).body("code", equalTo("proposal-pending"));
        accept(
                        both,
                        proposeAs(both, out, "ASSIGN_TO_PAYOUT", payoutId)
                                .extract()
                                .path("id"))
                .statusCode(403)
                .body("code", equalTo("maker-is-checker"));
        accept(checker, first).statusCode(200).body("state", equalTo("ACCEPTED"));
        accept(checker, first).statusCode(200);
        accept(both, first).statusCode(409).body("code", equalTo("proposal-decided"));
        String second =
                as(maker).get("/v1/finance-proposals?state=PROPOSED").jsonPath().getString("items[0].id");
        accept(checker, second).statusCode(200);

        scene.hasBalance(requester, "13.00", "0.00", "0.00");
        assertThat(asRequester(requester).get("/v1/deposits").jsonPath().getString("items[0].rail"))
                .isEqualTo("SEPA");
        sent.is("SETTLED");
        purse(worker, "0.00", "0.00", "5.00");
        propose(in, "WRITE_OFF", null).statusCode(409).body("code", equalTo("bank-line-explained"));
        as(maker).post("/v1/finance-proposals/" + second + "/decline").then().statusCode(409);
    }

    @Test
    void what_a_bank_stops_waits_for_two_people() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiss");
        Sent sent = send();
        upload(sent.bank.statusReport(name(), Map.of(sent.nameOf(worker), "FRAD")));
        sent.is("SETTLED");
        purse(worker, "0.00", "5.00", "0.00");
        Payroll.set(worker, "DE75 5121 0800 1245 1261 99", "Wanda Weiss")
                .statusCode(409)
                .body("code", equalTo("payout-method-blocked"));

        String id = payout(worker).getString("id");
        String proposal =
                propose(id, "LIFT_PAYOUT_STOP", null).statusCode(201).extract().path("id");
        accept(checker, proposal).statusCode(200);

        purse(worker, "5.00", "0.00", "0.00");
        String again = propose(id, "LIFT_PAYOUT_STOP", null).extract().path("id");
        accept(checker, again).statusCode(409).body("code", equalTo("payout-not-held"));
        as(maker).post("/v1/finance-proposals/" + again + "/decline").then().statusCode(200);
    }
}
