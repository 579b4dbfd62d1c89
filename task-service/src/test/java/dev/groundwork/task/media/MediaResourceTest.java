package dev.groundwork.task.media;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.testing.TestJobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.groundwork.task.testing.TestJobs.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class MediaResourceTest {

    /** A picture of one pixel. */
    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    @Inject
    TestJobs jobs;

    @Inject
    MediaLinks links;

    private final UUID requester = UUID.randomUUID();

    @Test
    void a_picture_is_told_by_its_bytes_and_served_by_its_link() {
        String url = post("text/html", PNG)
                .statusCode(201)
                .body("mediaType", equalTo("image/png"))
                .body("bytes", equalTo(PNG.length))
                .extract()
                .path("url");

        byte[] served = given().get(URI.create(url))
                .then()
                .statusCode(200)
                .contentType("image/png")
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .header("Content-Security-Policy", containsString("sandbox"))
                .extract()
                .asByteArray();
        assertThat(served).isEqualTo(PNG);
    }

    @Test
    void the_same_bytes_again_are_the_same_medium() {
        String first = post("image/png", PNG).extract().path("id");

        post("image/png", PNG).statusCode(201).body("id", equalTo(first));
    }

    @Test
    void a_player_can_ask_for_a_part() {
        String url = post("image/png", PNG).extract().path("url");

        byte[] part = given().header("Range", "bytes=1-3")
                .get(URI.create(url))
                .then()
                .statusCode(206)
                .header("Content-Range", equalTo("bytes 1-3/" + PNG.length))
                .extract()
                .asByteArray();
        assertThat(new String(part, StandardCharsets.US_ASCII)).isEqualTo("PNG");
        given().header("Range", "bytes=" + PNG.length + "-")
                .get(URI.create(url))
                .then()
                .statusCode(416);
    }

    @Test
    void a_link_that_was_changed_is_forged() {
        String url = post("image/png", PNG).extract().path("url");
        String longer = url.replaceFirst("expires=\\d+", "expires=99999999999");
        String other = url.replaceFirst("media/[^/]+", "media/" + UUID.randomUUID());
        assertThat(longer).isNotEqualTo(url);

        for (String forged : new String[] {longer, other, url.substring(0, url.indexOf('?'))}) {
            given().get(URI.create(forged)).then().statusCode(403).body("code", equalTo("media-link-forged"));
        }
    }

    @Test
    void bytes_of_no_known_type_are_refused() {
        post("image/png", new byte[] {0, 1, 2, 3}).statusCode(415).body("code", equalTo("media-type-not-supported"));
        post("text/plain", new byte[] {'a', (byte) 0xff, 'b'}).statusCode(415);
        post("text/plain", new byte[0]).statusCode(400).body("code", equalTo("media-empty"));
    }

    @Test
    void text_is_served_as_text_whatever_it_holds() {
        String url = post("text/html", "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8))
                .statusCode(201)
                .extract()
                .path("url");

        given().get(URI.create(url)).then().statusCode(200).contentType(startsWith("text/plain"));
    }

    @Test
    void a_medium_may_not_be_too_large() {
        var large = new byte[25 * 1024 * 1024 + 1];
        System.arraycopy(PNG, 0, large, 0, PNG.length);

        post("image/png", large).statusCode(413).body("code", equalTo("media-too-large"));
    }

    @Test
    void the_input_of_a_task_gets_links_for_its_media() throws JsonProcessingException {
        UUID id = UUID.fromString(post("image/png", PNG).extract().path("id"));
        UUID jobId = jobs.draft(requester);
        TestJobs.upload(
                        requester,
                        jobId,
                        "text/csv",
                        "externalId,text,image\na,one,media:" + id + "\nb,two,https://example.org/b.png\n")
                .statusCode(200);
        JsonNode input = new ObjectMapper()
                .readTree("{\"image\": \"media:" + id + "\", \"more\": [{\"image\": \"media:" + id
                        + "\"}, 1, \"media:x\"]}");

        JsonNode signed = links.signed(input);

        assertThat(input.path("image").asText()).isEqualTo("media:" + id);
        assertThat(signed.path("image").asText()).startsWith("/v1/media/" + id + "/content?expires=");
        assertThat(signed.path("more").path(0).path("image")).isEqualTo(signed.path("image"));
        assertThat(signed.path("more").path(2).asText()).isEqualTo("media:x");
        given().get(URI.create(signed.path("image").asText())).then().statusCode(200);
    }

    @Test
    void somebody_elses_medium_is_none() {
        UUID id = UUID.fromString(post("image/png", PNG).extract().path("id"));
        UUID other = UUID.randomUUID();
        UUID jobId = jobs.draft(other);

        TestJobs.upload(other, jobId, "text/csv", "externalId,text,image\na,one,media:" + id + "\n")
                .statusCode(422)
                .body("errors[0].code", equalTo("media-not-found"));
    }

    @ParameterizedTest
    @CsvSource({
        "ffd8ffe000104a464946, image/jpeg",
        "474946383961, image/gif",
        "52494646000000005745425056503820, image/webp",
        "524946460000000057415645666d7420, audio/wav",
        "4f67675300020000, audio/ogg",
        "4944330400000000, audio/mpeg",
        "fffb9064, audio/mpeg",
        "00000020667479706973, video/mp4",
        "255044462d312e37, application/pdf",
    })
    void types_are_told_by_their_signature(String hex, String type) {
        byte[] head = HexFormat.of().parseHex(hex);

        assertThat(MediaType.of(head, head.length)).map(MediaType::contentType).contains(type);
    }

    private ValidatableResponse post(String contentType, byte[] bytes) {
        return as(requester)
                .contentType(contentType)
                .body(bytes)
                .post("/v1/media")
                .then();
    }
}
