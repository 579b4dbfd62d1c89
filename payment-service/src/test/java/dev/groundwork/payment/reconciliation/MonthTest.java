package dev.groundwork.payment.reconciliation;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.payout.Payroll;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;

import static dev.groundwork.payment.testing.Scene.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

/** Months are closed, opened by two people, and given to the general ledger. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class MonthTest extends BankDays {

    @Inject
    AgroalDataSource database;

    @Test
    void a_closed_month_takes_no_postings_until_two_people_open_it() throws SQLException {
        YearMonth now = YearMonth.now(ZoneOffset.UTC);
        YearMonth before = now.minusMonths(2);
        close(checker, now.toString()).statusCode(409).body("code", equalTo("month-not-over"));
        close(checker, "2026-13").statusCode(400).body("code", equalTo("invalid-month"));
        close(maker, before.toString()).statusCode(403);
        close(checker, before.toString()).statusCode(200).body("state", equalTo("CLOSED"));
        close(checker, before.toString()).statusCode(200).body("actions.size()", equalTo(1));
        assertThatThrownBy(() -> postInto(before.atDay(15))).hasMessageContaining("the month is closed");

        String proposal = propose(before.toString(), "REOPEN_MONTH", null)
                .statusCode(201)
                .extract()
                .path("id");
        accept(checker, proposal).statusCode(200);

        JsonPath months = as(maker).get("/v1/months").jsonPath();
        assertThat(months.getString("items[0].state")).isEqualTo("REOPENED");
        assertThat(months.<String>getList("items[0].actions.action")).containsExactly("CLOSE", "REOPEN");
        assertThat(months.getString("items[0].actions[1].proposedBy"))
                .isNotEqualTo(months.getString("items[0].actions[1].actor"));
        propose(before.toString(), "REOPEN_MONTH", null).statusCode(409).body("code", equalTo("month-not-closed"));
        postInto(before.atDay(15));
    }

    @Test
    void the_general_ledger_gets_every_transfer_under_its_own_names() {
        UUID requester = scene.requesterWith(4_242);
        YearMonth month = YearMonth.now(ZoneOffset.UTC);
        as(checker)
                .body("{\"code\":\"=3500\",\"costCentre\":\"SALES\"}")
                .put("/v1/gl-accounts/REQUESTER/AVAILABLE")
                .then()
                .statusCode(200);
        as(checker)
                .body("{\"code\":\"1\"}")
                .put("/v1/gl-accounts/NOBODY/NOTHING")
                .then()
                .statusCode(404);
        as(maker)
                .body("{\"code\":\"1\"}")
                .put("/v1/gl-accounts/REQUESTER/AVAILABLE")
                .then()
                .statusCode(403);

        String csv = exported(month);

        assertThat(csv)
                .startsWith(
                        "document,date,kind,debit,debit_cost_centre,credit,credit_cost_centre,currency,amount,reference\r\n");
        assertThat(csv.lines().filter(line -> line.contains(requester.toString())))
                .singleElement()
                .asString()
                .contains(",deposit,1200,,'=3500,SALES,EUR,42.42,");
        as(maker).get("/v1/gl-export").then().statusCode(400).body("code", equalTo("invalid-month"));
        as(maker)
                .get("/v1/trial-balance?month=" + month)
                .then()
                .statusCode(200)
                .body("balanced", equalTo(true))
                .body("currencies.find { it.currency == 'EUR' }.difference.amount", equalTo("0.00"));
        as(checker)
                .body("{\"code\":\"3500\"}")
                .put("/v1/gl-accounts/REQUESTER/AVAILABLE")
                .then()
                .statusCode(200);
    }

    @Test
    void each_payout_of_a_shared_posting_has_its_own_reference_in_the_general_ledger() {
        List<UUID> workers = List.of(
                payroll.paidWorker(500, "Ada"), payroll.paidWorker(600, "Bea"), payroll.paidWorker(700, "Cleo"));
        YearMonth before = YearMonth.now(ZoneOffset.UTC);
        Sent sent = send();

        // At midnight the batch may be of either month.
        List<String> lines = Stream.of(before, YearMonth.now(ZoneOffset.UTC))
                .distinct()
                .flatMap(month -> exported(month).lines())
                .toList();

        JsonPath batch = Payroll.batch(maker, sent.id);
        Set<String> documents = new HashSet<>();
        for (UUID worker : workers) {
            String payout = batch.getString("payouts.items.find { it.workerId == '" + worker + "' }.id");
            assertThat(lines.stream().filter(line -> line.endsWith(",payout-post:" + payout)))
                    .as("the line of the payout to %s", worker)
                    .singleElement()
                    .satisfies(line -> documents.add(line.substring(0, line.indexOf(','))));
        }
        assertThat(documents).as("one posting").hasSize(1);
        assertThat(lines)
                .as("a line for each transfer of the posting")
                .filteredOn(line -> line.startsWith(documents.iterator().next() + ","))
                .hasSize(workers.size());
        sent.settledByHand();
    }

    private String exported(YearMonth month) {
        return as(maker)
                .get("/v1/gl-export?month=" + month)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private void postInto(LocalDate day) throws SQLException {
        try (var tx = database.getConnection()) {
            tx.setAutoCommit(false);
            try (var statement = tx.createStatement()) {
                UUID id = UUID.randomUUID();
                statement.execute("""
                        insert into command (id, scope, idem_key, request_hash, kind, payload, state, settled_at)
                        values ('%s', 'test', '%s', repeat('0', 64), 'test', '{}', 'POSTED', now())""".formatted(id, id));
                statement.execute("""
                        insert into posting (id, seq, kind, business_key, effective_on, posted_at)
                        values ('%s', nextval('posting_seq'), 'test', 'test:%s', '%s', now())""".formatted(id, id, day));
            } finally {
                tx.rollback();
            }
        }
    }
}
