package dev.groundwork.task.reach;

import java.time.Duration;

import dev.groundwork.task.reach.Forecast.Finish;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ForecastTest {

    private static final Duration WEEK = Duration.ofDays(7);

    @Test
    void a_job_takes_its_share_of_the_work_that_is_done_in_a_day() {
        // Seven hours in a week: an hour a day.
        var lately = new Forecast(10, 500, 7 * 3600, WEEK);

        assertThat(lately.finish(2 * 3600, 0)).contains(new Finish(2, 2));
        assertThat(lately.finish(2 * 3600, 3 * 3600)).contains(new Finish(2, 5));
        assertThat(lately.finish(1, 0)).contains(new Finish(0.1, 0.1));
    }

    @Test
    void nothing_is_said_where_too_little_was_done_to_tell() {
        assertThat(new Forecast(4, 500, 9000, WEEK).finish(60, 0)).isEmpty();
        assertThat(new Forecast(10, 49, 9000, WEEK).finish(60, 0)).isEmpty();
        assertThat(new Forecast(10, 500, 0, WEEK).finish(60, 0)).isEmpty();
        assertThat(new Forecast(10, 500, 9000, Duration.ofHours(23)).finish(60, 0))
                .isEmpty();
        assertThat(new Forecast(10, 500, 9000, WEEK).finish(0, 0)).isEmpty();
        assertThat(new Forecast(5, 50, 9000, Duration.ofDays(1)).finish(60, 0)).isPresent();
    }
}
