package dev.groundwork.payment.refund;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.kit.idempotency.Idempotency;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.testing.Scene;
import dev.groundwork.payment.testing.Scene.Job;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.groundwork.payment.testing.Scene.as;
import static dev.groundwork.payment.testing.Scene.asRequester;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

/** Unspent money goes back by two people. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class RefundTest {

    @Inject
    Scene scene;

    @Inject
    AgroalDataSource database;

    private final String checker = TestTokens.withRoles(UUID.randomUUID(), "finance-checker");

    @AfterEach
    void the_books_are_right() {
        scene.booksAreRight();
    }

    @Test
    void what_is_asked_for_is_reserved_at_once_and_gone_when_somebody_else_releases_it() {
        UUID requester = scene.requesterWith(10_000);

        String id = request(requester, "one", "40.00").statusCode(201).extract().path("id");
        request(requester, "one", "40.00")
                .statusCode(201)
                .header("Idempotent-Replayed", "true")
                .body("id", equalTo(id));
        request(requester, "one", "41.00").statusCode(422).body("code", equalTo("idempotency-key-reused"));
        available(requester, "60.00");
        asRequester(requester).post("/v1/refunds/" + id + "/release").then().statusCode(403);

        as(checker)
                .post("/v1/refunds/" + id + "/release")
                .then()
                .statusCode(200)
                .body("state", equalTo("released"));

        available(requester, "60.00");
        as(checker)
                .post("/v1/refunds/" + id + "/release")
                .then()
                .statusCode(409)
                .body("code", equalTo("refund-decided"));
        asRequester(requester).get("/v1/refunds").then().body("items", hasSize(1));
        asRequester(UUID.randomUUID()).get("/v1/refunds").then().body("items", hasSize(0));
    }

    @Test
    void nobody_releases_what_they_asked_for() {
        UUID requester = scene.requesterWith(10_000);
        String asked = asRequester(requester)
                .header("Idempotency-Key", "mine")
                .body("{\"amount\":{\"amount\":\"1.00\",\"currency\":\"EUR\"}}")
                .post("/v1/refunds")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        String self = TestTokens.withRoles(subjectOf(TestTokens.requester(requester)), "finance-checker");

        as(self).post("/v1/refunds/" + asked + "/release")
                .then()
                .statusCode(403)
                .body("code", equalTo("maker-is-checker"));
        as(checker).post("/v1/refunds/" + asked + "/release").then().statusCode(200);
    }

    @Test
    void a_key_that_is_being_used_is_told_so_and_nothing_is_reserved_twice() throws SQLException {
        UUID requester = scene.requesterWith(10_000);
        try (var other = database.getConnection()) {
            other.setAutoCommit(false);
            assertThat(Idempotency.tryLock(other, "refund:" + requester, "busy"))
                    .isTrue();

            request(requester, "busy", "40.00")
                    .statusCode(409)
                    .header("Retry-After", "1")
                    .body("code", equalTo("idempotency-key-in-use"));
            request(requester, "another", "1.00").statusCode(201);
            other.rollback();
        }

        request(requester, "busy", "40.00").statusCode(201);
        available(requester, "59.00");
    }

    @Test
    void a_cancelled_one_is_spendable_again() {
        UUID requester = scene.requesterWith(10_000);
        String id =
                request(requester, "one", "100.00").statusCode(201).extract().path("id");
        available(requester, "0.00");

        asRequester(UUID.randomUUID())
                .post("/v1/refunds/" + id + "/cancel")
                .then()
                .statusCode(404)
                .body("code", equalTo("refund-not-found"));
        asRequester(requester).post("/v1/refunds/" + id + "/cancel").then().statusCode(200);

        available(requester, "100.00");
        scene.isFunded(Job.of(requester, 5, 30));
    }

    @Test
    void no_more_goes_back_than_came_in_and_is_free() {
        UUID requester = scene.requesterWith(10_000);
        scene.isFunded(Job.of(requester, 5, 30));

        request(requester, "a", "97.83").statusCode(409).body("code", equalTo("insufficient-funds"));
        request(requester, "b", "100.01")
                .statusCode(422)
                .body("code", equalTo("refund-exceeds-deposits"))
                .body("most", equalTo("100.00"));
        request(requester, "c", "0.00").statusCode(422).body("code", equalTo("amount-not-positive"));
        request(requester, "d", "97.82").statusCode(201);
    }

    private static UUID subjectOf(String token) {
        String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
        return UUID.fromString(JsonPath.from(claims).getString("sub"));
    }

    private static ValidatableResponse request(UUID requester, String key, String amount) {
        return asRequester(requester)
                .header("Idempotency-Key", key)
                .body("{\"amount\":{\"amount\":\"%s\",\"currency\":\"EUR\"}}".formatted(amount))
                .post("/v1/refunds")
                .then();
    }

    private static void available(UUID requester, String amount) {
        asRequester(requester).get("/v1/balance").then().body("balances[0].available.amount", equalTo(amount));
    }
}
