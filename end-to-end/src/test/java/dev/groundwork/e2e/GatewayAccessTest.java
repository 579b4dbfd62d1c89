package dev.groundwork.e2e;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

import dev.groundwork.local.AccessTokens;
import dev.groundwork.local.Marketplace;

import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

/** The ways in, with a real Keycloak: a browser's login, a worker's registration, a program's credentials. */
@ExtendWith(SharedMarketplace.class)
class GatewayAccessTest {

    private static final String SESSION_COOKIE = "q_session_web";

    /** A signed JSON Web Token: header and payload both begin with {"… in base64url. */
    private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]+\\.eyJ[\\w-]+\\.[\\w-]+");

    private final Marketplace marketplace;
    private final URI gateway;

    GatewayAccessTest(Marketplace marketplace) {
        this.marketplace = marketplace;
        this.gateway = marketplace.urls().gateway();
    }

    @Test
    void a_browser_signs_in_works_and_signs_out_and_never_sees_a_token() {
        var browser = new Browser();
        assertThat(browser.get(at("/session")).statusCode()).isEqualTo(401);

        var toLogin = browser.get(at("/session/login?return=/session"));
        assertThat(toLogin.statusCode()).isEqualTo(302);
        assertThat(toLogin.headers().firstValue("Location").orElseThrow())
                .startsWith(marketplace.urls().realm().toString())
                .contains("response_type=code", "code_challenge_method=S256");

        var home = browser.submit(
                browser.open(at("/session/login?return=/session")), Map.of("username", "rita", "password", "demo"));

        assertThat(home.statusCode()).isEqualTo(200);
        assertThat(home.uri()).isEqualTo(at("/session"));
        var who = JsonPath.from(home.body());
        assertThat(who.getString("username")).isEqualTo("rita");
        assertThat(who.getString("requesterId")).isEqualTo("0198c0de-0000-7000-8000-00000000ac3e");
        assertThat(who.getString("requesterRole")).isEqualTo("owner");
        assertThat(who.<String>getList("roles")).contains("requester");
        assertThat(browser.setCookie(gateway, SESSION_COOKIE))
                .containsIgnoringCase("HttpOnly")
                .containsIgnoringCase("SameSite=Lax")
                .contains("Path=/");

        assertThat(browser.get(at("/v1/jobs")).statusCode()).isEqualTo(200);
        assertThat(browser.get(at("/v1/machine-clients")).statusCode()).isEqualTo(200);
        var elsewhere = browser.post(at("/v1/jobs"), "{}", Map.of("Origin", "https://elsewhere.example"));
        assertThat(elsewhere.statusCode()).isEqualTo(403);
        assertThat(JsonPath.from(elsewhere.body()).getString("code")).isEqualTo("cross-site-request");
        var meant = browser.post(at("/v1/jobs"), "{}", Map.of("X-Groundwork-CSRF", "1"));
        assertThat(meant.statusCode()).isEqualTo(400);

        var cookie = browser.cookiesOf(gateway).get(SESSION_COOKIE);
        assertThat(browser.post(at("/session/logout"), "", Map.of("X-Groundwork-CSRF", "1"))
                        .statusCode())
                .isEqualTo(204);
        assertThat(browser.cookiesOf(gateway)).doesNotContainKey(SESSION_COOKIE);
        browser.cookiesOf(gateway).put(SESSION_COOKIE, cookie);
        assertThat(browser.get(at("/v1/jobs")).statusCode()).isEqualTo(401);
        assertThat(browser.get(at("/session")).statusCode()).isEqualTo(401);
        // Keycloak asks again, so its own session has ended, too.
        assertThat(browser.open(at("/session/login")).body()).contains("name=\"password\"");

        assertThat(browser.everythingFrom(gateway))
                .noneMatch(answer -> TOKEN.matcher(answer).find());
    }

    @ParameterizedTest
    @CsvSource({"fr, Mot de passe", "es, Contraseña", "ca, Contrasenya", "en, Password"})
    void the_login_page_speaks_the_language_of_the_page_before(String language, String word) {
        var browser = new Browser();

        var toLogin = browser.get(at("/session/login?return=/&ui_locales=" + language));
        assertThat(toLogin.headers().firstValue("Location").orElseThrow()).contains("ui_locales=" + language);
        assertThat(browser.open(at("/session/login?return=/&ui_locales=" + language))
                        .body())
                .contains("lang=\"" + language + "\"", word);
    }

    @Test
    void a_login_leads_to_this_site_only() {
        var browser = new Browser();

        var home = browser.submit(
                browser.open(at("/session/login?return=https://elsewhere.example/")),
                Map.of("username", "vic", "password", "demo"));

        assertThat(home.uri()).isEqualTo(at("/"));
    }

    @Test
    void a_worker_registers_and_begins() throws IOException {
        var name = "new-" + UUID.randomUUID();
        var account = Map.of(
                "username", name,
                "email", name + "@workers.example",
                "password", "Correct-horse-9",
                "firstName", "Nele",
                "lastName", "Neu");

        String workerId = register(account).then().statusCode(201).extract().path("workerId");

        var token = marketplace.token(name, "Correct-horse-9");
        Person.anonymous(marketplace)
                .auth()
                .oauth2(token)
                .contentType("application/json")
                .body(Map.of("displayName", "Nele", "country", "DE", "languages", List.of("de")))
                .put("/v1/me")
                .then()
                .statusCode(201)
                .body("workerId", equalTo(workerId));
        register(account).then().statusCode(409).body("code", equalTo("email-taken"));
    }

    @Test
    void bad_registrations_say_what_is_wrong() {
        var name = "weak-" + UUID.randomUUID();
        register(Map.of(
                        "username", name,
                        "email", name + "@workers.example",
                        "password", "short",
                        "firstName", "Nele",
                        "lastName", "Neu"))
                .then()
                .statusCode(422)
                .body("code", equalTo("weak-password"));
        register(Map.of(
                        "username", name,
                        "email", "rita@groundwork.example",
                        "password", "Correct-horse-9",
                        "firstName", "Nele",
                        "lastName", "Neu"))
                .then()
                .statusCode(409)
                .body("code", equalTo("email-taken"));
        register(Map.of("username", name)).then().statusCode(400).body("errors.pointer", hasItem("/password"));
    }

    @Test
    void a_program_works_with_credentials_of_its_own() throws IOException {
        var rita = Person.demo(marketplace, "rita");
        var made = rita.sending(Map.of("name", "Nightly upload"))
                .post("/v1/machine-clients")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        String clientId = made.getString("clientId");
        var tokens = new AccessTokens(marketplace.urls().realm().toString());

        var token = tokens.ofProgram(clientId, made.getString("secret"));

        Person.anonymous(marketplace)
                .auth()
                .oauth2(token)
                .contentType("application/json")
                .body(Jobs.terms(Map.of()))
                .post("/v1/jobs")
                .then()
                .statusCode(201);
        // A program of a requester is no worker, and makes no further credentials.
        Person.anonymous(marketplace).auth().oauth2(token).get("/v1/me").then().statusCode(403);
        Person.anonymous(marketplace)
                .auth()
                .oauth2(token)
                .get("/v1/machine-clients")
                .then()
                .statusCode(403);
        rita.with()
                .get("/v1/machine-clients")
                .then()
                .body("items.clientId", hasItem(clientId))
                .body("items[0]", not(org.hamcrest.Matchers.hasKey("secret")));
        Person.demo(marketplace, "vic").with().get("/v1/machine-clients").then().statusCode(403);
        Person.demo(marketplace, "rob")
                .with()
                .delete("/v1/machine-clients/" + clientId)
                .then()
                .statusCode(404)
                .body("code", equalTo("machine-client-not-found"));

        rita.with().delete("/v1/machine-clients/" + clientId).then().statusCode(204);

        assertThatThrownBy(() -> tokens.ofProgram(clientId, made.getString("secret")))
                .isInstanceOf(IOException.class);
    }

    private io.restassured.response.Response register(Map<String, String> account) {
        return Person.anonymous(marketplace)
                .contentType("application/json")
                .body(account)
                .post("/v1/registrations");
    }

    private URI at(String path) {
        return URI.create(gateway + path);
    }
}
