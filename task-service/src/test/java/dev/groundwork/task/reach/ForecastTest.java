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
        var lately = new Forecast(10, 500, 7 * 3600, WEEK, false);

        assertThat(lately.finish(2 * 3600, 0)).contains(new Finish(2, 2));
        assertThat(lately.finish(2 * 3600, 3 * 3600)).contains(new Finish(2, 5));
        assertThat(lately.finish(1, 0)).contains(new Finish(0.1, 0.1));
    }

    @Test
    void nothing_is_said_where_too_little_was_done_to_tell() {
        assertThat(new Forecast(9, 500, 9000, WEEK, false).finish(60, 0)).isEmpty();
        assertThat(new Forecast(10, 49, 9000, WEEK, false).finish(60, 0)).isEmpty();
        assertThat(new Forecast(10, 500, 0, WEEK, false).finish(60, 0)).isEmpty();
        assertThat(new Forecast(10, 500, 9000, Duration.ofHours(23), false).finish(60, 0))
                .isEmpty();
        assertThat(new Forecast(10, 500, 9000, WEEK, false).finish(0, 0)).isEmpty();
        assertThat(new Forecast(10, 50, 9000, Duration.ofDays(1), false).finish(60, 0))
                .isPresent();
    }

    @Test
    void a_market_in_which_the_latest_answers_are_all_of_today_is_no_new_one() {
        var busy = new Forecast(1000, 200_000, 24 * 3600, Duration.ofHours(12), true);

        assertThat(busy.finish(48 * 3600, 0)).contains(new Finish(1, 1));
        assertThat(new Forecast(10, 500, 9000, Duration.ZERO, true).finish(60, 0))
                .isEmpty();
    }
}
