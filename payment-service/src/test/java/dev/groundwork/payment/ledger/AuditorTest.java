package dev.groundwork.payment.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.contracts.payment.v1.SealEvent;
import dev.groundwork.contracts.payment.v1.SealEvent.LedgerSealed;
import dev.groundwork.kit.time.AdjustableClock;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.ledger.Audit.Finding;
import dev.groundwork.payment.ledger.Ledger.Turnover;
import dev.groundwork.payment.ledger.Seals.Seal;
import dev.groundwork.payment.testing.Scene;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;

/** What an auditor asks of the books: nothing changes unnoticed, and every balance can be had as of a day and as it was known. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class AuditorTest {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    @Inject
    PostingEngine engine;

    @Inject
    Ledger ledger;

    @Inject
    Audit audit;

    @Inject
    AuditWatch watch;

    @Inject
    Seals seals;

    @Inject
    Closings closings;

    @Inject
    AgroalDataSource database;

    @Inject
    AdjustableClock adjustable;

    @Inject
    Clock clock;

    @Inject
    Scene scene;

    private final UUID requester = UUID.randomUUID();
    private final AccountName available = AccountName.available(requester, "EUR");

    @AfterEach
    void the_books_are_right() {
        adjustable.reset();
        scene.booksAreRight();
    }

    // Append-only

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update transfer set amount = amount + 1",
                "delete from transfer",
                "update posting set kind = 'x'",
                "delete from posting",
                "truncate posting cascade",
                "delete from seal",
                "update balance_daily set debits = 0",
                "delete from command",
                "delete from account",
                "update account set currency = 'USD'",
                "delete from idempotency",
                "update command set request_hash = repeat('0', 64)",
                "update payout set amount_minor = amount_minor + 1",
                "update payout set state = 'SETTLED', account_id = 1",
                "delete from payout",
                "update payout_method set details = ''",
                "update payout_method set state = 'ACTIVE', changed_by = 'somebody else'",
                "delete from payout_method",
                "update statement_document set body = ''",
                "delete from statement_document",
                "update payout_approval set actor = 'somebody else'",
                "update rail_message set body = ''",
                "update fx_rate set per_usd = 1",
                "update doubted_rejection set code = 'AC04'",
                "delete from doubted_rejection",
                "delete from payout_batch",
                "alter table transfer disable trigger all",
                "set session_replication_role = replica",
            })
    void the_application_has_no_right_to_change_what_was_posted(String sql) throws Exception {
        fund(100);

        assertThatThrownBy(() -> execute(sql))
                .isInstanceOfSatisfying(SQLException.class, refusal -> assertThat(refusal.getSQLState())
                        .as(refusal.getMessage())
                        .isEqualTo(INSUFFICIENT_PRIVILEGE));
    }

    /** So that a table that is new needs no line above. */
    @Test
    void what_a_trigger_refuses_always_is_not_granted() throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        select coalesce(string_agg(distinct c.relname, ', '), '')
                        from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc f on f.oid = t.tgfoid
                        where f.proname = 'refuse_change' and t.tgattr::text = '' and t.tgqual is null
                          and ((t.tgtype & 16 <> 0 and has_table_privilege('groundwork_app', c.oid, 'update'))
                            or (t.tgtype & 8 <> 0 and has_table_privilege('groundwork_app', c.oid, 'delete')))""")) {
            row.next();
            assertThat(row.getString(1)).isEmpty();
        }
    }

    @Test
    void whom_a_grant_does_not_stop_a_trigger_does() throws Exception {
        UUID posting = fund(100).id();

        assertThatThrownBy(() -> Tamper.asOwner("update transfer set amount = 1 where posting_id = '" + posting + "'"))
                .hasMessageContaining("not allowed");
        assertThatThrownBy(() -> Tamper.asOwner("delete from posting where id = '" + posting + "'"))
                .hasMessageContaining("not allowed");
        assertThatThrownBy(() -> Tamper.asOwner("delete from command where id = '" + posting + "'"))
                .hasMessageContaining("not allowed");
    }

    /** A statement is refused for what it names, whether or not there is a row to change. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "payout set account_id = account_id + 1",
                "payout set worker_id = gen_random_uuid()",
                "payout set amount_minor = amount_minor + 1",
                "payout set state = 'SETTLED', currency = 'USD'",
                "payout set method_id = gen_random_uuid()",
                "payout set batch_id = gen_random_uuid()",
                "payout set end_to_end_id = 'another'",
                "payout_method set details = ''",
                "payout_method set changed_by = 'somebody else'",
                "statement_document set body = ''",
            })
    void a_trigger_holds_the_owner_to_what_a_payout_its_method_and_a_document_were(String change) {
        assertThatThrownBy(() -> Tamper.asOwner("update " + change))
                .hasMessageContaining("UPDATE on " + change.substring(0, change.indexOf(' ')) + " is not allowed");
    }

    @Test
    void an_answer_to_a_command_is_final() throws Exception {
        UUID posted = fund(100).id();
        UUID refused = post(command(
                        "too much",
                        Leg.move(available, AccountName.escrow(UUID.randomUUID(), "EUR"), 101, Reason.HOLD)))
                .id();

        assertThatThrownBy(() -> execute(
                        "update command set state = 'REJECTED', reject_code = 'no' where id = '" + posted + "'"))
                .hasMessageContaining("answered once");
        assertThatThrownBy(() ->
                        execute("update command set state = 'POSTED', reject_code = null where id = '" + refused + "'"))
                .hasMessageContaining("answered once");
    }

    // Seals

    @Test
    void what_was_posted_is_sealed_in_one_published_chain() throws Exception {
        Receipt receipt = fund(100);

        sealEverything();

        List<Seal> chain = seals.after(0, 10_000);
        Seal last = chain.getLast();
        assertThat(last.toSeq()).isGreaterThanOrEqualTo(receipt.seq());
        assertThat(chain.getFirst().previousHash()).isEqualTo("0".repeat(64));
        for (int i = 1; i < chain.size(); i++) {
            assertThat(chain.get(i).previousHash()).isEqualTo(chain.get(i - 1).hash());
            assertThat(chain.get(i).fromSeq()).isEqualTo(chain.get(i - 1).toSeq() + 1);
        }
        LedgerSealed published =
                scene.hear(SealEvent.TOPIC, LedgerSealed.class, event -> event.block() == last.block());
        assertThat(published.hash()).isEqualTo(last.hash());
        Scene.as(TestTokens.withRoles(UUID.randomUUID(), "operator"))
                .get("/v1/audit/seals?limit=1000")
                .then()
                .statusCode(200)
                .body("items.size()", greaterThanOrEqualTo(1))
                .body("items[0].block", is(1));
    }

    @Test
    void a_posting_that_is_under_way_is_neither_skipped_nor_waited_for() throws Exception {
        sealEverything();
        long before = sealedUpTo();
        Receipt late;
        Receipt early;
        try (var tx = database.getConnection()) {
            tx.setAutoCommit(false);
            late = engine.post(tx, List.of(funding(10))).getFirst();
            // Another requester: nothing that the open posting has locked, but for the cash account.
            early = postOf(UUID.randomUUID());

            seals.sealAll();
            seals.sealAll();

            assertThat(sealedUpTo()).as("not beyond what is open").isEqualTo(before);
            tx.commit();
        }
        sealEverything();

        assertThat(late.seq()).isLessThan(early.seq());
        assertThat(sealedUpTo()).isGreaterThanOrEqualTo(early.seq());
        assertThat(audit.run().ok()).isTrue();
    }

    /** Each is undone at once, so that the other tests find the books in order. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            transfer set amount = amount %s 1 where posting_id = '%s'        | + | - | 2, 14
            posting set posted_at = posted_at %s interval '1s' where id = '%s' | + | - | 14
            posting set effective_on = effective_on %s 1 where id = '%s'     | + | - | 14
            transfer set leg = leg %s 6 where posting_id = '%s'              | + | - | 6, 14
            """)
    void a_row_altered_by_hand_is_red_and_named(String what, String forth, String back, String invariants)
            throws Exception {
        UUID posting = fund(100).id();
        sealEverything();
        assertThat(audit.run().ok()).isTrue();

        assertThat(Tamper.asSuperuser("update " + what.formatted(forth, posting)))
                .isOne();
        List<Integer> red = red();
        int violated = watch.check();
        Tamper.asSuperuser("update " + what.formatted(back, posting));

        assertThat(red.toString()).isEqualTo("[" + invariants + "]");
        assertThat(violated).isEqualTo(red.size());
        assertThat(watch.check()).isZero();
    }

    @Test
    void a_closing_altered_by_hand_is_red_and_named() throws Exception {
        fund(100);
        closeToday();
        String first =
                " where (account_id, day) = (select account_id, day from balance_daily order by account_id, day limit 1)";

        assertThat(Tamper.asSuperuser("update balance_daily set debits = debits + 1" + first))
                .isOne();
        List<Integer> red = red();
        Tamper.asSuperuser("update balance_daily set debits = debits - 1" + first);

        assertThat(red).containsExactly(15);
    }

    private List<Integer> red() {
        return audit.run().invariants().stream()
                .filter(finding -> !finding.ok())
                .map(Finding::number)
                .toList();
    }

    @Test
    void a_posting_that_vanished_is_red_although_all_balances_fit() throws Exception {
        fund(100);
        UUID posting = fund(5).id();
        sealEverything();

        // As somebody would who knows the tables: the rows, and the counters with them.
        Tamper.asSuperuser("create table vanished_posting as select * from posting where id = '" + posting + "'");
        Tamper.asSuperuser(
                "create table vanished_transfer as select * from transfer where posting_id = '" + posting + "'");
        Tamper.asSuperuser("create table vanished_command as select * from command where id = '" + posting + "'");
        Tamper.asSuperuser("""
                with gone as (delete from transfer where posting_id = '%1$s' returning debit_account, credit_account, amount),
                     posting_gone as (delete from posting where id = '%1$s'),
                     command_gone as (delete from command where id = '%1$s')
                update account_balance b
                set debits_posted = debits_posted - case when b.account_id = g.debit_account then g.amount else 0 end,
                    credits_posted = credits_posted - case when b.account_id = g.credit_account then g.amount else 0 end
                from gone g where b.account_id in (g.debit_account, g.credit_account)""".formatted(posting));
        List<Integer> red = red();
        Tamper.asSuperuser("""
                with command_back as (insert into command select * from vanished_command),
                     posting_back as (insert into posting select * from vanished_posting),
                     back as (insert into transfer select * from vanished_transfer returning debit_account, credit_account, amount)
                update account_balance b
                set debits_posted = debits_posted + case when b.account_id = g.debit_account then g.amount else 0 end,
                    credits_posted = credits_posted + case when b.account_id = g.credit_account then g.amount else 0 end
                from back g where b.account_id in (g.debit_account, g.credit_account)""");
        Tamper.asSuperuser("drop table vanished_posting, vanished_transfer, vanished_command");

        assertThat(red).containsExactly(14);
    }

    @Test
    void what_refers_to_nothing_is_red() throws Exception {
        UUID posting = fund(5).id();

        Tamper.asSuperuser("""
                insert into transfer (seq, posting_id, leg, debit_account, credit_account, currency, amount, phase, reason)
                select seq * 64 + 63, id, 63, -1, -2, 'EUR', 1, 'SINGLE', 1 from posting where id = '%s'""".formatted(posting));
        List<Integer> account = red();
        Tamper.asSuperuser("delete from transfer where posting_id = '" + posting + "' and leg = 63");
        Tamper.asSuperuser("insert into posting (id, seq, kind, business_key, effective_on, posted_at)"
                + " values (gen_random_uuid(), -1, 'test', 'test', current_date, now())");
        List<Integer> command = red();
        Tamper.asSuperuser("delete from posting where seq = -1");

        assertThat(account).containsExactly(2);
        assertThat(command).containsExactly(6);
    }

    // Closings and balances as of a day

    @Test
    void a_balance_is_had_as_of_a_day_and_as_it_was_known() throws Exception {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Receipt first = fund(1000);
        long account = accountId(available);
        closeToday();
        adjustable.advance(Duration.ofDays(1));
        Receipt second = fund(200);
        // Found out a day later: it counts for the first day.
        Receipt backdated = post(funding(30).effectiveOn(today));
        long known = second.seq();

        assertThat(balance(account, today, null)).isEqualTo(1030);
        assertThat(balance(account, today, known)).isEqualTo(1000);
        assertThat(balance(account, today.plusDays(1), null)).isEqualTo(1230);
        assertThat(balance(account, today.plusDays(1), known)).isEqualTo(1200);
        assertThat(balance(account, today.minusDays(1), null)).isZero();
        assertThat(balance(account, today.plusDays(1), first.seq() - 1)).isZero();

        closeToday();
        adjustable.advance(Duration.ofDays(2));
        closeToday();

        assertThat(balance(account, today, null)).isEqualTo(1030);
        assertThat(balance(account, today, known)).isEqualTo(1000);
        assertThat(balance(account, today.plusDays(3), null)).isEqualTo(1230);
        assertThat(balance(account, today.plusDays(3), backdated.seq() - 1)).isEqualTo(1200);
        Scene.as(TestTokens.withRoles(UUID.randomUUID(), "operator"))
                .get("/v1/accounts/" + account + "/balance?on=" + today + "&seq=" + known)
                .then()
                .statusCode(200)
                .body("balance.amount", is("10.00"));
    }

    @Test
    void nonsense_is_refused_with_its_code() {
        var operator = Scene.as(TestTokens.withRoles(UUID.randomUUID(), "operator"));
        operator.get("/v1/accounts/999999999/balance").then().statusCode(404).body("code", is("account-not-found"));
        operator.get("/v1/accounts/1/balance?on=yesterday")
                .then()
                .statusCode(400)
                .body("code", is("invalid-day"));
        operator.get("/v1/audit/seals?cursor=x").then().statusCode(400).body("code", is("invalid-cursor"));
        Scene.asWorker(UUID.randomUUID()).get("/v1/audit/seals").then().statusCode(403);
    }

    private long balance(long account, LocalDate on, @Nullable Long seq) {
        Turnover turnover = Objects.requireNonNull(ledger.turnover(account, on, seq));
        return turnover.credits() - turnover.debits();
    }

    /** The day is over, everything of it is sealed, and it is closed. */
    private void closeToday() throws SQLException {
        sealEverything();
        adjustable.advance(Duration.ofDays(1));
        closings.closeAll();
        adjustable.advance(Duration.ofDays(-1));
    }

    /** Other transactions of the server end soon: this waits for a horizon of now to be certain. */
    private void sealEverything() throws SQLException {
        long taken = number("select last_value from posting_seq");
        for (int i = 0; i < 10_000 && sealedUpTo() < taken; i++) {
            seals.sealAll();
        }
        assertThat(sealedUpTo()).isGreaterThanOrEqualTo(taken);
    }

    private long sealedUpTo() throws SQLException {
        return number("select coalesce(max(to_seq), 0) from seal");
    }

    private long accountId(AccountName name) throws SQLException {
        return number("select id from account where owner_id = '" + name.ownerId() + "' and purpose = '"
                + name.purpose() + "'");
    }

    private long number(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Receipt fund(long cents) throws SQLException {
        return post(funding(cents));
    }

    private Command funding(long cents) {
        return command("fund", Leg.move(AccountName.cash("EUR"), available, cents, Reason.DEPOSIT));
    }

    /** A posting that shares no account with any other. */
    private Receipt postOf(UUID other) throws SQLException {
        return post(command(
                "other",
                Leg.move(
                        new AccountName(AccountName.Owner.PLATFORM, other, Purpose.TOPUP_COST, "EUR"),
                        AccountName.available(other, "EUR"),
                        1,
                        Reason.DEPOSIT)));
    }

    private static Command command(String kind, Leg... legs) {
        String key = kind + ":" + UUID.randomUUID();
        return Command.of("auditor-test", key, kind, key, "{}", List.of(legs));
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
