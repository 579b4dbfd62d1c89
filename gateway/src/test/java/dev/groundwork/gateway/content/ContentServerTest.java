package dev.groundwork.gateway.content;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

import jakarta.inject.Inject;

import dev.groundwork.gateway.route.UpstreamTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.DecoderConfig;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

/** The site of the tasks' pages, before a real HTTP server in the place of the task-service. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(TokensTestResource.class)
@WithTestResource(UpstreamTestResource.class)
class ContentServerTest {

    private static final String HERE = "127.0.0.1:8088";
    private static final Pattern IMPORT = Pattern.compile("from '\\./([a-z]+\\.js)'");

    @Inject
    ContentServer server;

    @Test
    void a_page_comes_as_data_with_all_that_it_may_not_do() {
        String body = at(HERE).cookie("q_session", "secret")
                .get("/pages/" + UpstreamTestResource.PAGE + "/index.html")
                .then()
                .statusCode(200)
                .contentType("text/html")
                .header("Set-Cookie", nullValue())
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .header("Referrer-Policy", equalTo("no-referrer"))
                .header("X-DNS-Prefetch-Control", equalTo("off"))
                .header(
                        "Connection-Allowlist",
                        equalTo("(\"http://127.0.0.1:8088/frame/*\" \"http://localhost:8080/v1/media/*\")"))
                .header("Permissions-Policy", allOf(containsString("camera=()"), containsString("usb=()")))
                .header(
                        "Content-Security-Policy",
                        equalTo("sandbox allow-scripts allow-forms; default-src 'none';"
                                + " script-src http://127.0.0.1:8088/frame/ 'unsafe-inline'; style-src 'unsafe-inline';"
                                + " img-src data: blob: http://127.0.0.1:8088/outside.svg"
                                + " http://127.0.0.1:8088/frame/inside.svg http://localhost:8080/v1/media/;"
                                + " media-src data: blob: http://localhost:8080/v1/media/; font-src data:;"
                                + " connect-src 'none'; worker-src 'none'; frame-src 'none'; object-src 'none';"
                                + " base-uri 'none'; form-action 'none'; webrtc 'block';"
                                + " require-trusted-types-for 'script'; trusted-types groundwork default;"
                                + " frame-ancestors http://localhost:8080"))
                .extract()
                .asString();

        assertThat(body)
                .contains("\\u003cscript>alert(1)\\u003c/script>")
                .doesNotContain("<script>alert(1)")
                .contains("src=\"/frame/main.js\"");
    }

    @Test
    void the_scripts_that_begin_a_page_may_be_read_by_one_without_an_origin() {
        String main = script("main.js");
        for (String next : imports(main)) {
            imports(script(next)).forEach(this::script);
        }
        assertThat(imports(main)).contains("bridge.js", "guard.js");
    }

    @Test
    void pictures_in_and_outside_of_what_pages_may_connect_to_show_whether_a_browser_keeps_to_that() {
        for (String picture : new String[] {"/outside.svg", "/frame/inside.svg"}) {
            at(HERE).get(picture)
                    .then()
                    .statusCode(200)
                    .contentType("image/svg+xml")
                    .header("Cache-Control", equalTo("no-store"));
        }
    }

    @Test
    void a_browser_that_has_a_script_is_not_sent_it_again() {
        String tag = at(HERE).get("/frame/main.js").then().extract().header("ETag");

        at(HERE).header("If-None-Match", tag)
                .get("/frame/main.js")
                .then()
                .statusCode(304)
                .header("ETag", equalTo(tag))
                .header("Access-Control-Allow-Origin", equalTo("*"))
                .body(equalTo(""));
        at(HERE).header("If-None-Match", tag).get("/frame/bridge.js").then().statusCode(200);
    }

    @Test
    void a_browser_that_has_a_page_is_not_sent_it_again_but_what_the_page_may_not_do() {
        String page = "/pages/" + UpstreamTestResource.PAGE + "/index.html";
        String tag = at(HERE).get(page).then().extract().header("ETag");

        at(HERE).header("If-None-Match", tag)
                .get(page)
                .then()
                .statusCode(304)
                .header("ETag", equalTo(tag))
                .header("Content-Security-Policy", containsString("connect-src 'none'"))
                .body(equalTo(""));
    }

    @Test
    void a_page_is_compressed_for_those_alone_who_can_read_that() throws IOException {
        String page = "/pages/" + UpstreamTestResource.PAGE + "/index.html";
        byte[] zipped = raw("gzip")
                .get(page)
                .then()
                .header("Content-Encoding", equalTo("gzip"))
                .extract()
                .asByteArray();
        byte[] plain = raw("gzip;q=0").get(page).then().extract().asByteArray();

        try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            assertThat(unzipped.readAllBytes()).isEqualTo(plain);
        }
    }

    /** As it comes, without being unpacked. */
    private RequestSpecification raw(String coding) {
        return at(HERE).config(RestAssured.config()
                        .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()))
                .header("Accept-Encoding", coding);
    }

    @Test
    void only_pages_that_the_task_service_is_asked_for_are_counted() {
        String page = "/pages/" + UpstreamTestResource.PAGE + "/index.html";
        at(HERE).get(page).then().statusCode(200);

        for (String free : new String[] {page, "/frame/main.js", "/outside.svg", "/nowhere"}) {
            at(HERE).get(free).then().header("RateLimit", nullValue());
        }
        at(HERE).get("/pages/" + "1".repeat(64) + "/index.html")
                .then()
                .statusCode(404)
                .header("RateLimit", containsString("address"));
    }

    @Test
    void an_answer_that_is_no_page_is_told_and_not_kept_waiting_for() {
        at(HERE).get("/pages/" + UpstreamTestResource.BROKEN_PAGE + "/index.html")
                .then()
                .statusCode(503)
                .body("code", equalTo("service-unavailable"));
    }

    private String script(String name) {
        return at(HERE).get("/frame/" + name)
                .then()
                .statusCode(200)
                .contentType("text/javascript")
                .header("Access-Control-Allow-Origin", equalTo("*"))
                .extract()
                .asString();
    }

    private static List<String> imports(String script) {
        return IMPORT.matcher(script).results().map(found -> found.group(1)).toList();
    }

    @Test
    void nothing_else_is_there() {
        for (String path : new String[] {
            "/",
            "/index.html",
            "/v1/bundles/" + UpstreamTestResource.PAGE,
            "/v1/me",
            "/session/login",
            "/frame/",
            "/frame/../pom.xml",
            "/pages/" + UpstreamTestResource.PAGE,
            "/pages/" + "0".repeat(64) + "/index.html",
            "/q/health"
        }) {
            at(HERE).get(path).then().statusCode(404).body("code", equalTo("no-such-path"));
        }
        at(HERE).post("/frame/main.js")
                .then()
                .statusCode(405)
                .header("Allow", equalTo("GET"))
                .body("code", equalTo("method-not-allowed"));
    }

    @Test
    void a_page_is_shown_at_no_other_address_and_never_by_the_clients_site() {
        for (String host : new String[] {"localhost:8088", "localhost:8080", "groundwork.example"}) {
            at(host).get("/pages/" + UpstreamTestResource.PAGE + "/index.html")
                    .then()
                    .statusCode(421)
                    .body("code", equalTo("wrong-address"))
                    .body(not(containsString("alert")));
        }
        RestAssured.given()
                .header("Accept", "text/html")
                .get("/pages/" + UpstreamTestResource.PAGE + "/index.html")
                .then()
                .body(not(containsString("alert")));
    }

    private RequestSpecification at(String host) {
        return RestAssured.given()
                .baseUri("http://127.0.0.1")
                .port(server.port())
                .header("Host", host)
                .urlEncodingEnabled(false);
    }
}
