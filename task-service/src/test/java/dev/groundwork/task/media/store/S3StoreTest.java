package dev.groundwork.task.media.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import dev.groundwork.local.FreePorts;
import dev.groundwork.task.media.MediaConfig;
import dev.groundwork.task.media.ObjectStore;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Against a server that is not ours, in a process of its own. */
class S3StoreTest extends ObjectStoreContract {

    private static final S3Server SERVER = new S3Server();
    private static S3Store store = new S3Store(new Bucket(URI.create("http://127.0.0.1:1"), S3Server.BUCKET, false));

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        store.close();
        store = new S3Store(new Bucket(SERVER.start(), S3Server.BUCKET, true));
    }

    @AfterAll
    static void stop() {
        store.close();
        SERVER.close();
    }

    @Override
    ObjectStore store() {
        return store;
    }

    @Test
    void nothing_of_an_upload_that_broke_off_stays_behind() throws IOException, InterruptedException {
        var broken = new BreakingOff(9 * 1024 * 1024);

        assertThatThrownBy(() -> store.put("broken/off", broken)).hasMessage("broken off");

        try (var http = HttpClient.newHttpClient()) {
            var uploads = HttpRequest.newBuilder(SERVER.address().resolve("/" + S3Server.BUCKET + "?uploads"))
                    .build();
            assertThat(http.send(uploads, HttpResponse.BodyHandlers.ofString()).body())
                    .contains("ListMultipartUploadsResult")
                    .doesNotContain("<Upload>");
        }
    }

    @Test
    void the_bucket_is_there() throws IOException {
        store.check();
    }

    @Test
    void a_bucket_that_is_not_there_is_named() {
        try (var missing = new S3Store(new Bucket(SERVER.address(), "no-such-bucket", false))) {
            assertThatThrownBy(missing::check)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("bucket no-such-bucket at " + SERVER.address());
        }
    }

    @Test
    void a_server_that_is_not_there_is_named_and_what_is_asked_of_it_may_be_asked_again() {
        URI nowhere = URI.create("http://127.0.0.1:" + FreePorts.one());
        try (var unreachable = new S3Store(new Bucket(nowhere, S3Server.BUCKET, false))) {
            assertThatThrownBy(unreachable::check).hasMessageContaining(nowhere.toString());
            assertThatThrownBy(() -> unreachable.size("a/b")).hasMessageContaining("object-store-unavailable");
        }
    }

    @Test
    void without_a_bucket_there_is_no_store() {
        assertThatThrownBy(() -> new S3Store(new Bucket(SERVER.address(), null, false)))
                .hasMessageContaining("groundwork.media.s3.bucket");
    }

    @Test
    void an_address_is_good_for_anybody_and_says_what_the_bytes_are() throws IOException, InterruptedException {
        store.put("presigned/a", new ByteArrayInputStream("sound".getBytes(StandardCharsets.UTF_8)));

        URI address = store.address("presigned/a", "audio/wav", "inline; filename=\"a.wav\"")
                .orElseThrow();

        try (var http = HttpClient.newHttpClient()) {
            var part = http.send(
                    HttpRequest.newBuilder(address).header("Range", "bytes=1-3").build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.body()).isEqualTo("oun");
            var whole = http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(whole.body()).isEqualTo("sound");
            assertThat(whole.headers().firstValue("Content-Type")).hasValue("audio/wav");
            assertThat(whole.headers().firstValue("Content-Disposition")).hasValue("inline; filename=\"a.wav\"");
        }
        assertThat(address.getQuery()).contains("X-Amz-Expires=60");
    }

    @Test
    void addresses_are_given_only_where_the_operator_wants_them() {
        try (var silent = new S3Store(new Bucket(SERVER.address(), S3Server.BUCKET, false))) {
            assertThat(silent.address("a/b", "audio/wav", "inline")).isEmpty();
        }
    }

    /** A bucket of the server under test. */
    private record Bucket(URI server, @Nullable String name, boolean presigned) implements MediaConfig.S3 {

        @Override
        public Optional<URI> endpoint() {
            return Optional.of(server);
        }

        @Override
        public Optional<String> bucket() {
            return Optional.ofNullable(name);
        }

        @Override
        public String region() {
            return "us-east-1";
        }

        @Override
        public boolean pathStyle() {
            return true;
        }

        @Override
        public Optional<String> accessKey() {
            return Optional.of("an-access-key");
        }

        @Override
        public Optional<String> secretKey() {
            return Optional.of("a-secret-key");
        }
    }
}
