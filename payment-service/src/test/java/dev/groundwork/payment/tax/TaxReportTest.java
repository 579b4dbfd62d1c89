package dev.groundwork.payment.tax;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentApproved;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.time.AdjustableClock;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.PostingEngine;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.ledger.Receipt;
import dev.groundwork.payment.sheet.DocumentFormat;
import dev.groundwork.payment.tax.TaxReports.Dac7;
import dev.groundwork.payment.tax.TaxReports.Nec;
import dev.groundwork.payment.testing.Scene;
import dev.groundwork.payment.testing.Scene.Job;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.groundwork.payment.testing.Scene.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

/** The data of a year's reports, on both sides of the thresholds. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class TaxReportTest {

    @Inject
    Scene scene;

    @Inject
    PostingEngine engine;

    @Inject
    TaxReports reports;

    @Inject
    AgroalDataSource database;

    @Inject
    AdjustableClock clock;

    private final String finance = TestTokens.withRoles(UUID.randomUUID(), "finance-maker");

    @AfterEach
    void now_again() {
        clock.reset();
    }

    @Test
    void who_was_paid_two_thousand_dollars_is_reported_and_a_cent_less_is_not() throws SQLException {
        UUID over = livesIn("US");
        UUID under = livesIn("US");
        UUID abroad = livesIn("ES");
        UUID inEuros = livesIn("US");
        // Payouts without their batches would break the books: all of it is taken back.
        try (var tx = database.getConnection()) {
            tx.setAutoCommit(false);
            clock.set(Instant.parse("2026-07-03T10:00:00Z"));
            // 1,850.00 EUR are 2,000.00 dollars at 0.925.
            paid(
                    tx,
                    List.of(
                            payment(over, 2_000_00, "USD"),
                            payment(under, 1_999_99, "USD"),
                            payment(abroad, 5_000_00, "USD"),
                            payment(inEuros, 1_850_00, "EUR")));
            clock.set(Instant.parse("2025-07-03T10:00:00Z"));
            paid(tx, List.of(payment(under, 600_00, "USD")));

            assertThat(reports.nec(tx, 2026))
                    .contains(new Nec(over, new Money(2_000_00, "USD")), new Nec(inEuros, new Money(2_000_00, "USD")))
                    .extracting(Nec::workerId)
                    .doesNotContain(under, abroad);
            assertThat(reports.nec(tx, 2025)).contains(new Nec(under, new Money(600_00, "USD")));
            tx.rollback();
        }
    }

    @Test
    void a_year_is_reported_when_it_is_over() {
        clock.set(Instant.parse("2026-12-31T23:59:59Z"));
        as(finance).get("/v1/tax-reports/1099-nec/2026").then().statusCode(409).body("code", equalTo("year-not-over"));
        clock.set(Instant.parse("2027-01-01T00:00:00Z"));
        as(finance)
                .get("/v1/tax-reports/1099-nec/2026")
                .then()
                .statusCode(200)
                .body("threshold.amount", equalTo("2000.00"));
        as(finance)
                .get("/v1/tax-reports/1099-nec/2025")
                .then()
                .statusCode(200)
                .body("threshold.amount", equalTo("600.00"));
    }

    @Test
    void sellers_in_the_union_are_reported_from_the_first_cent_by_quarter() throws SQLException {
        UUID seller = livesIn("ES");
        UUID abroad = livesIn("US");
        Job job = Job.of(scene.requesterWith(10_000), 5, 30);
        scene.isFunded(job);
        scene.approves(job, seller);
        scene.approves(job, abroad);
        scene.topsUp(job, seller, 2);
        scene.hasEarned(seller, "0.07");
        int year = Instant.now().atZone(ZoneOffset.UTC).getYear();
        int quarter = (Instant.now().atZone(ZoneOffset.UTC).getMonthValue() - 1) / 3;
        clock.set(Instant.parse((year + 1) + "-01-01T00:00:00Z"));

        JsonPath report = as(finance).get("/v1/tax-reports/dac7/" + year).jsonPath();

        String found = "sellers.find { it.workerId == '" + seller + "' }";
        assertThat(report.getString(found + ".country")).isEqualTo("ES");
        assertThat(report.getString(found + ".quarters[" + quarter + "].amount"))
                .isEqualTo("0.07");
        assertThat(report.getInt(found + ".activities[" + quarter + "]")).isEqualTo(1);
        assertThat(report.getString("sellers.find { it.workerId == '" + abroad + "' }"))
                .isNull();
        String csv = as(finance)
                .get("/v1/tax-reports/dac7/" + year + "/document")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(csv.lines())
                .contains("%d,Q%d,%s,ES,EUR,0.07,1".formatted(year, quarter + 1, seller))
                .noneMatch(line -> line.contains(abroad.toString()));
        assertThat(csv)
                .as("row by row it is the document")
                .isEqualTo(new String(
                        DocumentFormat.CSV.write(TaxSheets.dac7(year, reports.dac7(year))), StandardCharsets.UTF_8));
        as(finance)
                .queryParam("format", "PDF")
                .get("/v1/tax-reports/1099-nec/" + year + "/document")
                .then()
                .statusCode(200)
                .contentType("application/pdf");
        Scene.asRequester(UUID.randomUUID())
                .get("/v1/tax-reports/dac7/" + year)
                .then()
                .statusCode(403);
    }

    @Test
    void what_was_taken_back_was_not_earned() throws SQLException {
        UUID seller = livesIn("ES");
        UUID nothing = livesIn("ES");
        Job job = Job.of(scene.requesterWith(10_000), 5, 30);
        scene.isFunded(job);
        scene.approves(job, seller);
        AssignmentApproved mistaken = scene.approves(job, seller);
        AssignmentApproved only = scene.approves(job, nothing);
        scene.hasEarned(seller, "0.10");
        scene.hasEarned(nothing, "0.05");
        takesBack(mistaken);
        // Of the other one a part is gone: that becomes a debt, and was not earned either.
        try (var tx = database.getConnection()) {
            tx.setAutoCommit(false);
            paid(
                    tx,
                    List.of(Command.of(
                            "tax-test",
                            "held:" + nothing,
                            "test",
                            "held:" + nothing,
                            "{}",
                            List.of(Leg.move(
                                    AccountName.payable(nothing, "EUR"),
                                    AccountName.held(nothing, "EUR"),
                                    3,
                                    Reason.HOLD)))));
            tx.commit();
        }
        takesBack(only);
        int year = Instant.now().atZone(ZoneOffset.UTC).getYear();
        int quarter = (Instant.now().atZone(ZoneOffset.UTC).getMonthValue() - 1) / 3;
        clock.set(Instant.parse((year + 1) + "-01-01T00:00:00Z"));

        List<Dac7> sellers = reports.dac7(year);

        assertThat(sellers)
                .filteredOn(one -> one.workerId().equals(seller))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.quarters().get(quarter)).isEqualTo(new Money(5, "EUR"));
                    assertThat(one.activities().get(quarter)).isEqualTo(1L);
                });
        assertThat(sellers).extracting(Dac7::workerId).doesNotContain(nothing);
        clock.reset();
        scene.booksAreRight();
    }

    private static void takesBack(AssignmentApproved approved) {
        as(TestTokens.withRoles(UUID.randomUUID(), "finance-checker"))
                .body("{\"reason\":\"a duplicate\"}")
                .post("/v1/approvals/" + approved.assignmentId() + "/reversal")
                .then()
                .statusCode(200);
    }

    @Test
    void a_seller_is_given_once_for_each_currency_with_all_its_quarters() throws SQLException, IOException {
        UUID seller = livesIn("DE");
        UUID other = livesIn("FR");
        List<Dac7> sellers = new ArrayList<>();
        // Payouts without their batches would break the books: all of it is taken back.
        try (var tx = database.getConnection()) {
            tx.setAutoCommit(false);
            clock.set(Instant.parse("2026-02-03T10:00:00Z"));
            paid(tx, List.of(payment(seller, 100, "EUR"), payment(other, 7, "EUR")));
            clock.set(Instant.parse("2026-08-03T10:00:00Z"));
            paid(tx, List.of(payment(seller, 200, "EUR"), payment(seller, 50, "EUR"), payment(seller, 3, "USD")));

            TaxReports.eachDac7(tx, 2026, sellers::add);
            tx.rollback();
        }

        assertThat(sellers)
                .filteredOn(
                        one -> one.workerId().equals(seller) || one.workerId().equals(other))
                .containsExactlyInAnyOrder(
                        new Dac7(seller, "DE", "EUR", amounts("EUR", 100, 0, 250, 0), List.of(1L, 0L, 2L, 0L)),
                        new Dac7(seller, "DE", "USD", amounts("USD", 0, 0, 3, 0), List.of(0L, 0L, 1L, 0L)),
                        new Dac7(other, "FR", "EUR", amounts("EUR", 7, 0, 0, 0), List.of(1L, 0L, 0L, 0L)));
    }

    private static List<Money> amounts(String currency, long... minor) {
        return Arrays.stream(minor).mapToObj(one -> new Money(one, currency)).toList();
    }

    private UUID livesIn(String country) throws SQLException {
        UUID worker = UUID.randomUUID();
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    "insert into worker_place values ('%s', 1, '%s', null, '2025-01-02')".formatted(worker, country));
        }
        return worker;
    }

    /** To a worker and on to the bank. */
    private static Command payment(UUID worker, long minor, String currency) {
        UUID batch = UUID.randomUUID();
        return Command.of(
                "tax-test",
                batch.toString(),
                "test",
                "tax-test:" + batch,
                "{}",
                List.of(
                        Leg.move(
                                AccountName.suspense(currency),
                                AccountName.payable(worker, currency),
                                minor,
                                Reason.REWARD),
                        Leg.move(
                                AccountName.payable(worker, currency),
                                AccountName.clearing(batch, currency),
                                minor,
                                Reason.PAYOUT)));
    }

    private void paid(Connection tx, List<Command> payments) throws SQLException {
        assertThat(engine.post(tx, payments)).allMatch(Receipt::posted);
    }
}
