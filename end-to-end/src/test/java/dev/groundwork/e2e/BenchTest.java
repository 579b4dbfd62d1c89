package dev.groundwork.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import dev.groundwork.bench.Bench;
import dev.groundwork.local.Marketplace;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The benchmarks run and their counts agree; how fast anything is, is not for a test to say. */
@ExtendWith(SharedMarketplace.class)
class BenchTest {

    private final Marketplace marketplace;

    @TempDir
    Path folder;

    BenchTest(Marketplace marketplace) {
        this.marketplace = marketplace;
    }

    @Test
    void every_benchmark_comes_to_figures() throws IOException {
        var said = new ByteArrayOutputStream();
        var json = folder.resolve("bench.json");

        int exit = Bench.run(
                List.of("claim", "upload", "latency", "settle", "topup", "--quick", "--json", json.toString()),
                new PrintStream(said, true, StandardCharsets.UTF_8),
                marketplace);

        assertThat(exit).as(said.toString(StandardCharsets.UTF_8)).isZero();
        var figures = new ObjectMapper().readTree(json.toFile()).path("figures");
        assertThat(figures.findValuesAsText("bench")).contains("claim", "upload", "latency", "settle", "topup");
        assertThat(figures).allSatisfy(figure -> assertThat(figure.path("value").asDouble())
                .isPositive());
    }

    @Test
    void the_web_client_is_measured_in_a_browser() throws IOException {
        assumeTrue(RealBrowser.chromium() != null, "there is no Chromium on the PATH (apt install chromium)");
        var said = new ByteArrayOutputStream();
        var json = folder.resolve("web.json");

        int exit = Bench.run(
                List.of("web", "--quick", "--json", json.toString()),
                new PrintStream(said, true, StandardCharsets.UTF_8),
                marketplace);

        assertThat(exit).as(said.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(new ObjectMapper().readTree(json.toFile()).path("figures"))
                .hasSize(5)
                .allSatisfy(
                        figure -> assertThat(figure.path("value").asDouble()).isPositive());
    }

    @Test
    void the_books_are_filled_sealed_audited_and_paid_out_of() throws IOException {
        var said = new ByteArrayOutputStream();
        var json = folder.resolve("audit.json");

        int exit = Bench.run(
                List.of("audit", "payout", "--quick", "--json", json.toString()),
                new PrintStream(said, true, StandardCharsets.UTF_8),
                marketplace);

        assertThat(exit).as(said.toString(StandardCharsets.UTF_8)).isZero();
        var figures = new ObjectMapper().readTree(json.toFile()).path("figures");
        assertThat(figures.findValuesAsText("bench"))
                .startsWith("audit", "audit")
                .endsWith("payout");
        assertThat(figures).allSatisfy(figure -> assertThat(figure.path("value").asDouble())
                .isPositive());
    }
}
