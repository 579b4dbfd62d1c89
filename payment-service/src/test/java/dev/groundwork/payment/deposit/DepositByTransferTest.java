package dev.groundwork.payment.deposit;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.testing.Scene;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.groundwork.payment.testing.Scene.asRequester;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

/** A marketplace as it is set up where nothing else is said: nobody's word is money. */
@QuarkusTest
@TestProfile(DepositByTransferTest.AsDelivered.class)
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class DepositByTransferTest {

    /** Without what tests set besides. */
    public static final class AsDelivered implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("groundwork.payment.deposit.test", "false");
        }
    }

    @Inject
    Scene scene;

    private final UUID requester = UUID.randomUUID();

    @AfterEach
    void the_books_are_right() {
        scene.booksAreRight();
    }

    @Test
    void nobody_s_word_is_money() {
        for (String method : List.of("", "\"method\":\"TEST\",", "\"method\":\"CARD\",")) {
            asRequester(requester)
                    .header("Idempotency-Key", "k1")
                    .body("{" + method + "\"amount\":{\"amount\":\"1000000.00\",\"currency\":\"EUR\"}}")
                    .post("/v1/deposits")
                    .then()
                    .statusCode(409)
                    .contentType("application/problem+json")
                    .body("code", equalTo("deposit-by-transfer"))
                    .body("detail", containsString("GET /v1/deposit-instructions"));
        }

        asRequester(requester).get("/v1/balance").then().statusCode(200).body("balances", empty());
        asRequester(requester).get("/v1/deposits").then().statusCode(200).body("items", empty());
        asRequester(requester)
                .get("/v1/deposit-instructions")
                .then()
                .statusCode(200)
                .body("reference", startsWith("RF"))
                .body("methods", empty());
    }
}
