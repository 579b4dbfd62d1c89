package dev.groundwork.task.review;

import java.util.List;
import java.util.stream.DoubleStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OthersTimesTest {

    private static OthersTimes times(double... seconds) {
        return new OthersTimes(DoubleStream.of(seconds).boxed().toList());
    }

    @Test
    void too_few_others_leave_the_doubt_with_the_worker() {
        var times = times(60, 61, 62, 63, 64);

        assertThat(times.isGoodFaith(0)).isTrue();
        assertThat(times.isTooFast(0)).isFalse();
        assertThat(new OthersTimes(List.of()).isGoodFaith(0)).isTrue();
    }

    @Test
    void good_faith_is_as_long_as_the_quickest_tenth() {
        var times = times(10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110);

        assertThat(times.isGoodFaith(20)).isTrue();
        assertThat(times.isGoodFaith(19)).isFalse();
    }

    /** The order of what is given does not matter. */
    @Test
    void good_faith_is_found_in_any_order() {
        assertThat(times(110, 10, 100, 20, 90, 30, 80, 40, 70, 50, 60).isGoodFaith(19))
                .isFalse();
    }

    @Test
    void speed_is_judged_on_the_logarithm_where_mean_less_three_deviations_is_below_zero() {
        // Mean 55.7, standard deviation 69.3: mean less three of them would never find anybody too fast.
        var times = times(20, 24, 28, 30, 33, 36, 40, 60, 100, 256);

        assertThat(times.isTooFast(1)).isTrue();
        assertThat(times.isTooFast(7)).isTrue();
        assertThat(times.isTooFast(8)).isFalse();
        assertThat(times.isTooFast(20)).isFalse();
    }

    @Test
    void nobody_is_too_fast_where_all_the_others_took_the_same() {
        assertThat(times(30, 30, 30, 30, 30, 30, 30).isTooFast(1)).isFalse();
    }
}
