package dev.groundwork.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.groundwork.local.Marketplace;

import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;

import static org.hamcrest.Matchers.lessThan;

/** Somebody with an account, who talks to the gateway with a token from Keycloak. */
final class Person {

    /** Of everybody who registers here. */
    static final String PASSWORD = "Correct-horse-9";

    /** Tokens are good for fifteen minutes; asking anew costs a password's hash. */
    private static final Duration KEEP_TOKEN = Duration.ofMinutes(10);

    private final Marketplace marketplace;
    private final String username;
    private final String password;
    private String token = "";
    private long fetched;

    private Person(Marketplace marketplace, String username, String password) {
        this.marketplace = marketplace;
        this.username = username;
        this.password = password;
    }

    /** One of the demo users of the realm. */
    static Person demo(Marketplace marketplace, String username) {
        return new Person(marketplace, username, "demo");
    }

    /** A worker who has just registered, with a profile and a bank account. */
    static Person newWorker(Marketplace marketplace, String country, String iban) {
        var worker = registered(marketplace);
        worker.with()
                .contentType("application/json")
                .body(Map.of("displayName", "Wilma", "country", country, "languages", List.of("en")))
                .put("/v1/me")
                .then()
                .statusCode(lessThan(300));
        worker.with()
                .contentType("application/json")
                .body(Map.of(
                        "rail", "SEPA", "holderName", "Wilma Worker", "iban", iban, "country", country, "town", "Town"))
                .put("/v1/me/payout-method")
                .then()
                .statusCode(lessThan(300));
        return worker;
    }

    /** A worker who has joined in the web client, with the password of everybody here. */
    static Person whoJoined(Marketplace marketplace, String username) {
        return new Person(marketplace, username, PASSWORD);
    }

    /** A worker with an account and nothing else. */
    static Person registered(Marketplace marketplace) {
        var worker = new Person(marketplace, "worker-" + UUID.randomUUID(), PASSWORD);
        anonymous(marketplace)
                .contentType("application/json")
                .body(Map.of(
                        "username",
                        worker.username,
                        "email",
                        worker.username + "@workers.example",
                        "password",
                        worker.password,
                        "firstName",
                        "Wilma",
                        "lastName",
                        "Worker"))
                .post("/v1/registrations")
                .then()
                .statusCode(201);
        return worker;
    }

    /** A request by this person. */
    RequestSpecification with() {
        return anonymous(marketplace).header("Authorization", "Bearer " + token());
    }

    /** A request with a JSON body. */
    RequestSpecification sending(Object body) {
        return with().contentType("application/json").body(body);
    }

    /** A request that creates or pays, under a key of its own. */
    RequestSpecification once(Object body) {
        return sending(body).header("Idempotency-Key", UUID.randomUUID().toString());
    }

    synchronized String token() {
        if (token.isEmpty() || System.nanoTime() - fetched > KEEP_TOKEN.toNanos()) {
            try {
                token = marketplace.token(username, password);
                fetched = System.nanoTime();
            } catch (IOException refused) {
                throw new UncheckedIOException(refused);
            }
        }
        return token;
    }

    String username() {
        return username;
    }

    /** A request by somebody who has not signed in. */
    static RequestSpecification anonymous(Marketplace marketplace) {
        return RestAssured.given()
                .config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs("application/x-ndjson", ContentType.TEXT)
                                .encodeContentTypeAs("text/csv", ContentType.TEXT)
                                .encodeContentTypeAs("image/png", ContentType.BINARY)))
                .baseUri(marketplace.urls().gateway().toString());
    }
}
