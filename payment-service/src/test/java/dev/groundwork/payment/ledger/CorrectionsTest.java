package dev.groundwork.payment.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.time.AdjustableClock;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.testing.Scene;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Holds that end by themselves, postings that are taken back, and the ends of what can be counted. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class CorrectionsTest {

    @Inject
    PostingEngine engine;

    @Inject
    HoldExpiry expiry;

    @Inject
    Ledger ledger;

    @Inject
    AgroalDataSource database;

    @Inject
    AdjustableClock clock;

    @Inject
    Scene scene;

    private final AccountName available = AccountName.available(UUID.randomUUID(), "EUR");
    private final AccountName escrow = AccountName.escrow(UUID.randomUUID(), "EUR");
    private final UUID worker = UUID.randomUUID();
    private final AccountName payable = AccountName.payable(worker, "EUR");
    private final AccountName debt = AccountName.debt(worker, "EUR");

    @AfterEach
    void the_books_are_right() {
        clock.reset();
        scene.booksAreRight();
    }

    @Test
    void a_hold_ends_by_itself_and_only_once() throws Exception {
        post(command("fund", Leg.move(AccountName.cash("EUR"), available, 100, Reason.DEPOSIT)));
        Instant end = clock.instant().plus(Duration.ofHours(1));
        Receipt hold = post(command("hold", Leg.holdUntil(available, escrow, 60, Reason.HOLD, end)));
        Receipt kept = post(command("keep", Leg.hold(available, escrow, 10, Reason.HOLD)));
        assertThat(expiry.voidBatch()).isZero();

        clock.advance(Duration.ofHours(1));
        Receipt late = post(command("late", Leg.post(hold.transferSeq(1), available, escrow, 60, Reason.HOLD)));
        expiry.run();
        expiry.run();

        assertThat(late.refusal()).isEqualTo("hold-expired");
        assertThat(inAccount(available)).isEqualTo(90);
        Receipt again = post(command("again", Leg.voidHold(hold.transferSeq(1), available, escrow, Reason.HOLD)));
        assertThat(again.refusal()).isEqualTo("hold-already-resolved");
        assertThat(post(command("post", Leg.post(kept.transferSeq(1), available, escrow, 10, Reason.HOLD)))
                        .posted())
                .isTrue();
        assertThat(inAccount(escrow)).isEqualTo(10);
    }

    @Test
    void a_reversal_puts_everything_back_once() throws Exception {
        Receipt paid = pay(1000, 50, 10);

        Receipt reversal = reverse(paid.id());
        Receipt again = reverse(paid.id());

        assertThat(reversal.posted()).isTrue();
        assertThat(again.repeated()).isTrue();
        assertThat(inAccount(escrow)).isEqualTo(1000);
        assertThat(inAccount(payable)).isZero();
        assertThat(inAccount(debt)).isZero();
        assertThatThrownBy(() -> reverse(reversal.id()))
                .isInstanceOf(RuleViolation.class)
                .hasMessageContaining("reversal itself");
        // Also past the command's key: the business key is unique, whoever asks.
        assertThat(post(command("reverse:" + paid.id(), List.of(Leg.move(payable, escrow, 1, Reason.REVERSAL))))
                        .refusal())
                .isEqualTo("already-posted");
    }

    @Test
    void what_the_worker_does_not_have_any_more_becomes_a_debt() throws Exception {
        Receipt paid = pay(1000, 50, 10);
        post(command("spent", Leg.move(payable, AccountName.held(worker, "EUR"), 30, Reason.HOLD)));

        Receipt reversal = reverse(paid.id());

        assertThat(reversal.posted()).isTrue();
        assertThat(inAccount(escrow)).isEqualTo(1000);
        assertThat(inAccount(payable)).isZero();
        assertThat(inAccount(debt)).isEqualTo(30);
    }

    @Test
    void holds_are_not_reversed() throws Exception {
        post(command("fund", Leg.move(AccountName.cash("EUR"), available, 100, Reason.DEPOSIT)));
        Receipt hold = post(command("hold", Leg.hold(available, escrow, 60, Reason.HOLD)));

        assertThatThrownBy(() -> reverse(hold.id())).isInstanceOf(RuleViolation.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JPY", "EUR", "KWD"})
    void every_currency_counts_in_its_own_minor_units(String currency) throws Exception {
        AccountName mine = AccountName.available(UUID.randomUUID(), currency);

        assertThat(post(command("fund", Leg.move(AccountName.cash(currency), mine, 7, Reason.DEPOSIT)))
                        .posted())
                .isTrue();
        assertThat(inAccount(mine)).isEqualTo(7);
    }

    @Test
    void what_cannot_be_counted_is_refused_and_nothing_of_it_is_booked() throws Exception {
        AccountName source = new AccountName(AccountName.Owner.PLATFORM, UUID.randomUUID(), Purpose.TOPUP_COST, "EUR");
        List<Receipt> receipts;
        long left;
        try (Connection tx = database.getConnection()) {
            tx.setAutoCommit(false);
            receipts = engine.post(
                    tx,
                    List.of(
                            command("most", Leg.move(source, available, Long.MAX_VALUE - 10, Reason.DEPOSIT)),
                            command("over", Leg.move(source, available, 11, Reason.DEPOSIT)),
                            command("back", Leg.move(available, source, Long.MAX_VALUE - 10, Reason.RELEASE))));
            left = ledger.available(tx, available);
            // Counters never come down again, and sums over such an account would not fit for anybody.
            tx.rollback();
        }

        assertThat(receipts).extracting(Receipt::refusal).containsExactly(null, "amount-overflow", null);
        assertThat(left).isZero();
    }

    private Receipt pay(long escrowed, long reward, long fee) throws SQLException {
        post(command("fund", Leg.move(AccountName.cash("EUR"), available, escrowed, Reason.DEPOSIT)));
        post(command("hold", Leg.move(available, escrow, escrowed, Reason.HOLD)));
        return post(command(
                "approve:" + UUID.randomUUID(),
                List.of(
                        Leg.move(escrow, payable, reward, Reason.REWARD),
                        Leg.move(escrow, AccountName.feeRevenue("EUR"), fee, Reason.FEE))));
    }

    private Receipt reverse(UUID posting) throws SQLException {
        try (Connection tx = database.getConnection()) {
            tx.setAutoCommit(false);
            Receipt receipt = engine.post(tx, List.of(Reversal.of(tx, posting, "a \"mistake\"\n")))
                    .getFirst();
            tx.commit();
            return receipt;
        }
    }

    private long inAccount(AccountName account) throws SQLException {
        try (Connection tx = database.getConnection()) {
            return ledger.available(tx, account);
        }
    }

    private static Command command(String kind, Leg leg) {
        return command(kind + ":" + UUID.randomUUID(), List.of(leg));
    }

    private static Command command(String businessKey, List<Leg> legs) {
        return Command.of("corrections-test", UUID.randomUUID().toString(), "test", businessKey, "{}", legs);
    }

    private Receipt post(Command command) throws SQLException {
        try (Connection tx = database.getConnection()) {
            tx.setAutoCommit(false);
            Receipt receipt = engine.post(tx, List.of(command)).getFirst();
            tx.commit();
            return receipt;
        }
    }
}
