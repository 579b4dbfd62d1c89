package dev.groundwork.gateway.docs;

import java.util.List;
import java.util.UUID;

import dev.groundwork.gateway.route.UpstreamTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

/** What the gateway answers itself, without Keycloak. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(TokensTestResource.class)
@WithTestResource(UpstreamTestResource.class)
class FrontPagesTest {

    @Test
    void the_status_page_says_what_answers_and_what_does_not() {
        given().accept(ContentType.HTML)
                .get("/status")
                .then()
                .statusCode(200)
                .body(matchesPattern("(?s).*task-service</td><td class=\"up\">ready.*"))
                .body(matchesPattern("(?s).*payment-service</td><td class=\"down\">does not answer.*"))
                .body(containsString("href=\"/docs\""));
    }

    @Test
    void the_whole_api_is_one_document_that_names_who_is_missing() {
        given().get("/openapi.json")
                .then()
                .statusCode(200)
                .body("paths", hasKey("/v1/things"))
                .body("paths", hasKey("/v1/machine-clients"))
                .body("paths", hasKey("/session"))
                .body("paths", not(hasKey("/internal")))
                .body("components.securitySchemes.token.scheme", equalTo("bearer"))
                .body("x-missing-services", equalTo(List.of("payment-service")));
    }

    @Test
    void operators_see_which_service_is_ready_and_what_it_measures() {
        given().auth()
                .oauth2(TestTokens.withRoles(UUID.randomUUID(), "operator"))
                .get("/v1/market-health")
                .then()
                .statusCode(200)
                .body("parts.name", equalTo(List.of("task-service", "worker-service", "payment-service")))
                .body("parts.ready", equalTo(List.of(true, true, false)))
                .body("parts[2].signals", equalTo(List.of()));
        given().auth()
                .oauth2(TestTokens.withRoles(UUID.randomUUID(), "worker"))
                .get("/v1/market-health")
                .then()
                .statusCode(403);
        given().get("/v1/market-health").then().statusCode(401);
    }

    @Test
    void the_docs_page_is_there() {
        given().get("/docs/")
                .then()
                .statusCode(200)
                .contentType(ContentType.HTML)
                .body(containsString("/openapi.json"));
    }

    @Test
    void a_problem_code_is_explained_to_programs_and_people() {
        given().accept(ContentType.JSON)
                .get("/problems/service-timeout")
                .then()
                .statusCode(200)
                .body("status", equalTo("504"))
                .body("remedy", containsString("Idempotency-Key"));
        given().accept(ContentType.HTML)
                .get("/problems/service-timeout")
                .then()
                .statusCode(200)
                .body(containsString("<code>Idempotency-Key</code>"));
        given().get("/problems/nonsense").then().statusCode(404).body("code", equalTo("problem-not-found"));
    }

    @Test
    void nobody_is_signed_in_without_a_session() {
        given().get("/session").then().statusCode(401).body("code", equalTo("not-authenticated"));
    }

    @Test
    void registrations_are_checked_and_limited() {
        given().contentType(ContentType.JSON)
                .body(
                        "{\"username\": \"w!\", \"email\": \"nonsense\", \"password\": \"\", \"firstName\": \"W\", \"lastName\": \"W\"}")
                .post("/v1/registrations")
                .then()
                .statusCode(400)
                .header("RateLimit-Policy", equalTo("\"registrations\";q=2;w=200"))
                .header("RateLimit", equalTo("\"registrations\";r=1"))
                .body("errors.pointer", hasItem("/username"))
                .body("errors.pointer", hasItem("/email"))
                .body("errors.pointer", hasItem("/password"));
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/v1/registrations")
                .then()
                .statusCode(400);

        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/v1/registrations")
                .then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("code", equalTo("too-many-requests"));
    }

    @Test
    void only_an_owner_manages_machine_clients() {
        given().get("/v1/machine-clients").then().statusCode(401);
        given().auth()
                .oauth2(TestTokens.worker(UUID.randomUUID()))
                .get("/v1/machine-clients")
                .then()
                .statusCode(403)
                .body("code", equalTo("not-allowed"));
        given().auth()
                .oauth2(TestTokens.requesterEditor(UUID.randomUUID()))
                .get("/v1/machine-clients")
                .then()
                .statusCode(403)
                .body("detail", containsString("owner"));
        given().auth()
                .oauth2(TestTokens.requester(UUID.randomUUID()))
                .contentType(ContentType.JSON)
                .body("{\"name\": \" \"}")
                .post("/v1/machine-clients")
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItem("/name"));
    }

    @Test
    void a_changing_request_by_cookie_must_come_from_our_own_pages() {
        given().cookie("q_session_web", "nonsense")
                .header("Origin", "https://evil.example")
                .post("/v1/jobs/echo")
                .then()
                .statusCode(403)
                .body("code", equalTo("cross-site-request"));
        given().cookie("q_session_web", "nonsense")
                .header("Sec-Fetch-Site", "same-site")
                .post("/session/logout")
                .then()
                .statusCode(403)
                .body("code", equalTo("cross-site-request"));
    }
}
