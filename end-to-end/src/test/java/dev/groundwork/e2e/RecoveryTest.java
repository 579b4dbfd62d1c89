package dev.groundwork.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.groundwork.demo.Demo;
import dev.groundwork.local.Marketplace;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Every part dies as in a power cut while a crowd works; once it is back, not an answer and not a cent is missing or doubled. */
@ExtendWith(SharedMarketplace.class)
class RecoveryTest {

    private static final int TASKS = 1_500;

    private final Marketplace marketplace;

    @TempDir
    Path folder;

    RecoveryTest(Marketplace marketplace) {
        this.marketplace = marketplace;
    }

    @Test
    void a_crowd_finishes_its_work_although_every_part_was_killed_meanwhile() throws IOException {
        var said = new ByteArrayOutputStream();
        var json = folder.resolve("report.json");
        var realm = marketplace.urls().realm();
        var demo = CompletableFuture.supplyAsync(() -> Demo.run(
                List.of(
                        "--url", marketplace.urls().gateway().toString(),
                        "--identity", realm.getScheme() + "://" + realm.getAuthority(),
                        "--home", folder.toString(),
                        "--json", json.toString(),
                        "--tasks", Integer.toString(TASKS),
                        "--workers", "12",
                        "--concurrency", "3"),
                new PrintStream(said, true, StandardCharsets.UTF_8),
                false));

        for (var part : List.of("task-service", "kafka", "payment-service", "worker-service", "postgres", "gateway")) {
            awaitMoreAnswers(said, demo);
            marketplace.kill(part);
            await().atMost(Jobs.SOON).until(() -> !marketplace.isAlive(part));
            marketplace.restart(part);
        }

        await().atMost(Duration.ofMinutes(8)).until(demo::isDone);
        assertThat(demo.join()).as(said.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("retrying").contains("answers again");
        var report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.path("answers").asInt()).isEqualTo(3 * TASKS);
        assertThat(report.path("ok").asBoolean()).isTrue();
    }

    /** The demo has come further since it was asked for. */
    private static void awaitMoreAnswers(ByteArrayOutputStream said, CompletableFuture<Integer> demo) {
        int before = said.toString(StandardCharsets.UTF_8).length();
        await().atMost(Duration.ofMinutes(5)).until(() -> {
            assertThat(demo)
                    .as("the demo goes on: " + said.toString(StandardCharsets.UTF_8))
                    .isNotDone();
            var since = said.toString(StandardCharsets.UTF_8).substring(before);
            return since.lines().anyMatch(line -> line.matches("Work: [1-9].*"));
        });
    }
}
