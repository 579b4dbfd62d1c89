package dev.groundwork.payment.payout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.contracts.payment.v1.PayoutEvent;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutFailed;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutSent;
import dev.groundwork.kit.time.AdjustableClock;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.rail.test.ScriptedRail;
import dev.groundwork.payment.rail.test.ScriptedRail.Fault;
import dev.groundwork.payment.testing.Scene;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.groundwork.payment.payout.Payroll.batch;
import static dev.groundwork.payment.payout.Payroll.earnings;
import static dev.groundwork.payment.payout.Payroll.propose;
import static dev.groundwork.payment.payout.Payroll.release;
import static dev.groundwork.payment.payout.Payroll.step;
import static dev.groundwork.payment.testing.Scene.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

/** Messages to a provider that does not answer, is busy, says no, and says things twice. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class SubmissionTest {

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
    AdjustableClock clock;

    private final String maker = TestTokens.withRoles(UUID.randomUUID(), "finance-maker");
    private final String checker = TestTokens.withRoles(UUID.randomUUID(), "finance-checker");

    @AfterEach
    void nothing_stays_frozen_and_the_books_are_right() {
        clock.reset();
        Payroll.payOff();
        scene.booksAreRight();
    }

    @Test
    void a_message_is_sent_once_and_what_becomes_of_its_payouts_is_taken_down_once() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiß");
        String id = released();
        int heard = rail.heard();

        submissions.run();
        submissions.run();

        assertThat(rail.heard() - heard).isEqualTo(1);
        assertThat(state(id)).isEqualTo("SUBMITTED");
        assertThat(payouts(id)).containsExactly("SUBMITTED");
        scene.hear(PayoutEvent.TOPIC, PayoutSent.class, sent -> sent.workerId().equals(worker));
        step(maker, id, "sent").statusCode(200);
        String ref = batch(maker, id).getString("payouts.items[0].endToEndId");

        says("accepted-" + ref, ref + " ACCEPTED");
        assertThat(state(id)).isEqualTo("ACKNOWLEDGED");
        says("paid-" + ref, ref + " SETTLED");
        says("paid-" + ref, ref + " SETTLED");
        says("paid again-" + ref, ref + " SETTLED", ref + " ACCEPTED");

        assertThat(state(id)).isEqualTo("SETTLED");
        assertThat(payouts(id)).containsExactly("SETTLED");
        earnings(worker, "0.00", "0.00", "5.00", "5.00");
        step(maker, id, "close").statusCode(200).body("state", equalTo("CLOSED"));
    }

    @Test
    void a_person_cannot_say_that_it_went_where_the_service_sends() {
        payroll.paidWorker(500, "Wanda Weiß");

        step(maker, released(), "sent").statusCode(409).body("code", equalTo("rail-sends-itself"));
        submissions.run();
    }

    @Test
    void a_person_cannot_say_that_it_arrived_where_the_rail_says_so() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiß");
        String id = released();
        submissions.run();
        assertThat(batch(maker, id).getBoolean("railReports")).isTrue();

        step(maker, id, "settle").statusCode(409).body("code", equalTo("rail-sends-itself"));

        earnings(worker, "0.00", "5.00", "0.00", "5.00");
    }

    @Test
    void without_an_answer_nobody_knows_and_the_rail_is_asked_before_anything_is_sent_again() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiß");
        String id = released();
        int taken = rail.taken();
        rail.script(Fault.UNANSWERED, Fault.UNANSWERED);

        submissions.run();
        assertThat(payouts(id)).containsExactly("UNKNOWN");
        earnings(worker, "0.00", "5.00", "0.00", "5.00");
        int heard = rail.heard();
        submissions.run();
        assertThat(rail.heard()).as("not due yet").isEqualTo(heard);
        // The question is not answered either, then it is.
        clock.advance(Duration.ofHours(2));
        submissions.run();
        assertThat(payouts(id)).containsExactly("UNKNOWN");
        clock.advance(Duration.ofHours(2));
        submissions.run();

        assertThat(payouts(id)).containsExactly("SUBMITTED");
        assertThat(rail.heard()).as("sent again").isEqualTo(heard);
        assertThat(rail.taken() - taken).isEqualTo(1);
    }

    @Test
    void a_lost_message_is_sent_again_under_the_same_name_as_long_as_the_rail_would_know_it() {
        payroll.paidWorker(500, "Wanda Weiß");
        String id = released();
        String ref = batch(maker, id).getString("payouts.items[0].endToEndId");
        int taken = rail.taken();
        rail.script(Fault.LOST);
        submissions.run();

        clock.advance(Duration.ofHours(2));
        submissions.run();

        assertThat(payouts(id)).containsExactly("SUBMITTED");
        assertThat(rail.taken() - taken).isEqualTo(1);
        assertThat(batch(maker, id).getString("payouts.items[0].endToEndId")).isEqualTo(ref);
    }

    @Test
    void a_lost_message_is_not_sent_again_when_the_rail_would_not_know_it_any_more() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiß");
        String id = released();
        rail.script(Fault.LOST);
        submissions.run();
        int heard = rail.heard();

        clock.advance(Duration.ofHours(25));
        submissions.run();

        assertThat(rail.heard()).isEqualTo(heard);
        assertThat(payouts(id)).containsExactly("UNKNOWN");
        earnings(worker, "0.00", "5.00", "0.00", "5.00");
    }

    @Test
    void a_busy_rail_is_told_again_later() {
        payroll.paidWorker(500, "Wanda Weiß");
        String id = released();
        rail.script(Fault.BUSY);

        submissions.run();
        assertThat(state(id)).isEqualTo("RELEASED");
        assertThat(payouts(id)).containsExactly("RESERVED");
        clock.advance(Duration.ofHours(2));
        submissions.run();

        assertThat(payouts(id)).containsExactly("SUBMITTED");
    }

    @Test
    void what_the_rail_refuses_is_on_the_balance_again_and_the_next_payout_is_another_attempt() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiß");
        String id = released();
        String ref = batch(maker, id).getString("payouts.items[0].endToEndId");
        rail.script(Fault.REFUSED);

        submissions.run();

        assertThat(payouts(id)).containsExactly("FAILED");
        assertThat(batch(maker, id).getString("payouts.items[0].reason")).isEqualTo("REFUSED");
        assertThat(state(id)).isEqualTo("SETTLED");
        earnings(worker, "5.00", "0.00", "0.00", "5.00");
        scene.hear(PayoutEvent.TOPIC, PayoutFailed.class, failed -> failed.workerId()
                .equals(worker));
        // Whatever the rail says now: the money is with the worker, and a person has to look.
        says("contradicts-" + ref, ref + " SETTLED");
        assertThat(payouts(id)).containsExactly("FAILED");
        assertThat(as(maker)
                        .get("/v1/payout-batches/" + id + "/actions")
                        .jsonPath()
                        .getList("items.action"))
                .contains("CONTRADICT");
        String next = released();
        assertThat(batch(maker, next).getInt("payouts.items[0].attempt")).isEqualTo(2);
        assertThat(batch(maker, next).getString("payouts.items[0].endToEndId")).isNotEqualTo(ref);
        submissions.run();
    }

    @Test
    void what_comes_back_after_it_was_paid_waits_until_the_method_is_another() {
        UUID worker = payroll.paidWorker(500, "Wanda Weiß");
        String id = released();
        submissions.run();
        String ref = batch(maker, id).getString("payouts.items[0].endToEndId");
        says("paid-" + ref, ref + " SETTLED");

        says("back-" + ref, ref + " FAILED AC04");
        says("back again-" + ref, ref + " FAILED AC04");

        assertThat(payouts(id)).containsExactly("RETURNED");
        JsonPath mine = Scene.asWorker(worker).get("/v1/earnings").jsonPath();
        assertThat(mine.getString("balances[0].held.amount")).isEqualTo("5.00");
        assertThat(mine.getString("balances[0].payable.amount")).isEqualTo("0.00");
        Payroll.set(worker, "DE89370400440532013000", "Wanda Weiß").statusCode(200);
        earnings(worker, "5.00", "0.00", "0.00", "5.00");
    }

    /** {@return a batch for the provider that is released and not sent} */
    private String released() {
        JsonPath batch = propose(maker, "{\"currency\":\"EUR\",\"rail\":\"TEST\"}");
        release(checker, batch.getString("id"), batch.getString("contentHash"))
                .statusCode(200)
                .body("state", equalTo("RELEASED"));
        return batch.getString("id");
    }

    private void says(String messageId, String... lines) {
        inbox.receive("TEST", (messageId + "\n" + String.join("\n", lines)).getBytes(StandardCharsets.US_ASCII), "");
    }

    private String state(String id) {
        return batch(maker, id).getString("state");
    }

    private List<String> payouts(String id) {
        return batch(maker, id).getList("payouts.items.state");
    }
}
