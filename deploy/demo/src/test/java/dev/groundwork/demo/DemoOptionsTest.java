package dev.groundwork.demo;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DemoOptionsTest {

    @Test
    void has_a_generated_crowd_by_default() {
        var options = DemoOptions.parse(List.of(), Map.of());

        assertThat(options.answers()).isNull();
        assertThat(options.payout()).isTrue();
        assertThat(options.gateway()).isEqualTo(URI.create("http://localhost:8080"));
    }

    @Test
    void takes_addresses_from_the_environment_and_the_command_line_above_it() {
        var options = DemoOptions.parse(
                List.of("--url", "http://localhost:9000"),
                Map.of("GROUNDWORK_URL", "http://localhost:9090", "GROUNDWORK_IDENTITY_URL", "http://localhost:9094"));

        assertThat(options.gateway()).isEqualTo(URI.create("http://localhost:9000"));
        assertThat(options.identity()).isEqualTo(URI.create("http://localhost:9094"));
    }

    @Test
    void tells_crowds_apart() {
        var one = DemoOptions.parse(List.of(), Map.of());
        var other = DemoOptions.parse(List.of("--seed", "2"), Map.of());
        var recorded = DemoOptions.parse(List.of("--answers", "a.csv"), Map.of());
        var dynamic = DemoOptions.parse(List.of("--answers", "a.csv", "--truth", "t.csv", "--dynamic"), Map.of());
        var attacked =
                DemoOptions.parse(List.of("--answers", "a.csv", "--truth", "t.csv", "--sybil", "0.45"), Map.of());

        assertThat(List.of(
                        one.crowdKey(), other.crowdKey(), recorded.crowdKey(), dynamic.crowdKey(), attacked.crowdKey()))
                .doesNotHaveDuplicates();
    }

    @Test
    void remembers_its_crowd_in_the_run(@org.junit.jupiter.api.io.TempDir Path folder) {
        var begun = DemoOptions.parse(
                List.of(
                        "--answers",
                        "a.csv",
                        "--truth",
                        "t.csv",
                        "--no-payout",
                        "--dynamic",
                        "--confidence",
                        "0.95",
                        "--calibrated"),
                Map.of());
        var state = RunState.begin(folder, "20260101-000000-abcd", begun.crowdKey());
        begun.keep(state);

        var continued = DemoOptions.parse(List.of("--resume"), Map.of())
                .of(RunState.unfinished(folder).getFirst());

        assertThat(continued.crowdKey()).isEqualTo(begun.crowdKey());
        assertThat(continued.payout()).isFalse();
        assertThat(continued.dynamic()).isTrue();
        assertThat(continued.confidence()).isEqualTo(0.95);
        assertThat(continued.calibrated()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "--tasks many, whole number",
        "--workers 2, from 4 to 2000",
        "--truth t.csv, goes with --answers",
        "--speed 3, unknown option",
        "--answers, wants a value",
        "--url nowhere, wants an address",
        "--resume --new, exclude each other",
        "--dynamic --answers a.csv, need --truth",
        "--sybil 0.45 --answers a.csv, need --truth",
        "--compare --dynamic --answers a.csv --truth t.csv, by itself",
        "--control-share 2, from 0.01 to 0.9",
        "--confidence high, a number",
    })
    void says_what_is_wrong(String line, String message) {
        assertThatThrownBy(() -> DemoOptions.parse(List.of(line.split(" ", -1)), Map.of()))
                .isInstanceOf(DemoOptions.WrongOption.class)
                .hasMessageContaining(message);
    }
}
