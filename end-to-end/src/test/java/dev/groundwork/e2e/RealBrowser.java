package dev.groundwork.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.groundwork.local.Marketplace;
import dev.groundwork.local.ProjectFolder;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Runs the journeys of the web client's folder {@code browser} in a Chromium of this machine. */
final class RealBrowser {

    private static final long PATIENCE_MINUTES = 6;

    private final Marketplace marketplace;
    private final Path webui = ProjectFolder.root().resolve("gateway/src/main/webui");

    RealBrowser(Marketplace marketplace) {
        this.marketplace = marketplace;
    }

    /** Goes a journey; the test is skipped where there is no Chromium. Pictures are left in target/web-screens. */
    void run(String script, Map<String, String> environment) throws IOException, InterruptedException {
        var chromium = chromium();
        assumeTrue(chromium != null, "there is no Chromium on the PATH (apt install chromium)");
        var whole = new HashMap<>(environment);
        whole.put("GROUNDWORK_CHROMIUM", String.valueOf(chromium));
        whole.put("GROUNDWORK_URL", marketplace.urls().gateway().toString());
        whole.put("GROUNDWORK_PASSWORD", Person.PASSWORD);
        whole.put(
                "GROUNDWORK_SHOTS",
                ProjectFolder.root().resolve("end-to-end/target/web-screens").toString());
        node(whole, script);
    }

    /** Runs a program of the web client's folder with Node; fails with all that it said. */
    void node(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("node"));
        command.addAll(List.of(arguments));
        var log = Files.createTempFile("groundwork-browser-", ".log");
        var builder = new ProcessBuilder(command)
                .directory(webui.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
            var said = Files.readString(log);
            assertThat(ended)
                    .as("ended within %d minutes: %s", PATIENCE_MINUTES, said)
                    .isTrue();
            assertThat(process.exitValue()).as(said).isZero();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Files.deleteIfExists(log);
        }
    }

    /** {@return where a Chromium is; null where there is none} */
    static @Nullable Path chromium() {
        var path = System.getenv().getOrDefault("PATH", "");
        return Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
                .flatMap(name ->
                        Stream.of(path.split(java.io.File.pathSeparator, -1)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }
}
