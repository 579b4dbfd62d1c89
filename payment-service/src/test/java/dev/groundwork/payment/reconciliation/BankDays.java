package dev.groundwork.payment.reconciliation;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.demo.bank.SimulatedBank;
import dev.groundwork.demo.bank.SimulatedBank.Entry;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.payment.payout.Payroll;
import dev.groundwork.payment.testing.Scene;

import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import static dev.groundwork.payment.testing.Scene.as;
import static dev.groundwork.payment.testing.Scene.asWorker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

/** What the tests of reconciliation share: batches at the bank, its statements, and what two people make of them. */
abstract class BankDays {

    /** The account that pays where nothing else is set up. */
    static final String IBAN = "DE89370400440532013000";

    static final LocalDate DAY = LocalDate.of(2026, 11, 26);

    @Inject
    Scene scene;

    @Inject
    Payroll payroll;

    final String maker = TestTokens.withRoles(UUID.randomUUID(), "finance-maker");
    final String checker = TestTokens.withRoles(UUID.randomUUID(), "finance-checker");
    final String both = TestTokens.withRoles(UUID.randomUUID(), "finance-maker", "finance-checker");

    @BeforeEach
    void nobody_else_waits_for_money() {
        Payroll.payOff();
    }

    @AfterEach
    void the_books_are_right() {
        scene.booksAreRight();
    }

    /** A batch that was given to the bank. */
    final class Sent {

        final String id;
        final SimulatedBank bank;

        Sent(String id, SimulatedBank bank) {
            this.id = id;
            this.bank = bank;
        }

        String nameOf(UUID worker) {
            return as(maker)
                    .get("/v1/payout-batches/" + id)
                    .jsonPath()
                    .getString("payouts.items.find { it.workerId == '" + worker + "' }.endToEndId");
        }

        /** Two people have seen at the bank that all of it is booked. */
        void settledByHand() {
            Payroll.step(maker, id, "settle").statusCode(200);
            Payroll.step(checker, id, "settle").statusCode(200);
            is("SETTLED");
        }

        void is(String state) {
            assertThat(Payroll.batch(maker, id).getString("state")).isEqualTo(state);
        }
    }

    Sent send() {
        JsonPath batch = Payroll.propose(maker, Payroll.SEPA);
        String id = batch.getString("id");
        Payroll.approve(checker, id, batch.getString("contentHash")).statusCode(200);
        Payroll.release(checker, id, batch.getString("contentHash")).statusCode(200);
        byte[] file = as(maker).get("/v1/payout-batches/" + id + "/file").asByteArray();
        Payroll.step(maker, id, "sent").statusCode(200);
        return new Sent(id, SimulatedBank.given(file));
    }

    ValidatableResponse upload(byte[] file) {
        return uploadAs(maker, file);
    }

    static ValidatableResponse uploadAs(String token, byte[] file) {
        return as(token)
                .contentType("application/xml")
                .body(file)
                .post("/v1/bank-files")
                .then()
                .statusCode(200);
    }

    ValidatableResponse refused(String file, int status, String code) {
        return refused(file.getBytes(StandardCharsets.UTF_8), status, code);
    }

    ValidatableResponse refused(byte[] file, int status, String code) {
        return as(maker)
                .contentType("application/xml")
                .body(file)
                .post("/v1/bank-files")
                .then()
                .statusCode(status)
                .body("code", equalTo(code));
    }

    /** {@return a statement that follows the last one} */
    byte[] next(List<Entry> entries) {
        return statement(number() + 1, closing(), entries);
    }

    static byte[] statement(long number, BigDecimal opening, List<Entry> entries) {
        return SimulatedBank.statement(IBAN, "EUR", number, opening, entries, DAY);
    }

    BigDecimal closing() {
        String closing = as(maker).get("/v1/bank-accounts").jsonPath().getString("items[0]?.closing?.amount");
        return closing == null ? new BigDecimal("10000.00") : new BigDecimal(closing);
    }

    long number() {
        Integer number = as(maker).get("/v1/bank-accounts").jsonPath().get("items[0]?.lastNumber");
        return number == null ? 0 : number;
    }

    /** Two people write off whatever is in suspense. */
    void resolveAll() {
        for (String line :
                as(maker).get("/v1/suspense/lines?limit=500").jsonPath().<String>getList("items.id")) {
            accept(
                            checker,
                            propose(line, "WRITE_OFF", null)
                                    .statusCode(201)
                                    .extract()
                                    .path("id"))
                    .statusCode(200);
        }
    }

    ValidatableResponse propose(String subject, String kind, @Nullable String target) {
        return proposeAs(maker, subject, kind, target);
    }

    static ValidatableResponse proposeAs(String token, String subject, String kind, @Nullable String target) {
        return as(token)
                .body("{\"kind\":\"%s\",\"subject\":\"%s\",%s\"reason\":\"We asked them.\"}"
                        .formatted(kind, subject, target == null ? "" : "\"target\":\"" + target + "\","))
                .post("/v1/finance-proposals")
                .then();
    }

    static ValidatableResponse accept(String token, String id) {
        return as(token).post("/v1/finance-proposals/" + id + "/accept").then();
    }

    static ValidatableResponse close(String token, String month) {
        return as(token).post("/v1/months/" + month + "/close").then();
    }

    static JsonPath payout(UUID worker) {
        String id = asWorker(worker).get("/v1/payouts").jsonPath().getString("items[0].id");
        return asWorker(worker).get("/v1/payouts/" + id).jsonPath();
    }

    static void purse(UUID worker, String payable, String held, String paidOut) {
        JsonPath balances = asWorker(worker).get("/v1/earnings").jsonPath();
        assertThat(List.of(
                        balances.getString("balances[0].payable.amount"),
                        balances.getString("balances[0].held.amount"),
                        balances.getString("balances[0].paidOut.amount")))
                .containsExactly(payable, held, paidOut);
    }

    static String details(String endToEndId) {
        return "<NtryDtls><TxDtls><Refs><EndToEndId>" + endToEndId + "</EndToEndId></Refs></TxDtls></NtryDtls>";
    }

    static String name() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
