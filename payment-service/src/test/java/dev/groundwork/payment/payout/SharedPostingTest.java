package dev.groundwork.payment.payout;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.kit.money.Money;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.ledger.Audit;
import dev.groundwork.payment.testing.Scene;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.groundwork.payment.payout.Payroll.DRAFT;
import static dev.groundwork.payment.payout.Payroll.SEPA;
import static dev.groundwork.payment.payout.Payroll.earnings;
import static dev.groundwork.payment.payout.Payroll.propose;
import static dev.groundwork.payment.payout.Payroll.release;
import static dev.groundwork.payment.payout.Payroll.step;
import static dev.groundwork.payment.testing.Scene.as;
import static dev.groundwork.payment.testing.Scene.asWorker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

/** Many payouts share a posting, and what happens to one of them happens to it alone. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class SharedPostingTest {

    /** Two postings as long as they may be, and one of a few. */
    private static final int WORKERS = 130;

    @Inject
    Scene scene;

    @Inject
    Payroll payroll;

    @Inject
    PayoutProposals proposals;

    @Inject
    PayoutPages pages;

    @Inject
    Audit audit;

    @Inject
    AgroalDataSource database;

    private final String maker = TestTokens.withRoles(UUID.randomUUID(), "finance-maker");
    private final String checker = TestTokens.withRoles(UUID.randomUUID(), "finance-checker");

    @BeforeEach
    void nobody_else_is_owed_anything() {
        Payroll.payOff();
    }

    @AfterEach
    void nothing_stays_frozen_and_the_books_are_right() {
        Payroll.payOff();
        scene.booksAreRight();
    }

    @Test
    void whose_balance_shrank_is_left_out_alone() throws SQLException {
        payroll.crowd(WORKERS, 500);
        String id = propose(maker, DRAFT).getString("id");
        UUID shrunk = worker(id, 5);
        UUID beside = worker(id, 6);
        UUID elsewhere = worker(id, 100);
        long hold = payroll.reserve(shrunk, 1);

        String hash = step(maker, id, "freeze")
                .statusCode(200)
                .body("payoutCount", equalTo(WORKERS - 1))
                .body("heldCount", equalTo(1))
                .body("total.amount", equalTo("645.00"))
                .extract()
                .path("contentHash");

        assertThat(postings(id, "payout-hold"))
                .as("62 alone, 63 and 4 together")
                .isEqualTo(62 + 2);
        earnings(shrunk, "4.99", "0.00", "0.00", "4.99");
        earnings(beside, "0.00", "5.00", "0.00", "5.00");
        release(checker, id, hash).statusCode(200);
        assertThat(postings(id, "payout-post")).as("63, 63 and 3").isEqualTo(3);
        assertThat(paidOut(beside)).containsExactly(payout(beside));
        assertThat(paidOut(elsewhere)).containsExactly(payout(elsewhere));
        assertThat(paidOut(shrunk)).isEmpty();
        payroll.free(shrunk, hold);
        step(maker, id, "sent").statusCode(200);
        step(maker, id, "settle").statusCode(200);
        step(checker, id, "settle").statusCode(200);
        step(maker, id, "close").statusCode(200);
    }

    @Test
    void one_is_taken_out_of_its_posting_and_the_others_leave() throws SQLException {
        payroll.crowd(WORKERS, 500);
        String id = propose(maker, SEPA).getString("id");
        assertThat(postings(id, "payout-hold")).isEqualTo(3);
        UUID out = worker(id, 64);

        String hash = as(maker)
                .body("{\"reason\":\"asked for it\"}")
                .post("/v1/payout-batches/" + id + "/payouts/" + payout(out) + "/exclude")
                .then()
                .statusCode(200)
                .body("payoutCount", equalTo(WORKERS - 1))
                .extract()
                .path("contentHash");

        earnings(out, "5.00", "0.00", "0.00", "5.00");
        release(checker, id, hash).statusCode(200);
        earnings(out, "5.00", "0.00", "0.00", "5.00");
        earnings(worker(id, 63), "0.00", "5.00", "0.00", "5.00");
        earnings(worker(id, 65), "0.00", "5.00", "0.00", "5.00");
        step(maker, id, "sent").statusCode(200);
        step(maker, id, "settle").statusCode(200);
        step(checker, id, "settle").statusCode(200);
    }

    @Test
    void what_a_rejected_batch_held_is_free_and_held_anew_by_its_copy() throws SQLException {
        payroll.crowd(WORKERS, 500);
        JsonPath batch = propose(maker, SEPA);
        String id = batch.getString("id");

        as(checker)
                .body("{\"contentHash\":\"%s\",\"reason\":\"not today\"}".formatted(batch.getString("contentHash")))
                .post("/v1/payout-batches/" + id + "/reject")
                .then()
                .statusCode(200);
        assertThat(postings(id, "payout-void")).isEqualTo(3);
        String copy = as(maker)
                .get("/v1/payout-batches?limit=5")
                .jsonPath()
                .getString("items.find { it.copyOf == '" + id + "' }.id");
        String hash = step(maker, copy, "freeze")
                .statusCode(200)
                .body("payoutCount", equalTo(WORKERS))
                .extract()
                .path("contentHash");

        assertThat(postings(copy, "payout-hold")).isEqualTo(3);
        release(checker, copy, hash).statusCode(200);
        earnings(worker(copy, 70), "0.00", "5.00", "0.00", "5.00");
        step(maker, copy, "sent").statusCode(200);
        step(maker, copy, "settle").statusCode(200);
        step(checker, copy, "settle").statusCode(200);
    }

    @Test
    void two_payouts_with_one_hold_are_red() throws SQLException {
        payroll.crowd(2, 500);
        String id = propose(maker, SEPA).getString("id");
        UUID one = payout(worker(id, 1));
        UUID other = payout(worker(id, 2));
        long own = hold(one);

        hold(one, hold(other));
        List<String> violations;
        try {
            violations = audit.run().invariants().stream()
                    .filter(finding -> !finding.ok())
                    .flatMap(finding -> finding.violations().stream())
                    .toList();
        } finally {
            hold(one, own);
        }

        assertThat(violations)
                .hasSize(2)
                .anyMatch(violation -> violation.startsWith("payout " + one))
                .anyMatch(violation -> violation.equals("hold " + hold(other) + " is that of 2 payouts"));
    }

    /** No reader picks one of them and shows it as if it were the only one. */
    @Test
    void readers_do_not_hide_that_two_payouts_have_one_hold() throws SQLException {
        UUID worker = payroll.paidWorker(500, "Wanda");
        Payroll.payOff();
        payroll.earns(worker, 600);
        Payroll.payOff();
        payroll.earns(worker, 700);
        Payroll.payOff();
        UUID first = settled(worker, 0);
        UUID second = settled(worker, 1);
        UUID third = settled(worker, 2);
        long own = hold(first);
        String document = "/v1/statements/payouts/" + third + "/document?format=CSV";
        String statement = "/v1/statements?month=" + YearMonth.now(ZoneOffset.UTC);

        hold(first, hold(second));
        int statementStatus;
        int documentStatus;
        String ledger;
        try {
            statementStatus = asWorker(worker).get(statement).statusCode();
            documentStatus = asWorker(worker).get(document).statusCode();
            ledger = as(maker)
                    .get("/v1/gl-export?month=" + YearMonth.now(ZoneOffset.UTC))
                    .asString();
        } finally {
            hold(first, own);
        }

        assertThat(statementStatus).isEqualTo(500);
        assertThat(documentStatus).isEqualTo(500);
        assertThat(ledger.lines().filter(line -> line.contains(second.toString())))
                .singleElement()
                .asString()
                .contains(first.toString());
        assertThat(paidOut(worker)).containsExactly(first, second, third);
        asWorker(worker).get(document).then().statusCode(200);
    }

    private UUID settled(UUID worker, int place) throws SQLException {
        try (var tx = database.getConnection()) {
            return id(
                    tx,
                    "id from payout where state = 'SETTLED' and worker_id = '" + worker + "' order by id offset "
                            + place + " limit 1");
        }
    }

    @Test
    void a_frozen_payout_stays_on_its_page_and_out_of_every_index() throws SQLException {
        payroll.crowd(WORKERS, 500);

        tried(tx -> {
            PayoutBatch draft = proposals.collect("maker", "SEPA", new Money(100, "EUR"));
            long changes = number(tx, "pg_stat_get_xact_tuples_updated('payout'::regclass)");
            long onThePage = number(tx, "pg_stat_get_xact_tuples_hot_updated('payout'::regclass)");

            proposals.freeze(draft, "maker");

            assertThat(number(tx, "pg_stat_get_xact_tuples_updated('payout'::regclass)") - changes)
                    .isEqualTo(WORKERS);
            assertThat(number(tx, "pg_stat_get_xact_tuples_hot_updated('payout'::regclass)") - onThePage)
                    .isEqualTo(WORKERS);
        });
    }

    /** What follows the pages of a batch, such as the change of all of it, would be planned badly by how a page is. */
    @Test
    void plans_for_pages_end_with_the_pages() throws SQLException {
        payroll.crowd(2, 500);

        tried(tx -> {
            String before = settings(tx);
            List<String> onPages = new ArrayList<>();

            PayoutBatch draft = proposals.collect("maker", "SEPA", new Money(100, "EUR"));
            String collected = settings(tx);
            pages.each(tx, draft.id(), Set.of(Payout.State.READY), page -> onPages.add(settings(tx)));
            String after = settings(tx);

            assertThat(collected).isEqualTo(before);
            assertThat(onPages).isNotEmpty().allSatisfy(page -> assertThat(page)
                    .isNotEqualTo(before)
                    .contains("plan_cache_mode=force_generic_plan"));
            assertThat(after).isEqualTo(before);
        });
    }

    /** What is done in a transaction that is taken back: a draft of everybody's payouts would be in the way of other tests. */
    @FunctionalInterface
    private interface Trial {
        void in(Connection tx) throws SQLException;
    }

    private void tried(Trial trial) throws SQLException {
        QuarkusTransaction.begin();
        try (Connection tx = database.getConnection()) {
            trial.in(tx);
        } finally {
            QuarkusTransaction.rollback();
        }
    }

    /** {@return all that a session may set, so that no setting is left behind whichever it is} */
    private static String settings(Connection tx) throws SQLException {
        try (var statement = tx.createStatement();
                var row = statement.executeQuery("""
                        select string_agg(name || '=' || setting, ' ' order by name)
                        from pg_settings
                        where context in ('user', 'superuser')""")) {
            row.next();
            return row.getString(1);
        }
    }

    /** {@return the ids of the payouts that the worker's statement of this month shows} */
    private static List<UUID> paidOut(UUID worker) {
        return asWorker(worker)
                .queryParam("month", YearMonth.now(ZoneOffset.UTC).toString())
                .get("/v1/statements")
                .jsonPath()
                .getList("currencies[0].entries.findAll { it.reason == 'payout' }.payoutId", UUID.class);
    }

    private int postings(String batch, String kind) throws SQLException {
        try (var tx = database.getConnection()) {
            return (int) number(tx, """
                    count(distinct p.id)
                    from posting p
                             join transfer t on t.posting_id = p.id
                             join account a on a.id = t.credit_account and a.owner_type = 'RAIL'
                    where p.kind = '%s' and a.owner_id = '%s'""".formatted(kind, batch));
        }
    }

    private UUID worker(String batch, int position) throws SQLException {
        try (var tx = database.getConnection()) {
            return id(tx, "worker_id from payout where batch_id = '" + batch + "' and position = " + position);
        }
    }

    /** {@return the only payout of the worker that is open} */
    private UUID payout(UUID worker) throws SQLException {
        try (var tx = database.getConnection()) {
            return id(tx, "id from payout where open and worker_id = '" + worker + "'");
        }
    }

    private long hold(UUID payout) {
        try (var tx = database.getConnection()) {
            return number(tx, "hold_seq from payout where id = '" + payout + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void hold(UUID payout, long seq) throws SQLException {
        try (var tx = database.getConnection();
                var statement = tx.createStatement()) {
            assertThat(statement.executeUpdate("update payout set hold_seq = " + seq + " where id = '" + payout + "'"))
                    .isOne();
        }
    }

    private static long number(Connection tx, String what) throws SQLException {
        try (var statement = tx.createStatement();
                var row = statement.executeQuery("select " + what)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static UUID id(Connection tx, String what) throws SQLException {
        try (var statement = tx.createStatement();
                var row = statement.executeQuery("select " + what)) {
            row.next();
            return row.getObject(1, UUID.class);
        }
    }
}
