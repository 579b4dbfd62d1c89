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
import dev.groundwork.payment.testing.Scene;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.groundwork.payment.payout.Payroll.SEPA;
import static dev.groundwork.payment.payout.Payroll.approve;
import static dev.groundwork.payment.payout.Payroll.propose;
import static dev.groundwork.payment.payout.Payroll.release;
import static dev.groundwork.payment.payout.Payroll.set;
import static dev.groundwork.payment.payout.Payroll.step;
import static dev.groundwork.payment.testing.Scene.as;
import static org.assertj.core.api.Assertions.assertThat;

/** What finance reads before money goes: what is owed, what is new in a batch, and what keeps a person from releasing it. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class PayoutReviewTest {

    private static final String ELSEWHERE = "DE89370400440532013000";

    @Inject
    Scene scene;

    @Inject
    Payroll payroll;

    @Inject
    AdjustableClock clock;

    private final String maker = TestTokens.withRoles(UUID.randomUUID(), "finance-maker");
    private final String checker = TestTokens.withRoles(UUID.randomUUID(), "finance-checker");

    @BeforeEach
    void nobody_else_is_owed_anything() {
        Payroll.payOff();
    }

    @AfterEach
    void nothing_stays_frozen_and_the_books_are_right() {
        clock.reset();
        Payroll.payOff();
        scene.booksAreRight();
    }

    @Test
    void a_batch_is_compared_with_the_one_released_before_it() {
        UUID wanda = payroll.paidWorker(500, "Wanda Weiß");
        UUID walter = payroll.paidWorker(300, "Walter Weiß");
        UUID willa = payroll.paidWorker(200, "Willa Weiß");
        String first = paidOut();
        payroll.earns(wanda, 500);
        payroll.earns(walter, 450);
        set(walter, ELSEWHERE, "Walter Weiß").statusCode(200);
        UUID wim = payroll.paidWorker(900, "Wim Weiß");
        // An account that was changed rests.
        clock.advance(Duration.ofHours(49));
        String second = propose(maker, SEPA).getString("id");

        JsonPath comparison = review(checker, second);

        assertThat(comparison.getString("comparison.batchId")).isEqualTo(first);
        assertThat(comparison.getInt("comparison.payoutCount")).isEqualTo(3);
        assertThat(comparison.getString("comparison.total.amount")).isEqualTo("10.00");
        assertThat(comparison.getInt("comparison.joined")).isEqualTo(1);
        assertThat(comparison.getInt("comparison.left")).isEqualTo(1);
        assertThat(comparison.getInt("comparison.accountsChanged")).isEqualTo(1);
        // Another account first, then the most money; who gets what they got before is not a change.
        assertThat(comparison.getList("comparison.changes.workerId"))
                .isEqualTo(List.of(walter.toString(), wim.toString(), willa.toString()));
        assertThat(comparison.getString("comparison.changes[0].amount.amount")).isEqualTo("4.50");
        assertThat(comparison.getString("comparison.changes[0].before.amount")).isEqualTo("3.00");
        assertThat(comparison.getBoolean("comparison.changes[0].accountChanged"))
                .isTrue();
        assertThat(comparison.getString("comparison.changes[1].before")).isNull();
        assertThat(comparison.getString("comparison.changes[2].amount")).isNull();
    }

    @Test
    void everything_that_keeps_a_person_from_releasing_is_said_before_they_try() {
        UUID self = UUID.randomUUID();
        payroll.earns(self, 500);
        set(self, Payroll.IBAN, "Wanda Weiß").statusCode(200);
        String insider = TestTokens.withRoles(self, "worker", "finance-maker", "finance-checker");
        JsonPath batch = propose(insider, SEPA);
        String id = batch.getString("id");

        assertThat(review(insider, id).getList("blocks.code"))
                .isEqualTo(List.of("maker-is-checker", "checker-changed-method"));
        assertThat(review(insider, id).getString("blocks[0].detail")).contains("another person");
        assertThat(review(checker, id).getList("blocks")).isEmpty();
        assertThat(review(checker, id).getBoolean("approvedByCaller")).isFalse();

        approve(checker, id, batch.getString("contentHash")).statusCode(200);
        assertThat(review(checker, id).getBoolean("approvedByCaller")).isTrue();
        // Reading gave nobody a vote, and the rules hold all the same.
        release(insider, id, batch.getString("contentHash")).statusCode(403);
        release(checker, id, batch.getString("contentHash")).statusCode(200);
        assertThat(review(insider, id).getList("blocks")).isEmpty();
    }

    @Test
    void what_is_owed_is_split_by_what_stands_in_its_way() {
        payroll.paidWorker(500, "Wanda Weiß");
        payroll.paidWorker(99, "Walter Weiß");
        JsonPath before = payables();
        payroll.earned(700);
        set(payroll.paidWorker(350, "Wim Weiß"), ELSEWHERE, "Wim Weiß").statusCode(200);
        UUID later = payroll.paidWorker(400, "Willa Weiß");
        String batch = propose(maker, SEPA).getString("id");
        payroll.earns(later, 150);

        JsonPath after = payables();

        // Others of this database are owed too, and have not said where to pay: only what these add is counted.
        assertThat(part(before, "READY")).isEqualTo("1 5.00");
        assertThat(part(before, "BELOW_MINIMUM")).isEqualTo("1 0.99");
        assertThat(minor(after, "NO_METHOD") - minor(before, "NO_METHOD")).isEqualTo(700);
        assertThat(part(after, "METHOD_RESTS")).isEqualTo("1 3.50");
        assertThat(part(after, "READY")).isNull();
        assertThat(part(after, "UNDER_WAY")).isEqualTo("1 1.50");
        assertThat(part(after, "BELOW_MINIMUM")).isEqualTo("1 0.99");
        step(maker, batch, "cancel").statusCode(200);
        assertThat(part(payables(), "READY")).isEqualTo("2 10.50");
        as(TestTokens.withRoles(UUID.randomUUID(), "requester"))
                .get("/v1/payables")
                .then()
                .statusCode(403);
    }

    private String paidOut() {
        JsonPath batch = propose(maker, SEPA);
        String id = batch.getString("id");
        release(checker, id, batch.getString("contentHash")).statusCode(200);
        step(maker, id, "sent").statusCode(200);
        step(maker, id, "settle").statusCode(200);
        step(checker, id, "settle").statusCode(200);
        return id;
    }

    private static JsonPath review(String token, String batch) {
        return as(token)
                .get("/v1/payout-batches/" + batch + "/review")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private JsonPath payables() {
        return as(maker).get("/v1/payables").then().statusCode(200).extract().jsonPath();
    }

    private static @Nullable String part(JsonPath payables, String state) {
        String found = euro(state);
        String workers = payables.getString(found + ".workers");
        return workers == null ? null : workers + " " + payables.getString(found + ".amount.amount");
    }

    private static long minor(JsonPath payables, String state) {
        String amount = payables.getString(euro(state) + ".amount.amount");
        return amount == null ? 0 : Long.parseLong(amount.replace(".", ""));
    }

    private static String euro(String state) {
        return "currencies.find { it.currency == 'EUR' }?.parts?.find { it.state == '" + state + "' }";
    }
}
