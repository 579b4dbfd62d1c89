package dev.groundwork.kit.time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

class AdjustableClockTest {

    @Test
    void a_test_moves_it_and_it_goes_on_from_there() {
        var clock = new AdjustableClock(true);

        clock.advance(Duration.ofDays(8));

        assertThat(clock.instant()).isCloseTo(Instant.now().plus(Duration.ofDays(8)), within(5, SECONDS));
        clock.set(Instant.parse("2026-01-31T09:00:00Z"));
        assertThat(clock.instant()).isCloseTo(Instant.parse("2026-01-31T09:00:00Z"), within(5, SECONDS));
        clock.reset();
        assertThat(clock.instant()).isCloseTo(Instant.now(), within(5, SECONDS));
    }

    @Test
    void several_processes_follow_a_file(@TempDir Path folder) throws IOException {
        var file = folder.resolve("offset");
        var clock = AdjustableClock.following(new OffsetFile(file));

        assertThat(clock.instant()).isCloseTo(Instant.now(), within(5, SECONDS));
        Files.writeString(file, "P7DT1H\n");
        await().untilAsserted(() -> assertThat(clock.instant())
                .isCloseTo(Instant.now().plus(Duration.ofDays(7)).plus(Duration.ofHours(1)), within(5, SECONDS)));
        Files.writeString(file, "a week");
        await().during(Duration.ofMillis(200)).untilAsserted(() -> assertThat(clock.instant())
                .isCloseTo(Instant.now().plus(Duration.ofDays(7)).plus(Duration.ofHours(1)), within(5, SECONDS)));
        assertThatThrownBy(() -> clock.advance(Duration.ofDays(1))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nobody_moves_it_in_production() {
        var clock = new AdjustableClock(false);

        assertThatThrownBy(() -> clock.advance(Duration.ofDays(1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> clock.set(Instant.EPOCH)).isInstanceOf(IllegalStateException.class);
    }
}
