package dev.groundwork.payment.reconciliation;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

import jakarta.inject.Inject;

import dev.groundwork.contracts.payment.v1.PayoutEvent;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutFailed;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutSettled;
import dev.groundwork.demo.bank.SimulatedBank.Entry;
import dev.groundwork.kit.time.AdjustableClock;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.payout.PayoutSubmissions;
import dev.groundwork.payment.payout.Payroll;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.groundwork.payment.testing.Scene.as;
import static dev.groundwork.payment.testing.Scene.asRequester;
import static dev.groundwork.payment.testing.Scene.asWorker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** Money leaves by files, and is where the bank says that it is. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class ReconciliationTest extends BankDays {

    @Inject
    BankInbox inbox;

    @Inject
    AdjustableClock clock;

    @Inject
    PayoutSubmissions submissions;

    @Test
    void a_batch_comes_to_its_end_at_the_bank() {
        UUID closed = payroll.paidWorker(500, "Wanda Weiss");
        UUID paid = payroll.paidWorker(700, "Walter Weiss");
        UUID returned = payroll.paidWorker(900, "Wilma Weiss");
        Sent sent = send();

        String rejected = sent.nameOf(closed);
        upload(sent.bank.statusReport(name(), Map.of(rejected, "AC04")))
                .body("matched.find { it.what == 'PAYOUT_REJECTED' }.amount.amount", equalTo("5.00"))
                .body("matched.find { it.what == 'PAYOUT_ACCEPTED' }.count", equalTo(2))
                .body("openCount", equalTo(0));
        sent.is("PARTIAL");
        upload(next(sent.bank.bookings(List.of(rejected), DAY)))
                .body("matched.find { it.what == 'PAYOUT_BOOKED' }.amount.amount", equalTo("16.00"))
                .body("matched.find { it.what == 'PAYOUT_BOOKED' }.count", equalTo(2))
                .body("openCount", equalTo(0));
        sent.is("SETTLED");
        scene.hear(PayoutEvent.TOPIC, PayoutSettled.class, event -> event.workerId()
                .equals(paid));
        // Weeks later.
        upload(next(List.of(sent.bank.comesBack(sent.nameOf(returned), "AC01", DAY.plusDays(20)))))
                .body("matched[0].what", equalTo("PAYOUT_RETURNED"));

        purse(closed, "5.00", "0.00", "0.00");
        purse(paid, "0.00", "0.00", "7.00");
        purse(returned, "0.00", "9.00", "0.00");
        assertThat(payout(closed).getString("state")).isEqualTo("FAILED");
        assertThat(payout(closed).getString("refusal.code")).isEqualTo("AC04");
        assertThat(payout(closed).getString("refusal.follow")).isEqualTo("FIX_METHOD");
        assertThat(payout(closed).getBoolean("held")).isFalse();
        assertThat(payout(returned).getString("state")).isEqualTo("RETURNED");
        assertThat(payout(returned).getBoolean("held")).isTrue();
        PayoutFailed told = scene.hear(
                PayoutEvent.TOPIC, PayoutFailed.class, event -> event.workerId().equals(returned));
        assertThat(told.reason())
                .startsWith("AC01: The account number is wrong.")
                .contains("save it again");
        // Nobody is paid to an account that money came back from, until it is repaired.
        as(maker)
                .header("Idempotency-Key", name())
                .body(Payroll.SEPA)
                .post("/v1/payout-batches")
                .then()
                .statusCode(409)
                .body("code", equalTo("nothing-to-pay"));
        Payroll.set(returned, "DE75 5121 0800 1245 1261 99", "Wilma Weiss").statusCode(200);
        Payroll.set(closed, Payroll.IBAN, "Wanda Weiss").statusCode(200).body("iban", equalTo("ES91 **** 1332"));
        purse(returned, "9.00", "0.00", "0.00");
        assertThat(payout(returned).getBoolean("held")).isFalse();
        // The account that was said again is paid to at once, the other one after a rest.
        JsonPath next = Payroll.propose(maker, Payroll.SEPA);
        assertThat(next.getString("total.amount")).isEqualTo("5.00");
        Payroll.step(maker, next.getString("id"), "cancel").statusCode(200);
        clock.advance(Duration.ofHours(49));
        assertThat(Payroll.propose(maker, Payroll.SEPA).getString("total.amount"))
                .isEqualTo("14.00");
        clock.reset();
        JsonPath statement = asWorker(returned)
                .queryParam("month", YearMonth.now(ZoneOffset.UTC).toString())
                .get("/v1/statements")
                .jsonPath();
        assertThat(statement.getString("currencies[0].returned.amount")).isEqualTo("9.00");
        assertThat(statement.getString("currencies[0].closing.amount")).isEqualTo("9.00");
    }

    @Test
    void a_file_is_taken_once_however_often_it_comes() throws InterruptedException, ExecutionException {
        payroll.paidWorker(500, "Wanda Weiss");
        Sent sent = send();
        byte[] statement = next(sent.bank.bookings(List.of(), DAY));

        try (var callers = Executors.newFixedThreadPool(4)) {
            Callable<String> call = () -> upload(statement).extract().asString();
            List<String> answers = callers.invokeAll(List.of(call, call, call, call)).stream()
                    .map(answer -> {
                        try {
                            return answer.get();
                        } catch (InterruptedException | ExecutionException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .distinct()
                    .toList();

            assertThat(answers).hasSize(1);
        }
        upload(statement).header("Idempotent-Replayed", "true");
        sent.is("SETTLED");
        assertThat(as(maker).get("/v1/bank-files").jsonPath().getString("items[0].sha256"))
                .isEqualTo(upload(statement).extract().path("sha256"));
    }

    @Test
    void statements_follow_each_other_and_add_up() {
        upload(next(List.of()));
        BigDecimal closing = closing();
        long number = number();

        byte[] gap = statement(number + 2, closing, List.of());
        refused(gap, 409, "statement-gap").body("expected", equalTo((int) number + 1));
        refused(statement(number + 1, closing.add(BigDecimal.ONE), List.of()), 409, "statement-opening-differs");
        String wrong = text(next(List.of(Entry.fee(new BigDecimal("1.00"), DAY))));
        refused(
                wrong.replace("<Amt Ccy=\"EUR\">1.00</Amt>", "<Amt Ccy=\"EUR\">2.00</Amt>"),
                422,
                "statement-sum-differs");
        refused(wrong.replace(IBAN, "ES9121000418450200051332"), 422, "statement-account-unknown");
        refused(wrong.replace("<Ccy>EUR</Ccy>", "<Ccy>USD</Ccy>"), 422, "statement-currency");
        refused("<Document/>", 422, "bank-file-unsupported");
        assertThat(closing()).isEqualByComparingTo(closing);
        assertThat(number()).isEqualTo(number);

        // The one in between makes the next one the next.
        upload(next(List.of()));
        upload(gap);
        refused(text(gap).replace("2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z"), 409, "statement-already-read");
    }

    @Test
    void what_a_person_called_settled_is_found_on_the_statement() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiss");
        Sent sent = send();
        sent.settledByHand();

        upload(next(List.of(sent.bank.booking(sent.nameOf(worker), DAY))))
                .body("matched[0].what", equalTo("PAYOUT_BOOKED"));
        upload(next(List.of(sent.bank.booking(sent.nameOf(worker), DAY))))
                .body("open[0].why", equalTo("booked-before"));
        uploadAs(both, next(List.of(sent.bank.comesBack(sent.nameOf(worker), "MS03", DAY))))
                .body("matched[0].what", equalTo("PAYOUT_RETURNED"));

        // Nothing to repair: it is paid with the next payout.
        purse(worker, "5.00", "0.00", "0.00");
        resolveAll();
    }

    @Test
    void what_a_person_called_settled_and_the_bank_rejects_is_the_workers_again() {
        UUID closed = payroll.paidWorker(500, "Wanda Weiss");
        UUID late = payroll.paidWorker(600, "Wilma Weiss");
        UUID paid = payroll.paidWorker(700, "Walter Weiss");
        Sent sent = send();
        sent.settledByHand();
        purse(closed, "0.00", "0.00", "5.00");
        Map<String, String> rejected = Map.of(sent.nameOf(closed), "AC04", sent.nameOf(late), "AM04");
        String report = text(sent.bank.statusReport(name(), rejected));

        uploadAs(both, report)
                .body("matched.find { it.what == 'REJECTION_WAITS' }.count", equalTo(2))
                .body("matched.find { it.what == 'REJECTION_WAITS' }.amount.amount", equalTo("11.00"))
                .body("openCount", equalTo(0));
        // One person has given it in, and two had said otherwise.
        purse(closed, "0.00", "0.00", "5.00");
        String waiting = waiting(sent);
        accept(both, waiting).statusCode(403).body("code", equalTo("maker-is-checker"));
        accept(checker, waiting).statusCode(200).body("state", equalTo("ACCEPTED"));

        // As if it had come back: the one waits for another account, the other goes out with the next batch.
        purse(closed, "0.00", "5.00", "0.00");
        purse(late, "6.00", "0.00", "0.00");
        assertThat(payout(closed).getString("state")).isEqualTo("RETURNED");
        assertThat(payout(closed).getString("refusal.code")).isEqualTo("AC04");
        scene.hear(
                PayoutEvent.TOPIC, PayoutFailed.class, event -> event.workerId().equals(closed));
        // Said again, it changes nothing.
        upload(report.replaceAll("<MsgId>[^<]*", "<MsgId>" + name()).getBytes(StandardCharsets.UTF_8));
        purse(closed, "0.00", "5.00", "0.00");
        // The bank debits what it did not reject, and that is all of the batch.
        upload(next(sent.bank.bookings(List.copyOf(rejected.keySet()), DAY)))
                .body("matched.find { it.what == 'PAYOUT_BOOKED' }.amount.amount", equalTo("7.00"))
                .body("openCount", equalTo(0));
        purse(paid, "0.00", "0.00", "7.00");
        Payroll.step(maker, sent.id, "close").statusCode(200);
    }

    @Test
    void what_the_bank_rejects_twice_comes_back_once() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiss");
        Sent sent = send();
        sent.settledByHand();
        String report = text(sent.bank.statusReport(name(), Map.of(sent.nameOf(worker), "AM04")));
        uploadAs(maker, report);
        String first = waiting(sent);
        uploadAs(maker, report.replaceAll("<MsgId>[^<]*", "<MsgId>" + name()));
        String second = waiting(sent);
        assertThat(second).isNotEqualTo(first);

        accept(checker, first).statusCode(200);
        accept(checker, second).statusCode(409).body("code", equalTo("payout-ended"));
        as(maker).post("/v1/finance-proposals/" + second + "/decline").then().statusCode(200);

        purse(worker, "5.00", "0.00", "0.00");
    }

    @Test
    void what_a_statement_shows_is_not_undone_by_what_waited() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiss");
        Sent sent = send();
        sent.settledByHand();
        uploadAs(maker, text(sent.bank.statusReport(name(), Map.of(sent.nameOf(worker), "AM04"))));
        upload(next(List.of(sent.bank.booking(sent.nameOf(worker), DAY))));

        String waiting = waiting(sent);
        accept(checker, waiting).statusCode(409).body("code", equalTo("payout-ended"));
        as(maker).post("/v1/finance-proposals/" + waiting + "/decline").then().statusCode(200);

        purse(worker, "0.00", "0.00", "5.00");
    }

    @Test
    void the_banks_own_word_waits_for_nobody(@TempDir Path folder) throws IOException {
        UUID early = payroll.paidWorker(500, "Wanda Weiss");
        UUID late = payroll.paidWorker(600, "Walter Weiss");
        Sent sent = send();
        sent.settledByHand();
        byte[] one = sent.bank.statusReport(name(), Map.of(sent.nameOf(early), "AM04"));
        byte[] other = sent.bank.statusReport(name(), Map.of(sent.nameOf(late), "AM04"));
        upload(other);
        String waiting = waiting(sent);
        purse(late, "0.00", "0.00", "6.00");

        Files.write(folder.resolve("a.xml"), one);
        Files.write(folder.resolve("b.xml"), other);
        assertThat(inbox.look(folder)).isEqualTo(2);

        purse(early, "5.00", "0.00", "0.00");
        purse(late, "6.00", "0.00", "0.00");
        assertThat(as(maker)
                        .get("/v1/finance-proposals?state=ACCEPTED")
                        .jsonPath()
                        .getString("items.find { it.id == '" + waiting + "' }.decidedBy"))
                .isEqualTo("bank-inbox");
    }

    @Test
    void nobody_proposes_a_rejection_without_a_file() {
        propose("0".repeat(36), "PAYOUTS_REJECTED", null)
                .statusCode(400)
                .body("code", equalTo("invalid-request"))
                .body("detail", containsString("POST /v1/bank-files"));
    }

    @Test
    void what_was_declined_can_be_given_in_again() {
        UUID back = payroll.paidWorker(500, "Wanda Weiss");
        UUID booked = payroll.paidWorker(600, "Walter Weiss");
        Sent sent = send();
        sent.settledByHand();
        String report =
                text(sent.bank.statusReport(name(), Map.of(sent.nameOf(back), "AM04", sent.nameOf(booked), "AM04")));
        uploadAs(maker, report);
        String first = waiting(sent);
        uploadAs(both, report).header("Idempotent-Replayed", "true");
        assertThat(waiting(sent)).isEqualTo(first);
        as(checker).post("/v1/finance-proposals/" + first + "/decline").then().statusCode(200);
        upload(next(List.of(sent.bank.booking(sent.nameOf(booked), DAY))));

        uploadAs(both, report).header("Idempotent-Replayed", "true");
        String second = waiting(sent);
        assertThat(as(maker)
                        .get("/v1/finance-proposals?state=PROPOSED")
                        .jsonPath()
                        .getString("items.find { it.id == '" + second + "' }.reason"))
                .endsWith(": 1");
        accept(both, second).statusCode(403).body("code", equalTo("maker-is-checker"));
        accept(checker, second).statusCode(200);

        purse(back, "5.00", "0.00", "0.00");
        purse(booked, "0.00", "0.00", "6.00");
        // Nothing of it is left.
        uploadAs(both, report);
        assertThat(as(checker)
                        .get("/v1/finance-proposals?state=PROPOSED")
                        .jsonPath()
                        .getList("items.findAll { it.target == '" + sent.id + "' }"))
                .isEmpty();
    }

    @Test
    void one_person_does_not_undo_by_statements_what_two_said() {
        UUID inOne = payroll.paidWorker(500, "Wanda Weiss");
        UUID inTwo = payroll.paidWorker(700, "Walter Weiss");
        UUID bare = payroll.paidWorker(900, "Wilma Weiss");
        Sent sent = send();
        sent.settledByHand();

        upload(next(List.of(
                        sent.bank.booking(sent.nameOf(inOne), DAY),
                        sent.bank.booking(sent.nameOf(inTwo), DAY),
                        sent.bank.comesBack(sent.nameOf(inOne), "MS03", DAY),
                        sent.bank.comesBack(sent.nameOf(bare), "MS03", DAY))))
                .body("matched.find { it.what == 'PAYOUT_BOOKED' }.count", equalTo(2))
                .body("open.why", equalTo(List.of("return-waits", "return-waits")));
        upload(next(List.of(sent.bank.comesBack(sent.nameOf(inTwo), "MS03", DAY))))
                .body("open.why", equalTo(List.of("return-waits")));

        purse(inOne, "0.00", "0.00", "5.00");
        purse(inTwo, "0.00", "0.00", "7.00");
        purse(bare, "0.00", "0.00", "9.00");
        for (UUID worker : List.of(inOne, inTwo, bare)) {
            String line = as(maker)
                    .get("/v1/suspense/lines?limit=500")
                    .jsonPath()
                    .getString("items.find { it.endToEndId == '" + sent.nameOf(worker) + "' }.id");
            String decided = propose(line, "ASSIGN_RETURN", payout(worker).getString("id"))
                    .statusCode(201)
                    .extract()
                    .path("id");
            accept(checker, decided).statusCode(200);
        }
        purse(inOne, "5.00", "0.00", "0.00");
        purse(inTwo, "7.00", "0.00", "0.00");
        purse(bare, "9.00", "0.00", "0.00");
    }

    @Test
    void what_no_statement_had_shown_before_does_not_come_back_at_one_persons_word() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiss");
        Sent sent = send();

        upload(next(List.of(
                        sent.bank.booking(sent.nameOf(worker), DAY),
                        sent.bank.comesBack(sent.nameOf(worker), "MS03", DAY))))
                .body("matched[0].what", equalTo("PAYOUT_BOOKED"))
                .body("open.why", equalTo(List.of("return-waits")));

        sent.is("SETTLED");
        purse(worker, "0.00", "0.00", "5.00");
        resolveAll();
    }

    @Test
    void the_banks_own_statement_may_have_both_ends_of_a_transfer(@TempDir Path folder) throws IOException {
        UUID worker = payroll.paidWorker(500, "Wanda Weiss");
        Sent sent = send();
        sent.settledByHand();

        Files.write(
                folder.resolve("a.xml"),
                next(List.of(
                        sent.bank.booking(sent.nameOf(worker), DAY),
                        sent.bank.comesBack(sent.nameOf(worker), "MS03", DAY))));
        assertThat(inbox.look(folder)).isEqualTo(1);

        purse(worker, "5.00", "0.00", "0.00");
    }

    @Test
    void no_bank_has_what_a_provider_was_given(@TempDir Path folder) throws IOException {
        UUID worker = payroll.paidWorker(500, "Wanda Weiss");
        JsonPath batch = Payroll.propose(maker, "{\"currency\":\"EUR\",\"rail\":\"TEST\"}");
        String id = batch.getString("id");
        Payroll.release(checker, id, batch.getString("contentHash")).statusCode(200);
        String name = Payroll.batch(maker, id).getString("payouts.items[0].endToEndId");
        var five = new BigDecimal("5.00");
        String block = "<NtryDtls><Btch><PmtInfId>" + id.replace("-", "") + "-1</PmtInfId></Btch></NtryDtls>";

        upload(next(List.of(new Entry(false, five, DAY, "ESCT", details(name)))))
                .body("open.why", equalTo(List.of("nothing-fits")));
        // No bank says that it left either.
        assertThat(Payroll.batch(maker, id).getString("state")).isEqualTo("RELEASED");
        submissions.run();
        Files.write(
                folder.resolve("a.xml"),
                next(List.of(
                        new Entry(false, five, DAY, "ESCT", details(name)),
                        new Entry(false, five, DAY, "ESCT", block),
                        new Entry(
                                true,
                                five,
                                DAY,
                                "RRTN",
                                details(name)
                                        .replace("</Refs>", "</Refs><RtrInf><Rsn><Cd>MS03</Cd></Rsn></RtrInf>")))));
        assertThat(inbox.look(folder)).isEqualTo(1);

        assertThat(as(maker).get("/v1/suspense/lines?limit=500").jsonPath().<String>getList("items.why"))
                .containsOnly("nothing-fits")
                .hasSize(4);
        assertThat(Payroll.batch(maker, id).getString("payouts.items[0].state")).isEqualTo("SUBMITTED");
        purse(worker, "0.00", "0.00", "0.00");
        resolveAll();
    }

    private static ValidatableResponse uploadAs(String token, String report) {
        return uploadAs(token, report.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return the newest proposal to undo what people said of a batch} */
    private String waiting(Sent sent) {
        JsonPath open = as(checker).get("/v1/finance-proposals?state=PROPOSED").jsonPath();
        assertThat(open.getString("items.find { it.target == '" + sent.id + "' }.kind"))
                .isEqualTo("PAYOUTS_REJECTED");
        return open.getString("items.find { it.target == '" + sent.id + "' }.id");
    }

    @Test
    void a_file_that_was_rejected_whole_after_people_called_it_settled_is_the_workers_again() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiss");
        Sent sent = send();
        sent.settledByHand();
        String report = text(sent.bank.statusReport(name(), Map.of()));
        assertThat(report).contains("ACCP");

        upload(report.replace("ACCP", "RJCT").getBytes(StandardCharsets.UTF_8));
        accept(checker, waiting(sent)).statusCode(200);

        purse(worker, "5.00", "0.00", "0.00");
        assertThat(payout(worker).getString("state")).isEqualTo("RETURNED");
    }

    @Test
    void nothing_is_guessed() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiss");
        Sent sent = send();
        String name = sent.nameOf(worker);

        upload(next(List.of(
                        sent.bank.comesBack(name, "AC04", DAY),
                        new Entry(false, new BigDecimal("4.99"), DAY, "ESCT", details(name)),
                        Entry.paidIn(new BigDecimal("12.00"), DAY, "for our job"),
                        Entry.fee(new BigDecimal("700.00"), DAY))))
                .body("openCount", equalTo(4))
                .body(
                        "open.why.sort()",
                        equalTo(List.of(
                                "amount-differs", "nothing-fits", "nothing-fits", "returned-and-never-booked")));
        sent.is("SUBMITTED");
        JsonPath ages = as(maker).get("/v1/suspense").jsonPath();
        assertThat(ages.getString("ages.find { it.days == '0-1' }.in.amount")).isEqualTo("17.00");
        assertThat(ages.getString("ages.find { it.days == '0-1' }.out.amount")).isEqualTo("704.99");
        JsonPath lines = as(maker).get("/v1/suspense/lines").jsonPath();
        assertThat(lines.<Integer>getList("items.ageDays")).containsOnly(0);

        resolveAll();
        assertThat(as(maker).get("/v1/suspense").jsonPath().getList("ages")).isEmpty();
    }

    @Test
    void a_deposit_is_known_by_its_reference_and_a_fee_by_its_kind() {
        UUID requester = UUID.randomUUID();
        String reference = asRequester(requester)
                .get("/v1/deposit-instructions")
                .jsonPath()
                .getString("reference");
        assertThat(asRequester(requester)
                        .get("/v1/deposit-instructions")
                        .jsonPath()
                        .getString("reference"))
                .isEqualTo(reference);
        String spaced = reference.substring(0, 4) + " " + reference.substring(4, 8) + " " + reference.substring(8);
        String mistyped = "RF00" + reference.substring(4);

        upload(next(List.of(
                        Entry.paidIn(
                                new BigDecimal("250.00"), DAY, "Acme, our ref. " + spaced.toLowerCase(Locale.ROOT)),
                        Entry.paidIn(new BigDecimal("1.00"), DAY, mistyped),
                        Entry.fee(new BigDecimal("0.35"), DAY))))
                .body("matched.find { it.what == 'DEPOSIT' }.amount.amount", equalTo("250.00"))
                .body("matched.find { it.what == 'FEE' }.amount.amount", equalTo("0.35"))
                .body("openCount", equalTo(1));

        scene.hasBalance(requester, "250.00", "0.00", "0.00");
        resolveAll();
    }

    @Test
    void a_report_about_nothing_known_changes_nothing() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiss");
        Sent sent = send();
        String report = text(sent.bank.statusReport(name(), Map.of(sent.nameOf(worker), "AC04")));

        refused(report.replace(sent.nameOf(worker), "0".repeat(32)), 422, "status-report-unknown");
        refused(report.replaceAll("<OrgnlMsgId>[^<]*", "<OrgnlMsgId>X"), 422, "status-report-unknown");
        refused(report.replace("<DtldNbOfTxs>1<", "<DtldNbOfTxs>2<"), 422, "status-report-incomplete");
        sent.is("SUBMITTED");
        as(TestTokens.withRoles(UUID.randomUUID(), "operator"))
                .contentType("application/xml")
                .body(report)
                .post("/v1/bank-files")
                .then()
                .statusCode(403);

        // The bank's word is proof enough that it was given the file, and a second word about the same changes nothing.
        upload(report.getBytes(StandardCharsets.UTF_8));
        upload(report.replaceAll("<MsgId>[^<]*", "<MsgId>" + name()).getBytes(StandardCharsets.UTF_8))
                .body("matched.size()", equalTo(0));
        sent.is("SETTLED");
    }

    @Test
    void the_folder_of_the_bank_is_taken_in_its_order(@TempDir Path folder) throws IOException {
        upload(next(List.of()));
        BigDecimal closing = closing();
        long number = number();
        Files.write(folder.resolve("a-later.xml"), statement(number + 2, closing, List.of()));
        Files.write(folder.resolve("b-first.xml"), statement(number + 1, closing, List.of()));
        Files.write(folder.resolve("c-gap.xml"), statement(number + 9, closing, List.of()));
        Files.writeString(folder.resolve("d-bad.xml"), "<Document/>");
        Files.writeString(folder.resolve("e-half.xml.part"), "<Docu");

        assertThat(inbox.look(folder)).isEqualTo(2);

        assertThat(number()).isEqualTo(number + 2);
        assertThat(folder.resolve("done")).isDirectoryContaining("glob:**/{a-later,b-first}.xml");
        assertThat(Files.readString(folder.resolve("refused/c-gap.xml.txt"))).startsWith("statement-gap\n");
        assertThat(Files.readString(folder.resolve("refused/d-bad.xml.txt"))).startsWith("bank-file-unsupported\n");
        assertThat(folder.resolve("e-half.xml.part")).exists();
        assertThat(inbox.look(folder)).isZero();
    }

    @Test
    void a_notification_only_warns() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiss");
        Sent sent = send();
        String statement = text(next(List.of(sent.bank.booking(sent.nameOf(worker), DAY))));
        String notification = statement
                .replace("camt.053.001.08", "camt.054.001.08")
                .replace("BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn")
                .replace("<Stmt>", "<Ntfctn>")
                .replace("</Stmt>", "</Ntfctn>");

        upload(notification.getBytes(StandardCharsets.UTF_8)).body("matched[0].what", equalTo("ANNOUNCED_PAYOUT"));

        sent.is("SUBMITTED");
        upload(statement.getBytes(StandardCharsets.UTF_8));
        sent.is("SETTLED");
    }
}
