package dev.groundwork.kit.problem;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@QuarkusTestResource(KafkaTestResource.class)
@QuarkusTestResource(TokensTestResource.class)
class ProblemMapperTest {

    @ParameterizedTest
    @CsvSource({
        "rule,409,probe-broken",
        "unprocessable,422,probe-odd",
        "invalid,400,probe-wrong",
        "forbidden,403,probe-closed",
        "large,413,probe-large",
        "media,415,probe-media",
        "later,503,probe-busy",
        "lost-race,409,changed-meanwhile",
        "wrapped,409,probe-inside",
        "checked,500,internal-error",
        "no-database,503,database-unavailable",
        "bug,500,internal-error",
        "bug-of-validation,500,internal-error",
    })
    void every_end_has_its_status_and_code_and_keeps_our_secrets(String how, int status, String code) {
        problem(given().get("/probes/ends/" + how).then(), status, code).body(not(containsString("secret")));
    }

    @Test
    void extension_members_are_part_of_the_document() {
        given().get("/probes/ends/rule")
                .then()
                .body("since", equalTo("today"))
                .body("title", equalTo("Conflict"))
                .body("detail", equalTo("It is broken."));
    }

    @Test
    void a_refusal_that_passes_says_when_in_whole_seconds() {
        given().get("/probes/ends/later").then().header("Retry-After", "2");
    }

    @Test
    void an_address_with_a_character_that_no_database_stores_is_refused() {
        problem(
                        given().urlEncodingEnabled(false)
                                .get("/probes/ends/rule?note=a%00b")
                                .then(),
                        400,
                        "invalid-request")
                .body("detail", containsString("U+0000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/probes/ends/rule?note=a\0b", "/probes/ends/ru\0le"})
    void that_character_as_it_is_makes_an_address_that_the_server_takes_from_nobody(String address) throws IOException {
        assertThat(answerTo(address)).startsWith("HTTP/1.1 400");
    }

    /** As no client sends it that knows what an address is. */
    private static String answerTo(String address) throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            String request = "GET " + address + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void something_absent_is_named() {
        var id = UUID.randomUUID();

        problem(given().get("/probes/" + id).then(), 404, "probe-not-found")
                .body("detail", equalTo("There is no probe " + id + "."));
    }

    @Test
    void malformed_json_is_located() {
        problem(post("{\n  \"title\": oops}"), 400, "malformed-json")
                .body("line", equalTo(2))
                .body("column", greaterThan(10))
                .body("detail", containsString("line 2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"title\":\"a\",\"size\":1}                                     | unknown-field   | /size",
                "{\"title\":\"a\",\"parts\":[{\"name\":\"b\"},{\"nam\":\"b\"}]}   | unknown-field   | /parts/1/nam",
                "{\"title\":\"a\",\"count\":\"many\"}                             | invalid-request | /count",
                "{\"title\":\"a\\u0000b\"}                                       | invalid-request | /title",
                "{\"title\":{}}                                                   | invalid-request | /title",
                "{\"title\":\"a\",\"colour\":\"GREEN\"}                           | invalid-request | /colour",
                "{\"title\":\" \",\"price\":{\"amount\":\"1\",\"currency\":\"EUR\"}} | invalid-request | /title",
                "{\"title\":\"a\"}                                                | invalid-request | /price",
                "{\"title\":\"a\",\"price\":{\"amount\":\"1\"}}                   | invalid-request | /price/currency",
                "[]                                                               | invalid-request | ''",
            })
    void a_fault_of_the_body_is_pointed_at(String body, String code, String pointer) {
        problem(post(body), 400, code).body("errors.pointer", hasItem(pointer));
    }

    @Test
    void a_fault_inside_of_a_list_is_pointed_at() {
        problem(
                        post("{\"title\":\"a\",\"price\":{\"amount\":\"1\",\"currency\":\"EUR\"},"
                                + "\"parts\":[{\"name\":\"x\"},{\"name\":\"\"}]}"),
                        400,
                        "invalid-request")
                .body("errors.pointer", equalTo(List.of("/parts/1/name")));
    }

    @Test
    void a_missing_body_is_an_invalid_request() {
        problem(given().contentType("application/json").post("/probes").then(), 400, "invalid-request")
                .body("errors.pointer", equalTo(List.of("")));
    }

    @Test
    void a_parameter_is_named() {
        problem(given().get("/probes?limit=101").then(), 400, "invalid-request")
                .body("errors.pointer", equalTo(List.of("limit")));
        problem(given().get("/probes?limit=many").then(), 400, "invalid-request");
    }

    @Test
    void money_is_refused_with_the_reason() {
        problem(
                post("{\"title\":\"a\",\"price\":{\"amount\":\"0.001\",\"currency\":\"EUR\"}}"),
                400,
                "too-many-decimals");
    }

    @Test
    void what_is_not_there_is_a_problem_too() {
        problem(given().get("/nowhere").then(), 404, "no-such-path");
        problem(given().get("/probes/not-a-uuid").then(), 404, "no-such-path");
        problem(given().delete("/probes").then(), 405, "method-not-allowed");
        problem(given().contentType("text/plain").body("x").post("/probes").then(), 415, "unsupported-media-type");
    }

    @Test
    void without_a_token_the_challenge_says_how() {
        problem(given().get("/probes/workers-only").then(), 401, "not-authenticated")
                .header("WWW-Authenticate", "Bearer");
    }

    @Test
    void a_token_that_has_expired_says_so() {
        problem(as(TestTokens.expired(UUID.randomUUID())), 401, "not-authenticated")
                .header("WWW-Authenticate", containsString("expired"))
                .body("detail", containsString("expired"));
    }

    @Test
    void a_forged_token_is_no_token() {
        problem(as(TestTokens.forged(UUID.randomUUID())), 401, "not-authenticated")
                .header("WWW-Authenticate", containsString("invalid_token"))
                .header("WWW-Authenticate", not(containsString("expired")));
    }

    @Test
    void a_token_that_was_good_ends_with_its_time() {
        var token = TestTokens.lasting(UUID.randomUUID(), Duration.ofSeconds(4));
        as(token).statusCode(200);
        as(token).statusCode(200);

        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> problem(as(token), 401, "not-authenticated")
                .body("detail", containsString("expired")));
    }

    @Test
    void a_token_with_another_signature_is_refused_though_its_twin_is_known() {
        var token = TestTokens.worker(UUID.randomUUID());
        as(token).statusCode(200);

        int signature = token.lastIndexOf('.') + 1;
        char other = token.charAt(signature) == 'A' ? 'B' : 'A';

        problem(as(token.substring(0, signature) + other + token.substring(signature + 1)), 401, "not-authenticated");
        as(token).statusCode(200);
    }

    @Test
    void the_wrong_role_is_not_allowed() {
        problem(as(TestTokens.withRoles(UUID.randomUUID(), "requester")), 403, "not-allowed");
        as(TestTokens.worker(UUID.randomUUID())).statusCode(200);
    }

    private static ValidatableResponse as(String token) {
        return given().auth().oauth2(token).get("/probes/workers-only").then();
    }

    private static ValidatableResponse post(String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/probes")
                .then();
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status, String code) {
        return response.statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("code", equalTo(code))
                .body("type", equalTo("/problems/" + code));
    }
}
