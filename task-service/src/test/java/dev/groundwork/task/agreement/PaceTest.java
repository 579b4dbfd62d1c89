package dev.groundwork.task.agreement;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;

import dev.groundwork.task.agreement.Pace.Interval;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class PaceTest {

    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final Pace.Minutes minutes = new Pace.Minutes();
    private final Seconds seconds = new Seconds();

    @Test
    void no_answers_make_no_chart() {
        var pace = Pace.of(minutes, seconds);

        assertThat(pace.throughput()).isEmpty();
        assertThat(pace.seconds()).isNull();
    }

    @Test
    void a_short_job_is_told_by_the_minute_without_gaps() {
        answered(0);
        answered(30);
        answered(200);

        assertThat(Pace.of(minutes, seconds).throughput())
                .containsExactly(
                        new Interval(START, 2),
                        new Interval(START.plusSeconds(60), 0),
                        new Interval(START.plusSeconds(120), 0),
                        new Interval(START.plusSeconds(180), 1));
    }

    @Test
    void a_long_job_is_told_in_as_many_intervals_as_a_chart_shows_and_loses_nothing() {
        for (int hour = 0; hour < 24 * 400; hour++) {
            answered(3_600L * hour);
        }

        var throughput = Pace.of(minutes, seconds).throughput();

        assertThat(throughput).hasSizeBetween(60, 121);
        assertThat(throughput.stream().mapToLong(Interval::answers).sum()).isEqualTo(24 * 400);
        assertThat(throughput).isSortedAccordingTo(Comparator.comparing(Interval::from));
    }

    @Test
    void times_are_told_as_quantiles_and_bars() {
        for (int second = 0; second <= 100; second++) {
            seconds.add(second % 3, second);
        }

        var spread = Objects.requireNonNull(Pace.of(minutes, seconds).seconds());

        assertThat(spread.median()).isEqualTo(50);
        assertThat(spread.p25()).isEqualTo(25);
        assertThat(spread.p95()).isEqualTo(95, within(1e-9));
        assertThat(spread.histogram().stream().mapToLong(Pace.Bar::answers).sum())
                .isEqualTo(101);
        assertThat(spread.histogram().getFirst()).isEqualTo(new Pace.Bar(0, 1));
        assertThat(spread.histogram()).contains(new Pace.Bar(90, 11));
        assertThat(seconds.mediansOf(3)).containsExactly(49.5, 50.5, 50);
    }

    private void answered(long afterSeconds) {
        minutes.add(START.getEpochSecond() + afterSeconds);
    }
}
