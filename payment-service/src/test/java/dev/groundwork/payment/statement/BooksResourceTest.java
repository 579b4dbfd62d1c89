package dev.groundwork.payment.statement;

import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.contracts.payment.v1.WageFloorEvent;
import dev.groundwork.contracts.payment.v1.WageFloorEvent.Kind;
import dev.groundwork.contracts.payment.v1.WageFloorEvent.WageFloorSet;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.testing.Scene;
import dev.groundwork.payment.testing.Scene.Job;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.groundwork.payment.testing.Scene.as;
import static dev.groundwork.payment.testing.Scene.asRequester;
import static dev.groundwork.payment.testing.Scene.asWorker;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

/** What people read of the books. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class BooksResourceTest {

    @Inject
    Scene scene;

    private final String operator = TestTokens.withRoles(UUID.randomUUID(), "operator");

    @AfterEach
    void the_books_are_right() {
        scene.booksAreRight();
    }

    @Test
    void a_requester_reads_balance_and_entries_of_its_own_only() {
        Job job = Job.of(scene.requesterWith(10_000), 5, 30);
        UUID worker = UUID.randomUUID();
        scene.isFunded(job);
        scene.approves(job, worker);
        scene.hasEarned(worker, "0.05");

        JsonPath ledger = asRequester(job.requesterId()).get("/v1/ledger").jsonPath();
        assertThat(ledger.getList("items.reason")).containsExactly("hold", "deposit");
        assertThat(ledger.getList("items.amount.amount")).containsExactly("-2.18", "100.00");
        assertThat(ledger.getString("items[0].jobId")).isEqualTo(job.id().toString());
        JsonPath escrow = asRequester(job.requesterId())
                .queryParam("jobId", job.id())
                .get("/v1/ledger")
                .jsonPath();
        assertThat(escrow.getList("items.reason")).containsExactly("fee", "reward", "hold");
        assertThat(escrow.getList("items.amount.amount")).containsExactly("-0.01", "-0.05", "2.18");
        JsonPath foreign = asRequester(UUID.randomUUID())
                .queryParam("jobId", job.id())
                .get("/v1/ledger")
                .jsonPath();
        assertThat(foreign.getList("items")).isEmpty();
        scene.hasBalance(job.requesterId(), "97.82", "2.12", "0.06");
    }

    @Test
    void entries_are_paged_newest_first() {
        UUID requester = UUID.randomUUID();
        for (int i = 1; i <= 5; i++) {
            scene.deposit(requester, i);
        }

        JsonPath first =
                asRequester(requester).queryParam("limit", 2).get("/v1/ledger").jsonPath();
        JsonPath second = asRequester(requester)
                .queryParam("limit", 10)
                .queryParam("cursor", first.getString("next"))
                .get("/v1/ledger")
                .jsonPath();

        assertThat(first.getList("items.amount.amount")).containsExactly("0.05", "0.04");
        assertThat(second.getList("items.amount.amount")).containsExactly("0.03", "0.02", "0.01");
        assertThat(second.getString("next")).isNull();
    }

    @Test
    void a_worker_who_earned_nothing_reads_nothing() {
        UUID worker = UUID.randomUUID();

        asWorker(worker).get("/v1/earnings").then().statusCode(200).body("balances", empty());
        asWorker(worker)
                .queryParam("month", "2026-11")
                .get("/v1/statements")
                .then()
                .statusCode(200)
                .body("currencies", empty());
    }

    @Test
    void a_statement_needs_a_month() {
        asWorker(UUID.randomUUID()).get("/v1/statements").then().statusCode(400).body("code", equalTo("invalid-month"));
        asWorker(UUID.randomUUID())
                .queryParam("month", "2026-13")
                .get("/v1/statements")
                .then()
                .statusCode(400);
    }

    @Test
    void the_trial_balance_is_zero_and_the_audit_finds_nothing() {
        scene.requesterWith(12_345);

        as(operator)
                .get("/v1/trial-balance")
                .then()
                .statusCode(200)
                .body("balanced", equalTo(true))
                .body("currencies.difference.amount*.toBigDecimal()*.signum()", everyItem(equalTo(0)));
        as(operator)
                .get("/v1/audit")
                .then()
                .statusCode(200)
                .body("ok", equalTo(true))
                .body("invariants.size()", greaterThanOrEqualTo(11))
                .body("invariants.violations.flatten()", empty());
    }

    @Test
    void accounts_are_listed_page_by_page() {
        scene.requesterWith(1);

        JsonPath page = as(operator)
                .queryParam("limit", 1)
                .queryParam("currency", "EUR")
                .get("/v1/accounts")
                .jsonPath();

        assertThat(page.getList("items")).hasSize(1);
        assertThat(page.getString("next")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/trial-balance", "/v1/accounts", "/v1/audit", "/v1/payout-batches"})
    void the_books_of_the_house_are_closed_to_others(String path) {
        asRequester(UUID.randomUUID()).get(path).then().statusCode(403).body("code", equalTo("not-allowed"));
        asWorker(UUID.randomUUID()).get(path).then().statusCode(403);
        given().get(path).then().statusCode(401).body("code", equalTo("not-authenticated"));
    }

    @ParameterizedTest
    @CsvSource({
        "ES, 9.37, EUR, STATUTORY",
        "IT, 7.40, EUR, PLATFORM",
        "US-CA, 16.90, USD, STATUTORY",
        "XX, 8.00, USD, PLATFORM"
    })
    void wage_floors_are_public(String place, String amount, String currency, String kind) {
        given().queryParam("place", place)
                .get("/v1/wage-floors")
                .then()
                .statusCode(200)
                .body("perHour.amount", equalTo(amount))
                .body("perHour.currency", equalTo(currency))
                .body("kind", equalTo(kind));
    }

    @Test
    void a_wage_floor_needs_a_place() {
        given().get("/v1/wage-floors").then().statusCode(400).body("code", equalTo("invalid-place"));
        given().queryParam("place", "Spain").get("/v1/wage-floors").then().statusCode(400);
    }

    @Test
    void wage_floors_were_published_at_the_start() {
        WageFloorSet spain = scene.hear(
                WageFloorEvent.TOPIC, WageFloorSet.class, event -> event.place().equals("ES"));
        WageFloorSet house = scene.hear(
                WageFloorEvent.TOPIC, WageFloorSet.class, event -> event.place().equals("platform-EUR"));

        assertThat(spain.perHour().minor()).isEqualTo("937");
        assertThat(house.kind()).isEqualTo(Kind.PLATFORM);
        assertThat(house.perHour().minor()).isEqualTo("740");
    }
}
