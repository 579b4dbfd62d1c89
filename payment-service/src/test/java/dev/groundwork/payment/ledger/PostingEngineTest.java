package dev.groundwork.payment.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import jakarta.inject.Inject;

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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class PostingEngineTest {

    @Inject
    PostingEngine engine;

    @Inject
    Ledger ledger;

    @Inject
    AgroalDataSource database;

    @Inject
    Scene scene;

    private final UUID requester = UUID.randomUUID();
    private final UUID job = UUID.randomUUID();
    private final UUID worker = UUID.randomUUID();

    private final AccountName available = AccountName.available(requester, "EUR");
    private final AccountName escrow = AccountName.escrow(job, "EUR");
    private final AccountName payable = AccountName.payable(worker, "EUR");

    @AfterEach
    void the_books_are_right() {
        scene.booksAreRight();
    }

    @Test
    void a_batch_moves_money_and_refuses_only_what_is_not_covered() throws Exception {
        List<Receipt> receipts = post(
                fund(1000),
                command("hold", Leg.move(available, escrow, 600, Reason.HOLD)),
                command("more", Leg.move(available, escrow, 600, Reason.HOLD)),
                command(
                        "approve",
                        Leg.move(escrow, payable, 50, Reason.REWARD),
                        Leg.move(escrow, AccountName.feeRevenue("EUR"), 10, Reason.FEE)));

        assertThat(receipts).extracting(Receipt::refusal).containsExactly(null, null, "insufficient-funds", null);
        assertThat(availableIn(available)).isEqualTo(400);
        assertThat(availableIn(escrow)).isEqualTo(540);
        assertThat(availableIn(payable)).isEqualTo(50);
    }

    @Test
    void a_repeated_command_gets_its_first_receipt_and_moves_nothing() throws Exception {
        Command fund = fund(1000);
        Receipt first = post(fund).getFirst();

        List<Receipt> again = post(fund, fund);

        assertThat(again).allSatisfy(receipt -> {
            assertThat(receipt.id()).isEqualTo(first.id());
            assertThat(receipt.seq()).isEqualTo(first.seq());
            assertThat(receipt.amountsMinor()).containsExactly(1000L);
            assertThat(receipt.repeated()).isTrue();
        });
        assertThat(availableIn(available)).isEqualTo(1000);
    }

    @Test
    void a_refusal_is_final_for_its_key_and_another_key_may_try_again() throws Exception {
        Command hold = command("first try", Leg.move(available, escrow, 10, Reason.HOLD));
        post(hold);
        post(fund(10));

        assertThat(post(hold).getFirst().refusal()).isEqualTo("insufficient-funds");
        assertThat(post(command("second try", Leg.move(available, escrow, 10, Reason.HOLD)))
                        .getFirst()
                        .posted())
                .isTrue();
    }

    @Test
    void a_key_that_names_another_request_is_refused() throws Exception {
        Command first = fund(10);
        post(first);
        Command other = Command.of(
                first.scope(),
                first.key(),
                first.kind(),
                first.businessKey(),
                "{}",
                List.of(Leg.move(AccountName.cash("EUR"), available, 11, Reason.DEPOSIT)));

        assertThat(post(other).getFirst().refusal()).isEqualTo(Receipt.KEY_REUSED);
        assertThat(post(first, other)).extracting(Receipt::refusal).containsExactly(null, Receipt.KEY_REUSED);
        assertThat(availableIn(available)).isEqualTo(10);
    }

    @Test
    void the_same_business_under_two_keys_happens_once() throws Exception {
        String business = "approve:" + UUID.randomUUID();
        Leg leg = Leg.move(AccountName.cash("EUR"), available, 7, Reason.DEPOSIT);

        List<Receipt> receipts = post(
                Command.of("test", business + ":1", "test", business, "{}", List.of(leg)),
                Command.of("test", business + ":2", "test", business, "{}", List.of(leg)));
        Receipt later = post(Command.of("test", business + ":3", "test", business, "{}", List.of(leg)))
                .getFirst();

        assertThat(receipts).extracting(Receipt::refusal).containsExactly(null, "already-posted");
        assertThat(later.refusal()).isEqualTo("already-posted");
        assertThat(availableIn(available)).isEqualTo(7);
    }

    @Test
    void a_hold_reserves_and_is_posted_or_voided_once() throws Exception {
        post(fund(100));
        Receipt hold = post(command("hold", Leg.hold(available, escrow, 60, Reason.PAYOUT)))
                .getFirst();
        assertThat(availableIn(available)).isEqualTo(40);

        Leg posted = Leg.post(hold.transferSeq(1), available, escrow, 60, Reason.PAYOUT);
        List<Receipt> receipts = post(
                command("post", posted),
                command("void", Leg.voidHold(hold.transferSeq(1), available, escrow, Reason.PAYOUT)));
        Receipt later = post(command("again", posted)).getFirst();

        assertThat(receipts).extracting(Receipt::refusal).containsExactly(null, "hold-already-resolved");
        assertThat(later.refusal()).isEqualTo("hold-already-resolved");
        assertThat(availableIn(escrow)).isEqualTo(60);
    }

    @Test
    void a_sweep_takes_what_the_account_has_when_its_turn_comes() throws Exception {
        Command sweep = command("sweep", Leg.sweep(available, escrow, Reason.RELEASE));
        Command nothing = command("nothing", Leg.sweep(available, escrow, Reason.RELEASE));

        List<Receipt> receipts = post(fund(77), sweep, nothing);

        assertThat(receipts.get(1).amountsMinor()).containsExactly(77L);
        assertThat(receipts.get(2).amountsMinor()).containsExactly(0L);
        assertThat(post(sweep).getFirst().amountsMinor()).containsExactly(77L);
    }

    /** One hot escrow, one hot fee account, and commands that meet in every order. */
    @Test
    void many_batches_at_once_lose_nothing_and_never_deadlock() throws Exception {
        int threads = 8;
        int batches = 12;
        int size = 25;
        long funds = 60L * threads * batches * size / 2;
        post(fund(funds), command("hold", Leg.move(available, escrow, funds, Reason.HOLD)));
        List<UUID> workers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            workers.add(UUID.randomUUID());
        }

        List<Callable<Integer>> work = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            var random = new Random(t);
            work.add(() -> {
                int posted = 0;
                for (int b = 0; b < batches; b++) {
                    List<Command> batch = new ArrayList<>();
                    for (int c = 0; c < size; c++) {
                        UUID lucky = workers.get(random.nextInt(workers.size()));
                        batch.add(command(
                                "approve",
                                Leg.move(escrow, AccountName.payable(lucky, "EUR"), 50, Reason.REWARD),
                                Leg.move(escrow, AccountName.feeRevenue("EUR"), 10, Reason.FEE)));
                    }
                    posted += (int) post(batch.toArray(Command[]::new)).stream()
                            .filter(Receipt::posted)
                            .count();
                }
                return posted;
            });
        }
        int posted = 0;
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> done : pool.invokeAll(work)) {
                posted += done.get();
            }
        }

        assertThat(posted).isEqualTo(threads * batches * size / 2);
        assertThat(availableIn(escrow)).isZero();
        long earned = 0;
        for (UUID one : workers) {
            earned += availableIn(AccountName.payable(one, "EUR"));
        }
        assertThat(earned).isEqualTo(50L * posted);
    }

    @Test
    void one_command_from_many_callers_at_once_is_carried_out_once() throws Exception {
        Command fund = fund(100);

        List<Callable<Receipt>> callers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            callers.add(() -> post(fund).getFirst());
        }
        List<Receipt> receipts = new ArrayList<>();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Receipt> done : pool.invokeAll(callers)) {
                receipts.add(done.get());
            }
        }

        assertThat(receipts).extracting(Receipt::posted).containsOnly(true);
        assertThat(receipts)
                .extracting(Receipt::id)
                .containsOnly(receipts.getFirst().id());
        assertThat(receipts).filteredOn(receipt -> !receipt.repeated()).hasSize(1);
        assertThat(availableIn(available)).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update transfer set amount = amount + 1",
                "delete from transfer",
                "truncate transfer cascade",
                "update posting set kind = 'other'",
                "delete from posting",
                "delete from command",
                "delete from account",
            })
    void what_is_written_stays_written(String sql) throws Exception {
        post(fund(5));

        // Whom no grant stops.
        assertThatThrownBy(() -> Tamper.asOwner(sql))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("is not allowed");
    }

    @Test
    void the_database_itself_refuses_an_overdraft_and_a_mix_of_currencies() throws Exception {
        post(fund(5));
        post(Command.of(
                "test",
                UUID.randomUUID().toString(),
                "test",
                UUID.randomUUID().toString(),
                "{}",
                List.of(Leg.move(
                        AccountName.cash("USD"), AccountName.available(requester, "USD"), 5, Reason.DEPOSIT))));

        assertThatThrownBy(() -> execute("update account_balance set debits_posted = debits_posted + 6"
                        + " where account_id = (select id from account where owner_id = '" + requester
                        + "' and currency = 'EUR')"))
                .hasMessageContaining("no_overdraft");
        assertThatThrownBy(() -> execute("""
                        insert into transfer (seq, posting_id, leg, debit_account, credit_account, currency, amount, phase, reason)
                        select -1, p.id, 63, a.id, b.id, 'EUR', 1, 'SINGLE', 1
                        from (select id from posting limit 1) p,
                             (select id from account where owner_id = '%s' and currency = 'EUR') a,
                             (select id from account where owner_id = '%s' and currency = 'USD') b""".formatted(requester, requester))).hasMessageContaining("one currency");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            an account that is not there | moves one currency | insert into transfer (seq, posting_id, leg, debit_account, \
            credit_account, currency, amount, phase, reason) select -1, id, 63, -1, -2, 'EUR', 1, 'SINGLE', 1 from posting limit 1
            a posting that is not there | part of a posting | insert into transfer (seq, posting_id, leg, debit_account, \
            credit_account, currency, amount, phase, reason) select -1, gen_random_uuid(), 1, debit_account, credit_account, currency, \
            1, 'SINGLE', 1 from transfer limit 1
            a hold that is not there | after it was made | insert into transfer (seq, posting_id, leg, debit_account, credit_account, \
            currency, amount, phase, pending_seq, reason) select -1, posting_id, 63, debit_account, credit_account, currency, 1, 'POST', \
            -7, 1 from transfer limit 1
            a command that is not there | answer to a command | insert into posting (id, seq, kind, business_key, effective_on, \
            posted_at) values (gen_random_uuid(), -1, 'test', 'test', current_date, now())
            a hash of capitals | command_request_hash_check | insert into command (id, scope, idem_key, request_hash, kind, payload, \
            state, settled_at) values (gen_random_uuid(), 'test', 'hash', repeat('AB', 32), 'test', '{}', 'POSTED', now())
            """)
    void the_database_itself_refuses_what_refers_to_nothing(String what, String refusal, String sql) throws Exception {
        post(fund(5));

        assertThatThrownBy(() -> execute(sql)).as(what).hasMessageContaining(refusal);
    }

    private Command fund(long amount) {
        return command("fund", Leg.move(AccountName.cash("EUR"), available, amount, Reason.DEPOSIT));
    }

    private static Command command(String kind, Leg... legs) {
        String key = kind + ":" + UUID.randomUUID();
        return Command.of("test", key, kind, key, "{}", List.of(legs));
    }

    private List<Receipt> post(Command... commands) throws SQLException {
        try (Connection tx = database.getConnection()) {
            tx.setAutoCommit(false);
            try {
                List<Receipt> receipts = engine.post(tx, List.of(commands));
                tx.commit();
                return receipts;
            } catch (SQLException | RuntimeException e) {
                tx.rollback();
                throw e;
            }
        }
    }

    private long availableIn(AccountName account) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return ledger.available(connection, account);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
