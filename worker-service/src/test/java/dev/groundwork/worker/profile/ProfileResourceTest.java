package dev.groundwork.worker.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TestTopics;
import dev.groundwork.local.testing.TokensTestResource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class ProfileResourceTest {

    private static final String TOPIC = "worker.standing.v1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final UUID wanda = UUID.randomUUID();

    @Test
    void a_worker_is_unknown_until_the_first_put() {
        as(wanda).get("/v1/me").then().statusCode(404).body("code", equalTo("profile-not-found"));
    }

    @Test
    void the_first_put_registers() {
        as(wanda)
                .body(profile("Wanda", "es", "\"ES-CT\""))
                .put("/v1/me")
                .then()
                .statusCode(201)
                .header("ETag", "\"0\"")
                .body("workerId", equalTo(wanda.toString()))
                .body("standing", equalTo("ACTIVE"))
                .body("country", equalTo("ES"))
                .body("languages", equalTo(List.of("es", "en-GB")));

        as(wanda).get("/v1/me").then().statusCode(200).header("ETag", "\"0\"").body("displayName", equalTo("Wanda"));
    }

    @Test
    void others_are_told_of_what_concerns_them_and_of_nothing_else() {
        as(wanda).body(profile("Wanda", "ES", "\"ES-CT\"")).put("/v1/me").then().statusCode(201);
        as(wanda).body(profile("Wanda", "ES", "\"ES-CT\"")).put("/v1/me").then().statusCode(200);
        as(wanda)
                .body(profile("Wanda W.", "ES", "\"ES-CT\""))
                .put("/v1/me")
                .then()
                .statusCode(200);
        as(wanda).body(profile("Wanda W.", "FR", "null")).put("/v1/me").then().statusCode(200);

        var events = standingOf(wanda, 2);

        assertThat(events).hasSize(2);
        assertThat(events.getFirst().path("type").asText()).isEqualTo("worker.standing-changed");
        assertThat(events.getFirst().path("revision").asLong()).isEqualTo(1);
        assertThat(events.getFirst().path("subdivision").asText()).isEqualTo("ES-CT");
        assertThat(events.getLast().path("revision").asLong()).isEqualTo(2);
        assertThat(events.getLast().path("country").asText()).isEqualTo("FR");
        assertThat(events.getLast().hasNonNull("subdivision")).isFalse();
    }

    @Test
    void a_change_that_changes_nothing_keeps_the_version() {
        as(wanda).body(profile("Wanda", "ES", "null")).put("/v1/me").then().header("ETag", "\"0\"");
        as(wanda).body(profile("Wanda", "ES", "null")).put("/v1/me").then().header("ETag", "\"0\"");
        as(wanda).body(profile("Wendy", "ES", "null")).put("/v1/me").then().header("ETag", "\"1\"");
    }

    @Test
    void an_edit_of_an_older_version_is_refused() {
        as(wanda).body(profile("Wanda", "ES", "null")).put("/v1/me");
        as(wanda)
                .header("If-Match", "\"0\"")
                .body(profile("Wendy", "ES", "null"))
                .put("/v1/me")
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"");

        as(wanda)
                .header("If-Match", "\"0\"")
                .body(profile("Waldo", "ES", "null"))
                .put("/v1/me")
                .then()
                .statusCode(412)
                .contentType("application/problem+json")
                .body("code", equalTo("changed-meanwhile"));

        as(wanda).get("/v1/me").then().body("displayName", equalTo("Wendy"));
    }

    @Test
    void a_condition_on_a_profile_that_is_not_there_fails() {
        as(wanda)
                .header("If-Match", "*")
                .body(profile("Wanda", "ES", "null"))
                .put("/v1/me")
                .then()
                .statusCode(412);
        as(wanda)
                .header("If-Match", "three")
                .body(profile("Wanda", "ES", "null"))
                .put("/v1/me")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-request"));
    }

    @Test
    void faults_are_named_by_pointer() {
        as(wanda)
                .body("""
                        {"displayName": "", "country": "XX", "subdivision": null, "languages": ["es", "klingon"]}
                        """)
                .put("/v1/me")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("invalid-request"))
                .body("errors.pointer", equalTo(List.of("/displayName", "/country", "/languages/1")));

        as(wanda)
                .body("{\"displayName\": \"Wanda\", \"nickname\": \"W\"}")
                .put("/v1/me")
                .then()
                .statusCode(400)
                .body("code", equalTo("unknown-field"))
                .body("errors.pointer", hasItem("/nickname"));

        as(wanda)
                .body("{\"displayName\": ")
                .put("/v1/me")
                .then()
                .statusCode(400)
                .body("code", equalTo("malformed-json"));
    }

    @Test
    void only_workers_with_a_good_token_may() {
        given().get("/v1/me").then().statusCode(401).body("code", equalTo("not-authenticated"));
        with(TestTokens.expired(wanda))
                .get("/v1/me")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("expired"));
        with(TestTokens.forged(wanda)).get("/v1/me").then().statusCode(401);
        with(TestTokens.requester(UUID.randomUUID()))
                .get("/v1/me")
                .then()
                .statusCode(403)
                .body("code", equalTo("not-allowed"));
    }

    @Test
    void of_many_first_registrations_one_wins() throws InterruptedException, ExecutionException {
        List<Callable<Integer>> puts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            puts.add(() ->
                    as(wanda).body(profile("Wanda", "ES", "null")).put("/v1/me").statusCode());
        }
        List<Integer> statuses = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> put : threads.invokeAll(puts)) {
                statuses.add(put.get());
            }
        }

        assertThat(statuses).containsOnlyOnce(201).isSubsetOf(200, 201, 409);
        as(wanda).get("/v1/me").then().statusCode(200).header("ETag", is("\"0\""));
        assertThat(standingOf(wanda, 1)).hasSize(1);
    }

    @Test
    void a_new_worker_has_a_blank_record() {
        as(wanda)
                .get("/v1/me/record")
                .then()
                .statusCode(200)
                .body("submitted", equalTo(0))
                .body("activeSeconds", equalTo(0))
                .body("approvalRate", nullValue());
    }

    private static RequestSpecification as(UUID worker) {
        return with(TestTokens.worker(worker));
    }

    private static RequestSpecification with(String token) {
        return given().auth().oauth2(token).contentType(ContentType.JSON);
    }

    private static String profile(String name, String country, String subdivision) {
        return """
                {"displayName": "%s", "country": "%s", "subdivision": %s, "languages": ["es", "en-gb"]}
                """.formatted(name, country, subdivision);
    }

    /** What Kafka holds of a worker once there are as many events as expected and a later one of somebody else. */
    private static List<JsonNode> standingOf(UUID worker, int expected) {
        var marker = UUID.randomUUID();
        as(marker).body(profile("Marker", "ES", "null")).put("/v1/me").then().statusCode(201);
        List<JsonNode> events = new ArrayList<>();
        var found = new boolean[1];
        try (var topics = new TestTopics()) {
            await().until(() -> {
                for (var record : topics.poll(TOPIC)) {
                    found[0] |= marker.toString().equals(record.key());
                    if (worker.toString().equals(record.key())) {
                        events.add(json(record.value()));
                    }
                }
                return found[0] && events.size() >= expected;
            });
        }
        return events;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
