package dev.groundwork.task.media;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;

import dev.groundwork.kit.problem.NotAllowed;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.access.Caller;
import dev.groundwork.task.testing.TestJobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.groundwork.task.testing.TestJobs.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
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

    @Inject
    MediaConfig config;

    @Inject
    ObjectStore store;

    @Inject
    Media media;

    @Inject
    Caller caller;

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
        int mostBytes = given().get("/v1/media/limits")
                .then()
                .statusCode(200)
                .body("mostPixels", equalTo(64_000_000))
                .extract()
                .path("mostBytes");
        assertThat(mostBytes).isEqualTo(25 * 1024 * 1024);
        var large = new byte[mostBytes + 1];
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
    void a_photograph_is_shown_upright_without_what_it_tells_of_its_maker() {
        byte[] photograph = TestMedia.taggedJpeg(960, 640, 6);

        String id = post("image/jpeg", photograph)
                .statusCode(201)
                .body("bytes", equalTo(photograph.length))
                .body("width", equalTo(640))
                .body("height", equalTo(960))
                .extract()
                .path("id");
        ensureNoTrace(get(id).extract().path("url"));
        var ready = ready(id);

        byte[] served = ensureNoTrace(ready.getString("url"));
        BufferedImage shown = TestMedia.read(served);
        assertThat(shown.getWidth()).isEqualTo(640);
        assertThat(shown.getHeight()).isEqualTo(960);
        // The blue corner was at the bottom left; turned right, it is at the top left.
        assertThat(new Color(shown.getRGB(20, 20)).getBlue()).isGreaterThan(200);
        BufferedImage small = TestMedia.read(ensureNoTrace(ready.getString("thumbnailUrl")));
        assertThat(small.getWidth()).isEqualTo(213);
        assertThat(small.getHeight()).isEqualTo(320);
        assertThat(new Color(small.getRGB(8, 8)).getBlue()).isGreaterThan(200);
    }

    @Test
    void a_sound_has_peaks_and_a_length() {
        byte[] sound = TestMedia.wav(8000, 1, 20_000, TestMedia.sine(440, 8000, 0.5));

        var ready = ready(post("audio/wav", sound).statusCode(201).extract().path("id"));

        assertThat(ready.getDouble("durationSeconds")).isEqualTo(2.5);
        assertThat(ready.getString("thumbnailUrl")).isNull();
        var peaks = given().get(URI.create(ready.getString("peaksUrl")))
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("duration", equalTo(2.5f))
                .body("channels", equalTo(1))
                .extract()
                .jsonPath();
        assertThat(Collections.max(peaks.getList("peaks[0]", Double.class))).isCloseTo(0.5, within(0.01));
        assertThat(Collections.min(peaks.getList("peaks[0]", Double.class))).isCloseTo(-0.5, within(0.01));
    }

    @Test
    void a_document_is_ready_at_once() {
        post("text/plain", "What a lovely day".getBytes(StandardCharsets.UTF_8))
                .statusCode(201)
                .body("state", equalTo("READY"))
                .body("thumbnailUrl", nullValue())
                .body("width", nullValue());
    }

    @Test
    void a_picture_whose_pixels_cannot_be_read_is_named_with_its_reason() {
        byte[] broken = TestMedia.png(100, 100);
        Arrays.fill(broken, 50, 70, (byte) 7);

        String id = post("image/png", broken).statusCode(201).extract().path("id");

        awaitState(id, "FAILED");
        get(id).body("stateReason", equalTo("The pixels cannot be read.")).body("thumbnailUrl", nullValue());
    }

    @Test
    void what_failed_is_tried_again_when_it_is_uploaded_again() {
        byte[] picture = TestMedia.png(61, 62);
        String id = post("image/png", picture).extract().path("id");
        ready(id);
        jobs.execute("update media set state = 'FAILED', state_reason = 'Bad luck.' where id = ?", UUID.fromString(id));

        post("image/png", picture).statusCode(201).body("id", equalTo(id)).body("stateReason", nullValue());

        ready(id);
    }

    @Test
    void what_has_brought_the_service_down_three_times_is_given_up() {
        String id = post("image/png", TestMedia.png(63, 64)).extract().path("id");
        ready(id);
        jobs.execute("update media set state = 'PROCESSING' where id = ?", UUID.fromString(id));

        jobs.execute("insert into media_work (medium_id, attempts) values (?, 3)", UUID.fromString(id));

        awaitState(id, "FAILED");
        get(id).body("stateReason", containsString("could not finish"));
        assertThat(jobs.texts("select medium_id from media_work where medium_id = ?", UUID.fromString(id)))
                .isEmpty();
    }

    @Test
    void what_another_has_taken_is_left_to_it_until_its_lease_ends() {
        String leased = post("image/png", TestMedia.png(65, 66)).extract().path("id");
        ready(leased);
        jobs.execute("update media set state = 'PROCESSING' where id = ?", UUID.fromString(leased));
        jobs.execute(
                "insert into media_work (medium_id, due_at, attempts) values (?, now() + interval '1 hour', 1)",
                UUID.fromString(leased));

        ready(post("image/png", TestMedia.png(67, 68)).extract().path("id"));

        get(leased).body("state", equalTo("PROCESSING"));
        jobs.execute("update media_work set due_at = now() where medium_id = ?", UUID.fromString(leased));
        ready(leased);
    }

    @Test
    void a_file_that_does_not_hold_together_is_refused() {
        byte[] png = TestMedia.png(50, 50);

        post("image/png", Arrays.copyOf(png, png.length / 2))
                .statusCode(422)
                .body("code", equalTo("media-broken"))
                .body("detail", equalTo("The file ends in the middle."));
    }

    @Test
    void a_picture_that_unfolds_into_too_many_pixels_is_refused() {
        byte[] bomb = TestMedia.png(50, 50);
        ByteBuffer.wrap(bomb).putInt(16, 60_000).putInt(20, 60_000);

        post("image/png", bomb)
                .statusCode(422)
                .body("code", equalTo("media-too-many-pixels"))
                .body("detail", containsString("60000 × 60000"));
    }

    @Test
    void a_medium_from_before_is_cleaned_before_it_is_shown() throws IOException {
        byte[] photograph = TestMedia.taggedJpeg(30, 20, 1);
        UUID id = UUID.randomUUID();
        var digest = Sha256.digest();
        digest.update(photograph);
        String sha256 = Sha256.hex(digest);
        store.put(MediaIntake.key(sha256), new ByteArrayInputStream(photograph));
        jobs.execute("""
                insert into media (id, requester_id, media_type, bytes, sha256, created_at)
                values (?, ?, 'image/jpeg', ?, ?, now())
                """, id, requester, photograph.length, sha256);
        given().get(URI.create(links.link(id)))
                .then()
                .statusCode(503)
                .body("code", equalTo("media-processing"))
                .header("Retry-After", equalTo("2"));

        jobs.execute("insert into media_work (medium_id) values (?)", id);
        var ready = ready(id.toString());

        assertThat(ready.getInt("width")).isEqualTo(30);
        assertThat(ensureNoTrace(ready.getString("url"))).isEqualTo(TestMedia.jpeg(30, 20));
        await().untilAsserted(
                        () -> assertThat(store.size(MediaIntake.key(sha256))).isEmpty());
    }

    @Test
    void a_browser_that_has_the_bytes_is_not_sent_them_again() {
        var ready = ready(post("image/png", TestMedia.png(31, 32)).extract().path("id"));
        URI url = URI.create(ready.getString("url"));
        String tag = given().get(url)
                .then()
                .header("Cache-Control", "private, max-age=3600, immutable")
                .header("Content-Disposition", startsWith("inline; filename=\""))
                .extract()
                .header("ETag");

        given().header("If-None-Match", tag).get(url).then().statusCode(304);
        given().header("Range", "bytes=0-3")
                .header("If-Range", tag)
                .get(url)
                .then()
                .statusCode(206);
        given().header("Range", "bytes=0-3")
                .header("If-Range", "\"another\"")
                .get(url)
                .then()
                .statusCode(200);
    }

    @Test
    void the_signature_of_a_medium_is_good_for_what_is_made_of_it_and_for_no_other() {
        var ready = ready(post("image/png", TestMedia.png(33, 34)).extract().path("id"));
        String query = ready.getString("url").substring(ready.getString("url").indexOf('?'));
        String path = "/v1/media/" + ready.getString("id");

        given().get(URI.create(path + "/thumbnail" + query))
                .then()
                .statusCode(200)
                .contentType("image/jpeg");
        given().get(URI.create(path + "/peaks" + query))
                .then()
                .statusCode(404)
                .body("code", equalTo("peaks-not-found"));
        given().get(URI.create("/v1/media/" + UUID.randomUUID() + "/thumbnail" + query))
                .then()
                .statusCode(403)
                .body("code", equalTo("media-link-forged"));
        given().get(URI.create(path + "/thumbnail")).then().statusCode(403);
    }

    @Test
    void where_the_store_has_an_address_whoever_has_a_good_link_is_sent_there() throws IOException {
        var ready = ready(post("image/png", TestMedia.png(69, 70)).extract().path("id"));
        UUID id = UUID.fromString(ready.getString("id"));
        var query = URI.create(ready.getString("url")).getQuery().split("[=&]", -1);
        var resource = new MediaResource(media, new Addressed(store), links, config, caller);

        Response sent = resource.content(id, Long.parseLong(query[1]), query[3], null, null, null);

        assertThat(sent.getStatus()).isEqualTo(307);
        assertThat(sent.getLocation()).hasHost("bucket.example").hasPath("/image/png");
        assertThat(sent.getHeaderString("Cache-Control")).isEqualTo("no-store");
        assertThatThrownBy(() -> resource.content(id, Long.parseLong(query[1]) + 1, query[3], null, null, null))
                .isInstanceOf(NotAllowed.class);
    }

    @Test
    void the_view_of_somebody_elses_medium_is_none() {
        String id = post("image/png", PNG).extract().path("id");

        as(UUID.randomUUID()).get("/v1/media/{id}", id).then().statusCode(404).body("code", equalTo("media-not-found"));
        given().get("/v1/media/{id}", id).then().statusCode(401);
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
        "664c614300000022, audio/flac",
        "0000001c667479704d344120, audio/mp4",
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

    private ValidatableResponse get(String id) {
        return as(requester).get("/v1/media/{id}", id).then().statusCode(200);
    }

    private void awaitState(String id, String state) {
        await().atMost(Duration.ofSeconds(20)).until(() -> get(id).extract().path("state"), equalTo(state));
    }

    /** {@return the view of a medium once all that is made of it is there} */
    private JsonPath ready(String id) {
        awaitState(id, "READY");
        return get(id).extract().jsonPath();
    }

    /** {@return what is served at a link, after a look that nobody can be found by it} */
    private static byte[] ensureNoTrace(String url) {
        byte[] served =
                given().get(URI.create(url)).then().statusCode(200).extract().asByteArray();
        for (String word : new String[] {TestMedia.CAMERA, "Ada", "xmpmeta", "41.385"}) {
            assertThat(TestMedia.holds(served, word)).as(word).isFalse();
        }
        return served;
    }

    /** A store whose objects have addresses that say what they were asked for. */
    private record Addressed(ObjectStore store) implements ObjectStore {

        @Override
        public Optional<URI> address(String key, String contentType, String disposition) {
            return Optional.of(URI.create("https://bucket.example/" + contentType));
        }

        @Override
        public void put(String key, Path file) throws IOException {
            store.put(key, file);
        }

        @Override
        public void put(String key, InputStream bytes) throws IOException {
            store.put(key, bytes);
        }

        @Override
        public InputStream open(String key) throws IOException {
            return store.open(key);
        }

        @Override
        public InputStream open(String key, long from, long length) throws IOException {
            return store.open(key, from, length);
        }

        @Override
        public OptionalLong size(String key) throws IOException {
            return store.size(key);
        }

        @Override
        public void check() throws IOException {
            store.check();
        }

        @Override
        public void delete(String key) throws IOException {
            store.delete(key);
        }

        @Override
        public List<StoredObject> list(String prefix, @Nullable String after, int most) throws IOException {
            return store.list(prefix, after, most);
        }
    }
}
