package dev.groundwork.payment.payout;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import dev.groundwork.contracts.payment.v1.PayoutEvent;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutFailed;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutSettled;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.time.AdjustableClock;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.payout.UntoldPayouts.End;
import dev.groundwork.payment.payout.UntoldPayouts.Heard;
import dev.groundwork.payment.payout.UntoldPayouts.Word;
import dev.groundwork.payment.rail.RailEvent;
import dev.groundwork.payment.rail.Rails;
import dev.groundwork.payment.rail.test.ScriptedRail;
import dev.groundwork.payment.rail.test.ScriptedRail.Fault;
import dev.groundwork.payment.testing.Scene;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.groundwork.payment.payout.Payroll.batch;
import static dev.groundwork.payment.payout.Payroll.earnings;
import static dev.groundwork.payment.payout.Payroll.propose;
import static dev.groundwork.payment.payout.Payroll.release;
import static dev.groundwork.payment.payout.Payroll.step;
import static dev.groundwork.payment.testing.Scene.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** A provider never tells what became of payouts: two people say it, and the provider is believed whatever they said. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class UntoldPayoutTest {

    private static final Duration RESTED = Duration.ofHours(73);

    @Inject
    Scene scene;

    @Inject
    Payroll payroll;

    @Inject
    PayoutSubmissions submissions;

    @Inject
    RailInbox inbox;

    @Inject
    ScriptedRail rail;

    @Inject
    UntoldPayouts untold;

    @Inject
    RailOutcomes outcomes;

    @Inject
    PayoutBatchRepository batches;

    @Inject
    Rails rails;

    @Inject
    AgroalDataSource database;

    @Inject
    AdjustableClock clock;

    private final String maker = TestTokens.withRoles(UUID.randomUUID(), "finance-maker");
    private final String checker = TestTokens.withRoles(UUID.randomUUID(), "finance-checker");
    private final String checkerToo = TestTokens.withRoles(UUID.randomUUID(), "finance-maker", "finance-checker");
    private final String both = TestTokens.withRoles(UUID.randomUUID(), "finance-maker", "finance-checker");

    @AfterEach
    void nothing_stays_frozen_and_the_books_are_right() {
        clock.reset();
        Payroll.payOff();
        scene.booksAreRight();
    }

    @Test
    void what_two_people_say_arrived_has_arrived() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiß");
        String id = sent();
        String payout = payout(id, "id");
        clock.advance(RESTED);

        String word = said(both, payout, "PAYOUT_ARRIVED");
        assertThat(payout(id, "state")).isEqualTo("SUBMITTED");
        earnings(worker, "0.00", "5.00", "0.00", "5.00");
        accept(both, word).statusCode(403).body("code", equalTo("maker-is-checker"));
        accept(checker, word).statusCode(200).body("state", equalTo("ACCEPTED"));
        accept(checker, word).statusCode(200);

        assertThat(payout(id, "state")).isEqualTo("SETTLED");
        assertThat(batch(maker, id).getString("state")).isEqualTo("SETTLED");
        earnings(worker, "0.00", "0.00", "5.00", "5.00");
        scene.hear(PayoutEvent.TOPIC, PayoutSettled.class, settled -> settled.workerId()
                .equals(worker));
        assertThat(actions(id, "action")).contains("ARRIVED");
        assertThat(actions(id, "reason"))
                .anySatisfy(reason -> assertThat(reason).contains("their dashboard says so"));
        assertThat(payout(id, "reason")).isEqualTo("said-arrived");
        String ref = payout(id, "endToEndId");
        says("at last-" + ref, ref + " SETTLED");
        assertThat(payout(id, "reason")).isNull();
        earnings(worker, "0.00", "0.00", "5.00", "5.00");
        step(maker, id, "close").statusCode(200);
    }

    @Test
    void what_people_said_arrived_comes_back_when_the_rail_says_that_it_failed() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiß");
        String id = sent();
        clock.advance(RESTED);
        accept(checker, said(maker, payout(id, "id"), "PAYOUT_ARRIVED")).statusCode(200);
        String ref = payout(id, "endToEndId");

        says("failed-" + ref, ref + " FAILED MS03");

        assertThat(payout(id, "state")).isEqualTo("RETURNED");
        earnings(worker, "5.00", "0.00", "0.00", "5.00");
    }

    @Test
    void what_two_people_say_was_not_made_is_on_the_balance_again_and_is_never_sent_again() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiß");
        String id = lost();
        clock.advance(RESTED);

        accept(checker, said(maker, payout(id, "id"), "PAYOUT_NOT_MADE")).statusCode(200);

        assertThat(payout(id, "state")).isEqualTo("FAILED");
        assertThat(payout(id, "reason")).isEqualTo("not-made");
        assertThat(payout(id, "refusal.follow")).isEqualTo("RETRY_LATER");
        assertThat(batch(maker, id).getString("state")).isEqualTo("SETTLED");
        earnings(worker, "5.00", "0.00", "0.00", "5.00");
        scene.hear(PayoutEvent.TOPIC, PayoutFailed.class, failed -> failed.workerId()
                .equals(worker));
        assertThat(letter(id)).isEqualTo(SubmissionTable.State.REFUSED);
        int heard = rail.heard();
        clock.advance(Duration.ofDays(2));
        submissions.run();
        assertThat(rail.heard()).isEqualTo(heard);
        assertThat(payout(id, "state")).isEqualTo("FAILED");
    }

    @Test
    void what_was_said_not_to_be_made_and_arrives_is_taken_from_the_balance_again() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiß");
        String id = sent();
        clock.advance(RESTED);
        accept(checker, said(maker, payout(id, "id"), "PAYOUT_NOT_MADE")).statusCode(200);
        earnings(worker, "5.00", "0.00", "0.00", "5.00");
        String ref = payout(id, "endToEndId");

        says("at last-" + ref, ref + " SETTLED");
        says("at last again-" + ref, ref + " SETTLED");

        assertThat(payout(id, "state")).isEqualTo("SETTLED");
        earnings(worker, "0.00", "0.00", "5.00", "5.00");
        assertThat(actions(id, "action")).contains("NOT_MADE", "CONTRADICT");
        says("back-" + ref, ref + " FAILED MS03");
        assertThat(payout(id, "state")).isEqualTo("RETURNED");
        earnings(worker, "5.00", "0.00", "0.00", "5.00");
    }

    @Test
    void what_was_said_not_to_be_made_and_failed_is_not_taken_for_arrived_by_an_older_word() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiß");
        String id = sent();
        clock.advance(RESTED);
        accept(checker, said(maker, payout(id, "id"), "PAYOUT_NOT_MADE")).statusCode(200);
        String ref = payout(id, "endToEndId");

        says("failed-" + ref, ref + " FAILED AC04");
        says("older-" + ref, ref + " SETTLED");

        assertThat(payout(id, "state")).isEqualTo("FAILED");
        assertThat(payout(id, "reason")).isEqualTo("AC04");
        earnings(worker, "5.00", "0.00", "0.00", "5.00");
        assertThat(actions(id, "action")).contains("CONTRADICT");
    }

    @Test
    void what_was_said_not_to_be_made_is_not_said_to_have_arrived_against_the_rail() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiß");
        String id = sent();
        String payout = payout(id, "id");
        clock.advance(RESTED);
        accept(checker, said(maker, payout, "PAYOUT_NOT_MADE")).statusCode(200);

        knows(id, RailEvent.Kind.ACCEPTED);
        say(maker, payout, "PAYOUT_ARRIVED")
                .statusCode(409)
                .body("code", equalTo("rail-may-still-tell"))
                .body("detail", containsString("on its way"));
        knows(id, RailEvent.Kind.FAILED);
        say(maker, payout, "PAYOUT_ARRIVED").statusCode(409).body("code", equalTo("payout-ended"));

        assertThat(payout(id, "reason")).isEqualTo("MS03");
        earnings(worker, "5.00", "0.00", "0.00", "5.00");
    }

    @Test
    void what_arrives_while_its_money_is_in_another_payout_is_put_right_by_two_people() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiß");
        String id = sent();
        String payout = payout(id, "id");
        clock.advance(RESTED);
        accept(checker, said(maker, payout, "PAYOUT_NOT_MADE")).statusCode(200);
        String next = propose(maker, "{\"currency\":\"EUR\",\"rail\":\"TEST\"}").getString("id");
        String ref = payout(id, "endToEndId");

        says("at last-" + ref, ref + " SETTLED");
        assertThat(payout(id, "state")).isEqualTo("FAILED");
        assertThat(actions(id, "action")).contains("CONTRADICT");
        String word = said(maker, payout, "PAYOUT_ARRIVED");
        accept(checker, word).statusCode(409).body("code", equalTo("worker-balance-short"));
        step(maker, next, "cancel").statusCode(200);
        accept(checker, word).statusCode(200);

        assertThat(payout(id, "state")).isEqualTo("SETTLED");
        earnings(worker, "0.00", "0.00", "5.00", "5.00");
    }

    @Test
    void one_answer_about_many_payouts_is_taken_down_with_as_few_statements_as_about_one() {
        payroll.paidWorker(500, "Wanda Weiß");
        // The first of all opens the account of the provider.
        allArrive(sent());
        payroll.paidWorker(500, "Wanda Weiß");
        int ofOne = allArrive(sent());
        List<UUID> workers = Stream.generate(() -> payroll.paidWorker(500, "Wanda Weiß"))
                .limit(3)
                .toList();

        String id = sent();
        int ofMany = allArrive(id);

        assertThat(ofMany).isEqualTo(ofOne);
        assertThat(batch(maker, id).getList("payouts.items.state")).containsOnly("SETTLED");
        assertThat(batch(maker, id).getString("state")).isEqualTo("SETTLED");
        for (UUID worker : workers) {
            earnings(worker, "0.00", "0.00", "5.00", "5.00");
        }
    }

    @Test
    void one_answer_may_say_this_of_one_payout_and_that_of_another() {
        UUID paid = payroll.paidWorker(500, "Wanda Weiß");
        UUID failed = payroll.paidWorker(700, "Walter Weiß");
        UUID back = payroll.paidWorker(900, "Wilma Weiß");
        String id = sent();
        says("paid-" + id, reference(id, back) + " SETTLED");

        hear(
                id,
                List.of(
                        new RailEvent(reference(id, paid), RailEvent.Kind.ACCEPTED, null),
                        new RailEvent(reference(id, failed), RailEvent.Kind.FAILED, "AC04"),
                        new RailEvent(reference(id, back), RailEvent.Kind.FAILED, "MS03"),
                        new RailEvent(reference(id, paid), RailEvent.Kind.SETTLED, null)));

        assertThat(batch(maker, id).getString("state")).isEqualTo("SETTLED");
        earnings(paid, "0.00", "0.00", "5.00", "5.00");
        earnings(failed, "7.00", "0.00", "0.00", "7.00");
        earnings(back, "9.00", "0.00", "0.00", "9.00");
    }

    @Test
    void what_reached_the_rail_after_it_was_asked_is_not_meant() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiß");
        rail.script(Fault.BUSY);
        UUID id = UUID.fromString(sent());
        clock.advance(RESTED);
        Instant said = clock.instant();

        Heard heard = untold.ask(id, said);
        submissions.run();

        assertThat(payout(id.toString(), "state")).isEqualTo("UNKNOWN");
        var word = new Word(id, End.NOT_MADE, "their dashboard says so", "somebody", said);
        QuarkusTransaction.requiringNew().run(() -> assertThatThrownBy(() -> {
                    try (var tx = database.getConnection()) {
                        untold.check(tx, word, heard);
                    }
                })
                .isInstanceOfSatisfying(RuleViolation.class, refusal -> assertThat(refusal.code())
                        .isEqualTo("rail-may-still-tell")));
        earnings(worker, "0.00", "5.00", "0.00", "5.00");
    }

    @Test
    void of_more_payouts_than_a_step_has_in_memory_it_is_said_one_by_one() {
        payroll.paidWorker(500, "Wanda Weiß");
        payroll.paidWorker(700, "Walter Weiß");
        String id = sent();
        clock.advance(RESTED);
        var small = new UntoldPayouts(
                batches,
                outcomes,
                PayoutConfigTest.settings(Map.of("groundwork.payment.payout.page", "1")),
                rails,
                database,
                clock);

        assertThatThrownBy(() -> small.ask(UUID.fromString(id), clock.instant()))
                .isInstanceOfSatisfying(RuleViolation.class, refusal -> assertThat(refusal.code())
                        .isEqualTo("too-many-to-ask"));
        assertThat(small.ask(UUID.fromString(payout(id, "id")), clock.instant()).onTheirWay())
                .isEmpty();
    }

    @Test
    void the_same_said_again_asks_nobody() {
        payroll.paidWorker(500, "Wanda Weiß");
        String id = sent();
        String payout = payout(id, "id");
        clock.advance(RESTED);
        String word = said(maker, payout, "PAYOUT_ARRIVED");
        rail.script(Fault.LOST);

        assertThat(said(maker, payout, "PAYOUT_ARRIVED")).isEqualTo(word);

        say(checkerToo, payout, "PAYOUT_ARRIVED").statusCode(409).body("code", equalTo("proposal-pending"));
        accept(checker, word).statusCode(503);
        accept(checker, word).statusCode(200);
    }

    @Test
    void nobody_says_it_while_the_rail_may_still_tell() {
        payroll.paidWorker(500, "Wanda Weiß");
        String id = sent();
        String payout = payout(id, "id");

        say(maker, payout, "PAYOUT_ARRIVED")
                .statusCode(409)
                .body("code", equalTo("rail-may-still-tell"))
                .body("detail", containsString("72 hours"));
        say(maker, id, "PAYOUT_NOT_MADE").statusCode(409).body("code", equalTo("rail-may-still-tell"));
        clock.advance(RESTED);
        knows(id, RailEvent.Kind.ACCEPTED);
        say(maker, payout, "PAYOUT_NOT_MADE")
                .statusCode(409)
                .body("code", equalTo("rail-may-still-tell"))
                .body("detail", containsString("on its way"));
        rail.script(Fault.LOST);
        say(maker, payout, "PAYOUT_ARRIVED").statusCode(503).body("code", equalTo("rail-unreachable"));

        assertThat(payout(id, "state")).isEqualTo("ACCEPTED");
    }

    @Test
    void what_the_rail_knows_counts_and_people_say_nothing() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiß");
        String id = sent();
        String payout = payout(id, "id");
        clock.advance(RESTED);
        String word = said(maker, payout, "PAYOUT_NOT_MADE");
        knows(id, RailEvent.Kind.SETTLED);

        accept(checker, word).statusCode(409).body("code", equalTo("payout-ended"));
        say(maker, id, "PAYOUT_NOT_MADE").statusCode(409).body("code", equalTo("payout-ended"));

        assertThat(payout(id, "state")).isEqualTo("SETTLED");
        earnings(worker, "0.00", "0.00", "5.00", "5.00");
        as(maker).post("/v1/finance-proposals/" + word + "/decline").then().statusCode(200);
    }

    @Test
    void of_a_batch_those_are_meant_that_are_without_word() {
        UUID told = payroll.paidWorker(500, "Wanda Weiß");
        UUID untold = payroll.paidWorker(700, "Walter Weiß");
        String id = sent();
        String ref = batch(maker, id).getString("payouts.items.find { it.workerId == '" + told + "' }.endToEndId");
        says("failed-" + ref, ref + " FAILED MS03");
        clock.advance(RESTED);

        accept(checker, said(maker, id, "PAYOUT_ARRIVED")).statusCode(200);

        assertThat(batch(maker, id).getString("state")).isEqualTo("SETTLED");
        earnings(told, "5.00", "0.00", "0.00", "5.00");
        earnings(untold, "0.00", "0.00", "7.00", "7.00");
        say(maker, id, "PAYOUT_ARRIVED").statusCode(409).body("code", equalTo("payout-ended"));
    }

    @Test
    void it_is_said_of_payouts_that_left_by_a_rail_that_tells_by_itself() {
        payroll.paidWorker(500, "Wanda Weiß");
        JsonPath frozen = propose(maker, "{\"currency\":\"EUR\",\"rail\":\"TEST\"}");
        say(maker, frozen.getString("id"), "PAYOUT_ARRIVED").statusCode(409);
        say(maker, payout(frozen.getString("id"), "id"), "PAYOUT_ARRIVED")
                .statusCode(409)
                .body("code", equalTo("payout-not-sent"));
        step(maker, frozen.getString("id"), "cancel").statusCode(200);
        JsonPath sepa = propose(maker, Payroll.SEPA);
        say(maker, sepa.getString("id"), "PAYOUT_ARRIVED")
                .statusCode(409)
                .body("code", equalTo("rail-does-not-report"));
        say(maker, UUID.randomUUID().toString(), "PAYOUT_ARRIVED")
                .statusCode(404)
                .body("code", equalTo("payout-not-found"));
        say(checker, sepa.getString("id"), "PAYOUT_ARRIVED").statusCode(403);
    }

    @Test
    void nobody_says_it_in_the_name_of_a_bank() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiß");
        String id = sent();

        as(maker)
                .contentType("application/xml")
                .body("""
                        <?xml version="1.0" encoding="UTF-8"?>
                        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
                          <GrpHdr><MsgId>%1$s</MsgId><CreDtTm>2026-11-26T16:00:00Z</CreDtTm></GrpHdr>
                          <OrgnlGrpInfAndSts><OrgnlMsgId>%1$s</OrgnlMsgId>
                            <OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>RJCT</GrpSts></OrgnlGrpInfAndSts>
                        </CstmrPmtStsRpt></Document>
                        """.formatted(id.replace("-", "")))
                .post("/v1/bank-files")
                .then()
                .statusCode(422)
                .body("code", equalTo("status-report-unknown"))
                .body("detail", containsString("TEST"));

        assertThat(payout(id, "state")).isEqualTo("SUBMITTED");
        earnings(worker, "0.00", "5.00", "0.00", "5.00");
    }

    private String sent() {
        JsonPath batch = propose(maker, "{\"currency\":\"EUR\",\"rail\":\"TEST\"}");
        release(checker, batch.getString("id"), batch.getString("contentHash")).statusCode(200);
        submissions.run();
        return batch.getString("id");
    }

    /** {@return a batch of which nobody knows whether the rail has it, and that is not sent again} */
    private String lost() {
        rail.script(Fault.LOST);
        String id = sent();
        clock.advance(Duration.ofHours(25));
        submissions.run();
        assertThat(payout(id, "state")).isEqualTo("UNKNOWN");
        return id;
    }

    private int allArrive(String id) {
        List<RailEvent> events = batch(maker, id).getList("payouts.items.endToEndId", String.class).stream()
                .map(ref -> new RailEvent(ref, RailEvent.Kind.SETTLED, null))
                .toList();
        return hear(id, events);
    }

    /** {@return how many statements it takes to take down one answer} */
    private int hear(String id, List<RailEvent> events) {
        var count = new AtomicInteger();
        QuarkusTransaction.requiringNew().run(() -> {
            try (var tx = database.getConnection()) {
                Connection counting = (Connection) Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                            if (method.getName().equals("prepareStatement")) {
                                count.incrementAndGet();
                            }
                            return method.invoke(tx, arguments);
                        });
                PayoutBatch batch = batches.findForUpdate(UUID.fromString(id)).orElseThrow();
                outcomes.apply(counting, batch, events, clock.instant());
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        return count.get();
    }

    private SubmissionTable.State letter(String id) {
        try (var tx = database.getConnection()) {
            return SubmissionTable.letters(tx, UUID.fromString(id), false)
                    .firstEntry()
                    .getValue()
                    .state();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String reference(String id, UUID worker) {
        return batch(maker, id).getString("payouts.items.find { it.workerId == '" + worker + "' }.endToEndId");
    }

    private ValidatableResponse say(String token, String subject, String kind) {
        return as(token)
                .body("{\"kind\":\"%s\",\"subject\":\"%s\",\"reason\":\"their dashboard says so\"}"
                        .formatted(kind, subject))
                .post("/v1/finance-proposals")
                .then();
    }

    private String said(String token, String subject, String kind) {
        return say(token, subject, kind).statusCode(201).extract().path("id");
    }

    private static ValidatableResponse accept(String token, String proposal) {
        return as(token).post("/v1/finance-proposals/" + proposal + "/accept").then();
    }

    private void knows(String id, RailEvent.Kind kind) {
        rail.knows(new RailEvent(payout(id, "endToEndId"), kind, null));
    }

    private void says(String messageId, String line) {
        inbox.receive("TEST", (messageId + "\n" + line).getBytes(StandardCharsets.US_ASCII), "");
    }

    private String payout(String id, String field) {
        return batch(maker, id).getString("payouts.items[0]." + field);
    }

    private List<String> actions(String id, String field) {
        return as(maker)
                .get("/v1/payout-batches/" + id + "/actions")
                .jsonPath()
                .getList("items.findAll { it." + field + " != null }." + field);
    }
}
