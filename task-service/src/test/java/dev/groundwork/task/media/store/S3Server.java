package dev.groundwork.task.media.store;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.groundwork.local.FreePorts;
import dev.groundwork.local.Leash;

import org.jspecify.annotations.Nullable;

/** A server that speaks S3, as a process of its own on a free port; it goes with its folder when it is closed, or with this JVM. */
final class S3Server implements AutoCloseable {

    static final String BUCKET = "groundwork-test";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int port = FreePorts.row(2);
    private @Nullable Leash leash;

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** {@return its address, once it answers} */
    URI start() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("groundwork-s3-");
        leash = Leash.start(
                folder,
                "TERM",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        program().toString(),
                        "--server.port=" + (port + 1),
                        "--com.adobe.testing.s3mock.httpPort=" + port,
                        "--com.adobe.testing.s3mock.store.initialBuckets=" + BUCKET,
                        "--com.adobe.testing.s3mock.store.root=" + folder.resolve("data")));
        await(folder.resolve("output.log"));
        return address();
    }

    @Override
    public void close() {
        var tied = leash;
        if (tied != null) {
            leash = null;
            tied.close();
        }
    }

    /** Put there by the build. */
    private static Path program() throws IOException {
        try (var programs = Files.list(Path.of("target", "s3-server"))) {
            return programs.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath();
        }
    }

    private void await(Path log) throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        try (var http = HttpClient.newHttpClient()) {
            var question = HttpRequest.newBuilder(address().resolve("/" + BUCKET))
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .timeout(Duration.ofSeconds(5))
                    .build();
            while (true) {
                try {
                    if (http.send(question, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200) {
                        return;
                    }
                } catch (IOException notYet) {
                    if (System.nanoTime() > until) {
                        throw new IOException("the server does not answer: " + Files.readString(log), notYet);
                    }
                }
                Thread.sleep(100);
            }
        }
    }
}
