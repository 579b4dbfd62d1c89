package dev.groundwork.payment.payout;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import jakarta.inject.Inject;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.NotAllowed;
import dev.groundwork.kit.time.AdjustableClock;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.payout.PayoutApprovals.Checker;
import dev.groundwork.payment.testing.Scene;
import dev.groundwork.payment.testing.Scene.Job;
import dev.groundwork.payment.wage.HourlyRates;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static dev.groundwork.payment.payout.Payroll.DRAFT;
import static dev.groundwork.payment.payout.Payroll.SEPA;
import static dev.groundwork.payment.payout.Payroll.approve;
import static dev.groundwork.payment.payout.Payroll.batch;
import static dev.groundwork.payment.payout.Payroll.earnings;
import static dev.groundwork.payment.payout.Payroll.propose;
import static dev.groundwork.payment.payout.Payroll.proposeAs;
import static dev.groundwork.payment.payout.Payroll.release;
import static dev.groundwork.payment.payout.Payroll.set;
import static dev.groundwork.payment.payout.Payroll.step;
import static dev.groundwork.payment.testing.Scene.as;
import static dev.groundwork.payment.testing.Scene.asWorker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

/** Who may let money go, and what a batch goes through before that. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class PayoutApprovalTest {

    @Inject
    Scene scene;

    @Inject
    Payroll payroll;

    @Inject
    PayoutBatchRepository batches;

    @Inject
    AgroalDataSource database;

    @Inject
    AdjustableClock clock;

    @Inject
    HourlyRates rates;

    @Inject
    PayoutApprovals approvals;

    private final String maker = TestTokens.withRoles(UUID.randomUUID(), "finance-maker");
    private final String checker = TestTokens.withRoles(UUID.randomUUID(), "finance-checker");
    private final String other = TestTokens.withRoles(UUID.randomUUID(), "finance-checker");

    @AfterEach
    void nothing_stays_frozen_and_the_books_are_right() {
        clock.reset();
        Payroll.payOff();
        scene.booksAreRight();
    }

    @Nested
    class AnApproval {

        @Test
        void is_not_given_by_the_maker_whatever_else_they_are() {
            payroll.paidWorker(500, "Wanda Weiß");
            String both = TestTokens.withRoles(UUID.randomUUID(), "finance-maker", "finance-checker");
            JsonPath batch = propose(both, SEPA);

            approve(both, batch.getString("id"), batch.getString("contentHash"))
                    .statusCode(403)
                    .body("code", equalTo("maker-is-checker"));
            approve(maker, batch.getString("id"), batch.getString("contentHash"))
                    .statusCode(403);
            assertThat(batch(maker, batch.getString("id")).getString("state")).isEqualTo("FROZEN");
        }

        @Test
        void of_one_is_enough_for_a_small_batch_and_a_repetition_changes_nothing() {
            payroll.paidWorker(500, "Wanda Weiß");
            JsonPath batch = propose(maker, SEPA);
            String id = batch.getString("id");
            String hash = batch.getString("contentHash");

            approve(checker, id, "0".repeat(64)).statusCode(409).body("code", equalTo("batch-changed"));
            approve(checker, id, hash).statusCode(200).body("state", equalTo("APPROVED"));
            approve(checker, id, hash).statusCode(200).body("state", equalTo("APPROVED"));
            approve(other, id, hash).statusCode(409).body("code", equalTo("batch-not-frozen"));
            release(other, id, hash).statusCode(200).body("state", equalTo("RELEASED"));

            JsonPath actions =
                    as(checker).get("/v1/payout-batches/" + id + "/actions").jsonPath();
            assertThat(actions.getList("items.action")).containsExactly("COLLECT", "FREEZE", "APPROVE", "RELEASE");
            assertThat(actions.getString("items[0].before")).isEqualTo("0".repeat(64));
            assertThat(actions.getString("items[1].before")).isEqualTo(actions.getString("items[0].after"));
            assertThat(actions.getString("items[3].after")).isEqualTo(hash);
            // Of a released batch only the bank's word is left.
            step(maker, id, "sent").statusCode(200);
            step(maker, id, "settle").statusCode(200);
            step(checker, id, "settle").statusCode(200);
            step(maker, id, "close").statusCode(200).body("state", equalTo("CLOSED"));
        }

        @Test
        void of_two_is_needed_from_a_hundred_thousand_on() {
            payroll.paidWorker(10_000_000, "Wanda Weiß");
            JsonPath batch = propose(maker, SEPA);
            String id = batch.getString("id");
            String hash = batch.getString("contentHash");

            release(checker, id, hash)
                    .statusCode(409)
                    .body("code", equalTo("approvals-missing"))
                    .body("approvalsNeeded", equalTo(2));
            approve(checker, id, hash).statusCode(200).body("state", equalTo("FROZEN"));
            assertThat(batch(maker, id).getInt("approvals")).isEqualTo(1);
            assertThat(batch(maker, id).getInt("approvalsNeeded")).isEqualTo(2);
            release(checker, id, hash).statusCode(409).body("code", equalTo("approvals-missing"));
            release(other, id, hash).statusCode(200).body("state", equalTo("RELEASED"));
            step(maker, id, "close").statusCode(409).body("code", equalTo("batch-not-settled"));
        }

        @Test
        void of_as_many_is_needed_as_at_the_freeze_whatever_rates_are_imported_later() throws SQLException {
            payroll.paidWorker(10_000_000, "Wanda Weiß");
            // A day of which no other test has a rate.
            clock.set(Instant.parse("2027-03-03T10:00:00Z"));
            UUID id = UUID.fromString(propose(maker, SEPA).getString("id"));
            PayoutBatch batch = QuarkusTransaction.requiringNew().call(() -> batches.findById(id));
            try (var tx = database.getConnection();
                    var insert = tx.createStatement()) {
                tx.setAutoCommit(false);
                insert.executeUpdate("insert into fx_rate values ('EUR', '2027-03-03', 1000, 'test')");
                assertThat(approvals.needed(tx, batch.total(), batch.proposedAt()))
                        .isEqualTo(1);
                assertThat(approvals.needed(tx, batch)).isEqualTo(2);
                tx.rollback();
            }
        }

        @Test
        void is_void_when_the_content_changes() {
            UUID wanda = payroll.paidWorker(500, "Wanda Weiß");
            UUID walter = payroll.paidWorker(701, "Walter Weiß");
            JsonPath batch = propose(maker, SEPA);
            String id = batch.getString("id");
            String hash = batch.getString("contentHash");
            approve(checker, id, hash).statusCode(200).body("state", equalTo("APPROVED"));
            String walters = batch(maker, id).getString("payouts.items.find { it.workerId == '" + walter + "' }.id");

            exclude(id, walters)
                    .statusCode(200)
                    .body("state", equalTo("FROZEN"))
                    .body("payoutCount", equalTo(1))
                    .body("total.amount", equalTo("5.00"))
                    .body("contentHash", not(equalTo(hash)));

            exclude(id, walters).statusCode(409).body("code", equalTo("payout-not-reserved"));
            exclude(id, batch(maker, id).getString("payouts.items.find { it.workerId == '" + wanda + "' }.id"))
                    .statusCode(409)
                    .body("code", equalTo("batch-would-be-empty"));
            exclude(id, UUID.randomUUID().toString()).statusCode(404);
            release(other, id, hash).statusCode(409).body("code", equalTo("batch-changed"));
            earnings(walter, "7.01", "0.00", "0.00", "7.01");
            earnings(wanda, "0.00", "5.00", "0.00", "5.00");
            release(other, id, batch(maker, id).getString("contentHash")).statusCode(200);
            assertThat(as(maker).get("/v1/payout-batches/" + id + "/file").asString())
                    .contains("Wanda Weiss")
                    .doesNotContain("Walter");
        }

        @Test
        void is_not_given_by_whoever_changed_a_method_of_the_batch_in_the_last_two_days() {
            UUID self = UUID.randomUUID();
            payroll.earns(self, 500);
            set(self, Payroll.IBAN, "Wanda Weiß").statusCode(200);
            String insider = TestTokens.withRoles(self, "worker", "finance-checker");
            JsonPath batch = propose(maker, SEPA);

            release(insider, batch.getString("id"), batch.getString("contentHash"))
                    .statusCode(403)
                    .body("code", equalTo("checker-changed-method"));
            clock.advance(Duration.ofHours(49));
            approve(insider, batch.getString("id"), batch.getString("contentHash"))
                    .statusCode(200)
                    .body("state", equalTo("APPROVED"));
        }

        @Test
        void does_not_count_once_the_approver_changed_a_method_of_the_batch() {
            UUID self = UUID.randomUUID();
            payroll.earns(self, 500);
            set(self, Payroll.IBAN, "Wanda Weiß").statusCode(200);
            clock.advance(Duration.ofHours(49));
            String insider = TestTokens.withRoles(self, "worker", "finance-checker");
            JsonPath batch = propose(maker, SEPA);
            String id = batch.getString("id");
            approve(insider, id, batch.getString("contentHash")).statusCode(200).body("state", equalTo("APPROVED"));

            // Between the freeze and the release: the money still goes where it was frozen to go.
            set(self, "DE89370400440532013000", "Wanda Weiß").statusCode(200);

            release(checker, id, batch.getString("contentHash"))
                    .statusCode(409)
                    .body("code", equalTo("approvals-missing"));
        }

        @Test
        void of_two_checkers_at_once_releases_once() throws Exception {
            payroll.paidWorker(500, "Wanda Weiß");
            JsonPath batch = propose(maker, SEPA);
            String id = batch.getString("id");
            String hash = batch.getString("contentHash");

            List<Callable<Integer>> both = List.of(
                    () -> release(checker, id, hash).extract().statusCode(),
                    () -> release(other, id, hash).extract().statusCode());
            try (var threads = Executors.newFixedThreadPool(2)) {
                int[] statuses = threads.invokeAll(both).stream()
                        .mapToInt(future -> future.resultNow())
                        .sorted()
                        .toArray();
                assertThat(statuses).containsExactly(200, 409);
            }

            assertThat(as(maker)
                            .get("/v1/payout-batches/" + id + "/actions")
                            .jsonPath()
                            .getList("items.action"))
                    .containsExactly("COLLECT", "FREEZE", "APPROVE", "RELEASE");
        }
    }

    @Nested
    class TheRules {

        private final Instant now = Instant.now();

        @Test
        void want_a_recent_login_where_they_are_told_to() {
            var rules = rules(Map.of(), null, Duration.ofMinutes(10));
            var batch = batchOf("somebody");

            assertThatThrownBy(() -> rules.mayDecide(batch, new Checker("carl", null), now))
                    .isInstanceOfSatisfying(NotAllowed.class, refused -> assertThat(refused.code())
                            .isEqualTo("login-too-old"))
                    .hasMessageContaining("log in again");
            assertThatThrownBy(
                            () -> rules.mayDecide(batch, new Checker("carl", now.minus(Duration.ofMinutes(11))), now))
                    .isInstanceOf(NotAllowed.class);
            rules.mayDecide(batch, new Checker("carl", now.minus(Duration.ofMinutes(9))), now);
            rules(Map.of(), null, null).mayDecide(batch, new Checker("carl", null), now);
        }

        @Test
        void ask_for_more_people_with_what_the_total_is_worth() throws SQLException {
            // Of a day on which no other test asks, and taken back at the end.
            Instant day = Instant.parse("2019-03-01T10:00:00Z");
            var rules = rules(Map.of(1_000L, 2, 50_000L, 3), null, null);
            try (var tx = database.getConnection();
                    var insert = tx.createStatement()) {
                tx.setAutoCommit(false);
                insert.executeUpdate("insert into fx_rate values ('JPY', '2019-03-01', 150, 'test'),"
                        + " ('KWD', '2019-03-01', 0.31, 'test'), ('EUR', '2019-03-01', 0.90, 'test')");
                assertThat(rules.needed(tx, new Money(999_99, "USD"), day)).isEqualTo(1);
                assertThat(rules.needed(tx, new Money(1_000_00, "USD"), day)).isEqualTo(2);
                assertThat(rules.needed(tx, new Money(49_999_99, "USD"), day)).isEqualTo(2);
                assertThat(rules.needed(tx, new Money(50_000_00, "USD"), day)).isEqualTo(3);
                assertThat(rules.needed(tx, money("899.99"), day)).isEqualTo(1);
                assertThat(rules.needed(tx, money("900.00"), day)).isEqualTo(2);
                assertThat(rules.needed(tx, new Money(149_000, "JPY"), day)).isEqualTo(1);
                assertThat(rules.needed(tx, new Money(150_000, "JPY"), day)).isEqualTo(2);
                assertThat(rules.needed(tx, new Money(15_500_000, "KWD"), day)).isEqualTo(3);
                // Of these nobody has said what they are worth: major units, as they are.
                assertThat(rules.needed(tx, new Money(1_000_00, "XCD"), day)).isEqualTo(2);
                tx.rollback();
            }
        }

        @Test
        void limit_what_one_person_approves_in_a_day() throws SQLException {
            String carl = "carl-" + UUID.randomUUID();
            var rules = rules(Map.of(), new BigDecimal("10.00"), null);
            payroll.paidWorker(600, "Wanda Weiß");
            approveUnder(rules, propose(maker, SEPA), carl);
            payroll.paidWorker(500, "Walter Weiß");
            JsonPath second = propose(maker, SEPA);

            assertThatThrownBy(() -> approveUnder(rules, second, carl))
                    .hasRootCauseInstanceOf(NotAllowed.class)
                    .rootCause()
                    .hasMessageContaining("10.00 EUR");
            approveUnder(rules, second, "fiona-" + UUID.randomUUID());
        }

        private void approveUnder(PayoutApprovals rules, JsonPath batch, String actor) throws SQLException {
            QuarkusTransaction.requiringNew().call(() -> {
                try (var tx = database.getConnection()) {
                    PayoutBatch locked =
                            batches.findForUpdate(batch.getUUID("id")).orElseThrow();
                    rules.approve(tx, locked, new Checker(actor, null), batch.getString("contentHash"), now);
                    assertThat(locked.state()).isEqualTo(PayoutBatch.State.APPROVED);
                    return locked;
                } catch (NotAllowed refused) {
                    throw new IllegalStateException(refused);
                }
            });
        }

        private PayoutBatch batchOf(String maker) {
            return new PayoutBatch(
                    UUID.randomUUID(),
                    "SEPA",
                    money("1"),
                    maker,
                    new PayoutBatch.Execution(LocalDate.of(2026, 11, 27), now),
                    now);
        }

        private static Money money(String amount) {
            return Money.parse(amount, "EUR");
        }
    }

    @Nested
    class ADraft {

        @Test
        void reserves_nothing_until_it_is_frozen() {
            UUID worker = payroll.paidWorker(500, "Wanda Weiß");
            JsonPath draft = propose(maker, DRAFT);
            String id = draft.getString("id");
            assertThat(draft.getString("state")).isEqualTo("DRAFT");
            earnings(worker, "5.00", "0.00", "0.00", "5.00");

            approve(checker, id, draft.getString("contentHash"))
                    .statusCode(409)
                    .body("code", equalTo("batch-not-frozen"));
            step(maker, id, "freeze").statusCode(200).body("state", equalTo("FROZEN"));
            step(maker, id, "freeze").statusCode(200).body("state", equalTo("FROZEN"));

            earnings(worker, "0.00", "5.00", "0.00", "5.00");
            step(checker, id, "freeze").statusCode(403);
        }

        @Test
        void leaves_out_whose_balance_shrank_meanwhile() throws SQLException {
            UUID shrunk = payroll.paidWorker(500, "Wanda Weiß");
            payroll.paidWorker(600, "Walter Weiß");
            String id = propose(maker, DRAFT).getString("id");
            long hold = payroll.reserve(shrunk, 300);

            step(maker, id, "freeze")
                    .statusCode(200)
                    .body("payoutCount", equalTo(1))
                    .body("heldCount", equalTo(1))
                    .body("total.amount", equalTo("6.00"));

            assertThat(batch(maker, id).getString("payouts.items.find { it.workerId == '" + shrunk + "' }.state"))
                    .isEqualTo("HELD");
            payroll.free(shrunk, hold);
            // It waits for nothing: the next collection looks at the balance again.
            JsonPath next = propose(maker, SEPA);
            assertThat(next.getInt("payoutCount")).isEqualTo(1);
            assertThat(batch(maker, next.getString("id")).getInt("payouts.items[0].attempt"))
                    .isEqualTo(1);
        }

        @Test
        void takes_what_was_there_when_it_was_collected_however_much_comes_in_meanwhile() throws Exception {
            UUID worker = UUID.randomUUID();
            payroll.earns(worker, 500);
            set(worker, Payroll.IBAN, "Wanda Weiß").statusCode(200);
            String id = propose(maker, DRAFT).getString("id");
            Job job = Job.of(scene.requesterWith(10_000), 10, 50);
            scene.isFunded(job);

            try (var threads = Executors.newFixedThreadPool(2)) {
                var earning = threads.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        scene.approves(job, worker);
                    }
                });
                var freezing = threads.submit(() -> step(maker, id, "freeze").statusCode(200));
                earning.get();
                freezing.get();
            }

            scene.hasEarned(worker, "10.00");
            earnings(worker, "5.00", "5.00", "0.00", "10.00");
        }

        @Test
        void is_what_a_rejected_batch_leaves() {
            UUID worker = payroll.paidWorker(500, "Wanda Weiß");
            JsonPath batch = propose(maker, SEPA);
            String id = batch.getString("id");

            as(checker)
                    .body("{\"contentHash\":\"%s\",\"reason\":\"not today\"}".formatted(batch.getString("contentHash")))
                    .post("/v1/payout-batches/" + id + "/reject")
                    .then()
                    .statusCode(200)
                    .body("state", equalTo("REJECTED"));

            earnings(worker, "5.00", "0.00", "0.00", "5.00");
            String copy = as(maker)
                    .get("/v1/payout-batches?limit=500")
                    .jsonPath()
                    .getString("items.find { it.copyOf == '" + id + "' }.id");
            assertThat(batch(maker, copy).getString("state")).isEqualTo("DRAFT");
            step(maker, copy, "freeze").statusCode(200);
            JsonPath again = batch(maker, copy);
            assertThat(again.getInt("payouts.items[0].attempt")).isEqualTo(2);
            assertThat(again.getString("payouts.items[0].endToEndId"))
                    .isNotEqualTo(batch(maker, id).getString("payouts.items[0].endToEndId"));
            release(checker, copy, again.getString("contentHash")).statusCode(200);
        }
    }

    @Nested
    class AnotherAccount {

        private static final String ELSEWHERE = "DE89370400440532013000";

        private final UUID worker = UUID.randomUUID();

        @Test
        void is_paid_to_after_a_rest_and_the_first_one_at_once() {
            payroll.earns(worker, 500);
            set(worker, Payroll.IBAN, "Wanda Weiß").statusCode(200).body("restsUntil", nullValue());
            step(maker, propose(maker, SEPA).getString("id"), "cancel").statusCode(200);

            String changedAt = set(worker, ELSEWHERE, "Mallory")
                    .statusCode(200)
                    .body("restsUntil", notNullValue())
                    .extract()
                    .path("changedAt");
            isNotPaid();
            // Another name for the same account does not make it an older one.
            set(worker, ELSEWHERE, "Wanda Weiß").statusCode(200).body("restsUntil", notNullValue());
            isNotPaid();
            clock.set(Instant.parse(changedAt).plus(Duration.ofHours(47)));
            isNotPaid();
            clock.set(Instant.parse(changedAt).plus(Duration.ofHours(49)));
            asWorker(worker).get("/v1/me/payout-method").then().body("restsUntil", nullValue());
            assertThat(propose(maker, SEPA).getString("total.amount")).isEqualTo("5.00");
        }

        @Test
        void rests_though_it_was_named_for_a_moment_two_days_ago() {
            payroll.earns(worker, 500);
            set(worker, Payroll.IBAN, "Wanda Weiß").statusCode(200);
            clock.advance(Duration.ofDays(30));
            set(worker, ELSEWHERE, "Mallory").statusCode(200);
            clock.advance(Duration.ofHours(4));
            set(worker, Payroll.IBAN, "Wanda Weiß").statusCode(200).body("restsUntil", nullValue());
            clock.advance(Duration.ofHours(45));

            set(worker, ELSEWHERE, "Mallory").statusCode(200).body("restsUntil", notNullValue());

            isNotPaid();
        }

        @Test
        void does_not_rest_where_it_is_the_one_of_two_days_ago() {
            payroll.earns(worker, 500);
            set(worker, Payroll.IBAN, "Wanda Weiß").statusCode(200);
            clock.advance(Duration.ofHours(49));
            set(worker, ELSEWHERE, "Mallory").statusCode(200);
            isNotPaid();

            set(worker, Payroll.IBAN, "Wanda Weiß").statusCode(200).body("restsUntil", nullValue());

            assertThat(propose(maker, SEPA).getString("total.amount")).isEqualTo("5.00");
        }

        @Test
        void that_was_changed_after_a_batch_was_frozen_is_not_in_the_copy_of_it() {
            payroll.earns(worker, 500);
            set(worker, Payroll.IBAN, "Wanda Weiß").statusCode(200);
            JsonPath batch = propose(maker, SEPA);
            set(worker, ELSEWHERE, "Mallory").statusCode(200);

            as(checker)
                    .body("{\"contentHash\":\"%s\",\"reason\":\"look again\"}"
                            .formatted(batch.getString("contentHash")))
                    .post("/v1/payout-batches/" + batch.getString("id") + "/reject")
                    .then()
                    .statusCode(200);

            assertThat(as(maker)
                            .get("/v1/payout-batches")
                            .jsonPath()
                            .getInt("items.find { it.copyOf == '" + batch.getString("id") + "' }.payoutCount"))
                    .isZero();
        }

        private void isNotPaid() {
            proposeAs(maker, UUID.randomUUID().toString(), SEPA)
                    .statusCode(409)
                    .body("code", equalTo("nothing-to-pay"));
        }
    }

    @Nested
    class Settings {

        /** The minimum here is 0.9995, which is no amount of yen, nor of any other money. */
        @Test
        void of_all_currencies_are_rounded_to_the_one_they_are_used_for() {
            as(maker)
                    .header("Idempotency-Key", UUID.randomUUID().toString())
                    .body("{\"currency\":\"JPY\",\"rail\":\"CSV\"}")
                    .post("/v1/payout-batches")
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("nothing-to-pay"));
            assertThat(Money.rounded(new BigDecimal("0.50"), "JPY", RoundingMode.CEILING))
                    .isEqualTo(new Money(1, "JPY"));
            assertThat(Money.rounded(new BigDecimal("2500.50"), "JPY", RoundingMode.FLOOR))
                    .isEqualTo(new Money(2_500, "JPY"));
            assertThat(Money.rounded(new BigDecimal("12.50"), "KWD", RoundingMode.FLOOR))
                    .isEqualTo(new Money(12_500, "KWD"));
        }
    }

    @Nested
    class TheDay {

        @Test
        void moves_on_when_the_cut_off_has_passed() {
            clock.set(Instant.parse("2026-12-24T13:30:00Z"));
            payroll.paidWorker(500, "Wanda Weiß");
            JsonPath batch = propose(maker, SEPA);
            assertThat(batch.getString("valueDate")).isEqualTo("2026-12-24");
            assertThat(batch.getString("cutOffAt")).isEqualTo("2026-12-24T14:00:00Z");

            clock.set(Instant.parse("2026-12-24T14:00:01Z"));
            release(checker, batch.getString("id"), batch.getString("contentHash"))
                    .statusCode(200)
                    .body("valueDate", equalTo("2026-12-28"));

            assertThat(as(maker)
                            .get("/v1/payout-batches/" + batch.getString("id") + "/file")
                            .asString())
                    .contains("<ReqdExctnDt><Dt>2026-12-28</Dt></ReqdExctnDt>");
        }

        @Test
        void comes_for_less_than_the_minimum_too() {
            UUID poor = payroll.paidWorker(40, "Too Little");
            as(maker)
                    .header("Idempotency-Key", UUID.randomUUID().toString())
                    .body(SEPA)
                    .post("/v1/payout-batches")
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("nothing-to-pay"));

            clock.advance(Duration.ofDays(91));
            payroll.earns(poor, 3);

            String id = propose(maker, SEPA).getString("id");
            JsonPath payouts = batch(maker, id);
            assertThat(payouts.getString("payouts.items.find { it.workerId == '" + poor + "' }.amount.amount"))
                    .isEqualTo("0.43");
            assertThat(asWorker(poor).get("/v1/payouts").jsonPath().getList("items.state"))
                    .containsExactly("RESERVED");
        }
    }

    private PayoutApprovals rules(
            Map<Long, Integer> bands, @Nullable BigDecimal perDay, @Nullable Duration loginWithin) {
        return new PayoutApprovals(
                new Rules(1, bands, Optional.ofNullable(perDay), Optional.ofNullable(loginWithin), Duration.ofDays(2)),
                rates);
    }

    private record Rules(
            int people,
            Map<Long, Integer> bands,
            Optional<BigDecimal> perPersonAndDay,
            Optional<Duration> loginWithin,
            Duration methodRest)
            implements PayoutConfig.Approval {}

    private ValidatableResponse exclude(String id, String payout) {
        return as(maker)
                .body("{\"reason\":\"under investigation\"}")
                .post("/v1/payout-batches/" + id + "/payouts/" + payout + "/exclude")
                .then();
    }
}
