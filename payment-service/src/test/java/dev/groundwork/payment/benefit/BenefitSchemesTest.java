package dev.groundwork.payment.benefit;

import java.sql.SQLException;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

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
import dev.groundwork.payment.ledger.Sealing;
import dev.groundwork.payment.testing.Scene;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

/** In currencies that no other test earns in, so that the sums are known. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class BenefitSchemesTest {

    private static final String OPERATOR = TestTokens.withRoles(UUID.randomUUID(), "operator");

    @Inject
    BenefitSchemes schemes;

    @Inject
    Sealing sealing;

    @Inject
    PostingEngine engine;

    @Inject
    AgroalDataSource database;

    @Inject
    AdjustableClock clock;

    @Inject
    Scene scene;

    private final UUID job = UUID.randomUUID();
    private final String code = "fund-" + UUID.randomUUID().toString().substring(0, 8);
    private final String month = YearMonth.now(ZoneOffset.UTC).toString();

    @AfterEach
    void the_books_are_right() {
        clock.reset();
        scene.booksAreRight();
    }

    @Test
    void a_share_of_what_is_earned_is_laid_aside_once_and_nothing_is_lost_by_rounding() throws Exception {
        fund("CHF", 10_000);
        add(code, "CHF", "0.05", month).statusCode(201);

        for (int i = 0; i < 3; i++) {
            earn("CHF", 33);
            sealing.everything();
            schemes.accrueAll();
            schemes.accrueAll();
        }

        // 5 % of 33 is 1.65 each time; of all three it is 4.95.
        assertThat(laidAside()).containsEntry("earned", "0.99").containsEntry("laidAside", "0.04");
        earn("CHF", 1);
        sealing.everything();
        schemes.accrueAll();
        assertThat(laidAside()).containsEntry("earned", "1.00").containsEntry("laidAside", "0.05");
    }

    @Test
    void what_is_taken_back_from_workers_is_taken_back_from_the_fund() throws Exception {
        fund("DKK", 10_000);
        add(code, "DKK", "0.1", month).statusCode(201);
        UUID worker = earn("DKK", 100);
        sealing.everything();
        schemes.accrueAll();
        assertThat(laidAside()).containsEntry("laidAside", "0.10");

        post(Leg.move(AccountName.payable(worker, "DKK"), AccountName.escrow(job, "DKK"), 45, Reason.REVERSAL));
        sealing.everything();
        schemes.accrueAll();

        assertThat(laidAside()).containsEntry("earned", "0.55").containsEntry("laidAside", "0.05");
    }

    @Test
    void a_scheme_that_cannot_take_back_what_is_gone_keeps_no_other_waiting_and_catches_up() throws Exception {
        String other = code + "-b";
        fund("NOK", 10_000);
        add(code, "NOK", "0.1", month).statusCode(201);
        add(other, "NOK", "0.2", month).statusCode(201);
        UUID worker = earn("NOK", 100);
        sealing.everything();
        schemes.accrueAll();
        AccountName emptied = fundOf(code);
        post(Leg.move(emptied, AccountName.cash("NOK"), 10, Reason.SUSPENSE));

        post(Leg.move(AccountName.payable(worker, "NOK"), AccountName.escrow(job, "NOK"), 100, Reason.REVERSAL));
        sealing.everything();
        schemes.accrueAll();

        assertThat(laidAside()).containsEntry("earned", "1.00").containsEntry("laidAside", "0.10");
        assertThat(laidAside(other, 0)).containsEntry("earned", "0.00").containsEntry("laidAside", "0.00");
        // What the next month brings makes up for it, though that month comes later.
        clock.advance(Duration.ofDays(32));
        earn("NOK", 200);
        sealing.everything();
        schemes.accrueAll();
        assertThat(laidAside(code, 0)).containsEntry("earned", "0.00").containsEntry("laidAside", "0.00");
        assertThat(laidAside(code, 1)).containsEntry("earned", "2.00").containsEntry("laidAside", "0.20");
        post(Leg.move(AccountName.cash("NOK"), emptied, 10, Reason.SUSPENSE));
    }

    @Test
    void what_is_not_sealed_is_not_counted_yet() throws Exception {
        fund("CZK", 10_000);
        add(code, "CZK", "0.5", month).statusCode(201);

        earn("CZK", 100);
        schemes.accrueAll();

        assertThat(months()).isZero();
        sealing.everything();
        schemes.accrueAll();
        assertThat(laidAside()).containsEntry("laidAside", "0.50");
    }

    @Test
    void a_scheme_is_added_once_for_this_month_or_later_and_ended_once() {
        add(code, "SEK", "0.05", month).statusCode(201).body("rate", is("0.05")).body("firstMonth", is(month));
        add(code, "SEK", "0.06", month).statusCode(409).body("code", is("benefit-scheme-exists"));
        add(code + "-b", "SEK", "0.05", "2020-01").statusCode(422).body("code", is("benefit-scheme-begun"));
        add(code + "-b", "XAU", "0.05", month).statusCode(422).body("code", is("unsupported-currency"));
        add(code + "-b", "SEK", "1.5", month).statusCode(400);
        add(code + "-b", "SEK", "0.05", "soon").statusCode(400).body("code", is("invalid-month"));

        end(code, "2020-01").statusCode(422).body("code", is("benefit-scheme-begun"));
        end(code, month).statusCode(200).body("lastMonth", is(month));
        end(code, month).statusCode(200).body("lastMonth", is(month));
        end(code, YearMonth.parse(month).plusMonths(1).toString())
                .statusCode(409)
                .body("code", is("benefit-scheme-ended"));
        end("no-such-scheme", month).statusCode(404).body("code", is("benefit-scheme-not-found"));
    }

    @Test
    void only_operators_change_schemes_and_finance_reads_them() {
        for (String role : List.of("worker", "requester", "finance-maker")) {
            Scene.as(TestTokens.withRoles(UUID.randomUUID(), role))
                    .body(body(code, "EUR", "0.05", month))
                    .post("/v1/benefit-schemes")
                    .then()
                    .statusCode(403);
        }
        Scene.as(TestTokens.withRoles(UUID.randomUUID(), "finance-maker"))
                .get("/v1/benefit-schemes")
                .then()
                .statusCode(200);
        Scene.as(TestTokens.worker(UUID.randomUUID()))
                .get("/v1/benefit-schemes")
                .then()
                .statusCode(403);
    }

    private Map<String, String> laidAside() {
        assertThat(months()).isOne();
        return laidAside(code, 0);
    }

    private static Map<String, String> laidAside(String code, int month) {
        JsonPath all = Scene.as(OPERATOR).get("/v1/benefit-schemes").jsonPath();
        String one = "items.find { it.code == '" + code + "' }.months[" + month + "]";
        return Map.of(
                "earned", all.getString(one + ".earned.amount"),
                "laidAside", all.getString(one + ".laidAside.amount"));
    }

    private AccountName fundOf(String code) {
        return schemes.all().stream()
                .map(BenefitSchemes.Scheme::terms)
                .filter(scheme -> scheme.code().equals(code))
                .findFirst()
                .orElseThrow()
                .fund();
    }

    private int months() {
        return Scene.as(OPERATOR)
                .get("/v1/benefit-schemes")
                .jsonPath()
                .getInt("items.find { it.code == '" + code + "' }.months.size()");
    }

    private static ValidatableResponse add(String code, String currency, String rate, String firstMonth) {
        return Scene.as(OPERATOR)
                .body(body(code, currency, rate, firstMonth))
                .post("/v1/benefit-schemes")
                .then();
    }

    private static String body(String code, String currency, String rate, String firstMonth) {
        return """
                {"code": "%s", "name": "A fund", "currency": "%s", "rate": "%s", "firstMonth": "%s", "reason": "agreed"}""".formatted(code, currency, rate, firstMonth);
    }

    private static ValidatableResponse end(String code, String lastMonth) {
        return Scene.as(OPERATOR)
                .body("{\"lastMonth\": \"" + lastMonth + "\"}")
                .post("/v1/benefit-schemes/" + code + "/end")
                .then();
    }

    private void fund(String currency, long minor) throws SQLException {
        post(Leg.move(AccountName.cash(currency), AccountName.escrow(job, currency), minor, Reason.DEPOSIT));
    }

    private UUID earn(String currency, long minor) throws SQLException {
        UUID worker = UUID.randomUUID();
        post(Leg.move(AccountName.escrow(job, currency), AccountName.payable(worker, currency), minor, Reason.REWARD));
        return worker;
    }

    private void post(Leg leg) throws SQLException {
        String key = "benefit-test:" + UUID.randomUUID();
        try (var tx = database.getConnection()) {
            tx.setAutoCommit(false);
            assertThat(engine.post(tx, List.of(Command.of("benefit-test", key, "test", key, "{}", List.of(leg)))))
                    .allMatch(receipt -> receipt.posted());
            tx.commit();
        }
    }
}
