package dev.groundwork.payment.wage;

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

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

/** Operators add floors, living wages and exchange rates; nobody edits any. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class WageOfficeTest {

    private static final String FLOOR = """
            {"place":%s,"kind":"%s","perHour":{"amount":"%s","currency":"%s"},"effectiveFrom":"2026-11-01",
             "source":"a decree","confidence":"high","reason":"new decree"}""";

    @Inject
    Scene scene;

    private final String operator = TestTokens.withRoles(UUID.randomUUID(), "operator");

    @Test
    void without_a_place_the_marketplaces_own_floor_is_told_by_its_currency() {
        given().get("/v1/wage-floors?currency=USD")
                .then()
                .statusCode(200)
                .body("kind", equalTo("PLATFORM"))
                .body("perHour.currency", equalTo("USD"));
        given().get("/v1/wage-floors?currency=XXX")
                .then()
                .statusCode(400)
                .body("code", equalTo("unsupported-currency"));
        given().get("/v1/wage-floors").then().statusCode(400).body("code", equalTo("invalid-place"));
    }

    @Test
    void a_floor_is_added_once_told_to_the_others_and_shown_with_its_reason() {
        add("\"CZ\"", "STATUTORY", "200.00", "CZK").statusCode(204);

        scene.hear(
                WageFloorEvent.TOPIC,
                WageFloorSet.class,
                set -> set.place().equals("CZ")
                        && set.perHour().minor().equals("20000")
                        && set.kind() == Kind.STATUTORY);
        given().get("/v1/wage-floors?place=CZ")
                .then()
                .statusCode(200)
                .body("perHour.amount", equalTo("200.00"))
                .body("source", equalTo("a decree"));
        given().get("/v1/wage-floors/changes")
                .then()
                .body("items.find { it.place == 'CZ' }.reason", equalTo("new decree"));
        add("\"CZ\"", "STATUTORY", "210.00", "CZK").statusCode(409).body("code", equalTo("wage-floor-exists"));
    }

    @Test
    void the_marketplaces_own_floor_only_rises() {
        add("null", "PLATFORM", "7.39", "EUR")
                .statusCode(422)
                .body("code", equalTo("platform-floor-lowered"))
                .body("floor", equalTo("7.40"));
    }

    @Test
    void a_floor_needs_a_place_that_there_is_and_an_operator() {
        add("\"ZZ\"", "LIVING", "7.00", "EUR").statusCode(400).body("code", equalTo("invalid-place"));
        add("null", "LIVING", "7.00", "EUR").statusCode(400).body("code", equalTo("invalid-place"));
        Scene.asRequester(UUID.randomUUID())
                .body(FLOOR.formatted("\"CZ\"", "LIVING", "7.00", "EUR"))
                .post("/v1/wage-floors")
                .then()
                .statusCode(403);
    }

    @Test
    void living_wages_are_imported_all_or_none_and_every_wrong_cell_is_named() {
        imported("/v1/wage-floors/imports", """
                place,currency,per_hour,effective_date,source,confidence
                IE,EUR,15.40,2026-01-01,Living Wage Technical Group,high
                Z9,EUR,1.234,2026-13-01,,certain
                """)
                .statusCode(422)
                .body("code", equalTo("rates-rejected"))
                .body("errors.row", contains(2, 2, 2, 2, 2))
                .body("errors.column", contains("place", "per_hour", "effective_date", "source", "confidence"));
        given().get("/v1/wage-floors?place=IE").then().body("kind", equalTo("STATUTORY"));

        String good = """
                place,currency,per_hour,effective_date,source,confidence
                IE,EUR,15.40,2026-01-01,Living Wage Technical Group,high
                """;
        imported("/v1/wage-floors/imports", good).statusCode(200).body("added", equalTo(1));
        imported("/v1/wage-floors/imports", good)
                .statusCode(200)
                .body("added", equalTo(0))
                .body("unchanged", equalTo(1));
        given().get("/v1/wage-floors?place=IE")
                .then()
                .body("kind", equalTo("LIVING"))
                .body("perHour.amount", equalTo("15.40"));
    }

    @Test
    void exchange_rates_are_imported_the_same_way() {
        imported("/v1/wage-floors/exchange-rates", """
                currency,per_usd,effective_date,source
                XXX,0,soon,
                """)
                .statusCode(422)
                .body("errors.column", contains("currency", "per_usd", "effective_date", "source"));
        imported("/v1/wage-floors/exchange-rates", "currency,rate\nEUR,1\n")
                .statusCode(422)
                .body("errors.code", contains("column-missing", "column-missing", "column-missing"));
        imported("/v1/wage-floors/exchange-rates", """
                currency,per_usd,effective_date,source
                THB,36.1,2027-01-04,central bank
                """).statusCode(200).body("added", equalTo(1));
    }

    private ValidatableResponse imported(String path, String csv) {
        return given().auth()
                .oauth2(operator)
                .contentType("text/csv")
                .queryParam("reason", "yearly update")
                .body(csv)
                .post(path)
                .then();
    }

    private ValidatableResponse add(String place, String kind, String amount, String currency) {
        return Scene.as(operator)
                .body(FLOOR.formatted(place, kind, amount, currency))
                .post("/v1/wage-floors")
                .then();
    }
}
