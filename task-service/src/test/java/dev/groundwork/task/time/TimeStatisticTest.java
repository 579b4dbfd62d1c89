package dev.groundwork.task.time;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TimeStatisticTest {

    private static Map<Integer, List<Long>> oneEach(long... medians) {
        var times = new HashMap<Integer, List<Long>>();
        for (long median : medians) {
            times.put(times.size(), List.of(median));
        }
        return times;
    }

    private static TimeStatistic of(Map<?, List<Long>> times) {
        return TimeStatistic.of(times).orElseThrow();
    }

    @Test
    void vector_1_prices_196_seconds_and_tells_155() {
        var statistic = of(oneEach(118, 127, 131, 140, 149, 152, 158, 163, 171, 180, 196, 240));

        assertThat(statistic.workers()).isEqualTo(12);
        assertThat(statistic.counted()).isEqualTo(12);
        assertThat(statistic.rank()).isEqualTo(11);
        assertThat(statistic.priceSeconds()).isEqualTo(196);
        assertThat(statistic.medianSeconds()).isEqualTo(155);
        assertThat(statistic.canPrice()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "6, 6", "7, 7", "8, 8", "9, 9", "10, 10", "11, 10", "12, 11", "15, 14", "20, 18", "25, 22", "30, 26", "40, 33",
        "5, 0", "1, 0", "100, 0", "5000, 0"
    })
    void the_rank_is_the_least_whose_binomial_sum_reaches_80_percent(int workers, int rank) {
        assertThat(TimeStatistic.rank(workers)).isEqualTo(rank);
    }

    @Test
    void the_rank_falls_short_of_the_bound_by_one_less_whatever_the_number() {
        for (int workers = 6; workers < 100; workers++) {
            int rank = TimeStatistic.rank(workers);

            assertThat(binomial(workers, rank - 1)).isGreaterThanOrEqualTo(0.8);
            assertThat(binomial(workers, rank - 2)).isLessThan(0.8);
        }
    }

    /** P(X ≤ most) of X ~ Bin(n, 0.75), by logarithms of factorials. */
    private static double binomial(int n, int most) {
        double sum = 0;
        for (int x = 0; x <= most; x++) {
            double log = x * Math.log(0.75) + (n - x) * Math.log(0.25);
            for (int i = 1; i <= x; i++) {
                log += Math.log((double) (n - x + i) / i);
            }
            sum += Math.exp(log);
        }
        return sum;
    }

    @Test
    void nobody_measured_is_no_statistic() {
        assertThat(TimeStatistic.of(Map.of())).isEmpty();
        assertThat(TimeStatistic.of(Map.of("a", List.<Long>of()))).isEmpty();
    }

    @Test
    void with_five_workers_the_slowest_is_the_price_and_there_is_no_bound() {
        var statistic = of(oneEach(10, 11, 12, 13, 90));

        assertThat(statistic.canPrice()).isFalse();
        assertThat(statistic.canTell()).isTrue();
        assertThat(statistic.priceSeconds()).isEqualTo(90);
        assertThat(statistic.slowestSeconds()).isEqualTo(90);
    }

    @Test
    void four_workers_are_too_few_to_tell_others() {
        assertThat(of(oneEach(10, 11, 12, 13)).canTell()).isFalse();
    }

    @Test
    void from_a_hundred_workers_on_the_plain_quantile_is_the_price() {
        var times = new HashMap<Integer, List<Long>>();
        for (long seconds = 1; seconds <= 101; seconds++) {
            times.put(times.size(), List.of(100 + seconds));
        }

        var statistic = of(times);

        assertThat(statistic.rank()).isZero();
        assertThat(statistic.canPrice()).isTrue();
        assertThat(statistic.priceSeconds()).isEqualTo(176);
    }

    @Test
    void every_worker_has_one_vote() {
        var times = Map.of(
                "slow", List.of(100L),
                "a", List.of(40L),
                "b", List.of(50L),
                "c", List.of(60L),
                "quick and busy", Collections.nCopies(300, 30L));

        var statistic = of(times);

        assertThat(statistic.medianSeconds()).isEqualTo(50);
        assertThat(statistic.p25Seconds()).isEqualTo(40);
        assertThat(statistic.p75Seconds()).isEqualTo(60);
        assertThat(statistic.workers()).isEqualTo(5);
    }

    @Test
    void workers_far_outside_of_the_others_do_not_count() {
        var times = new HashMap<Integer, List<Long>>();
        for (long seconds = 20; seconds < 30; seconds++) {
            times.put(times.size(), List.of(seconds));
        }
        var alone = of(times);
        times.put(times.size(), new ArrayList<>(List.of(30_000L)));
        times.put(times.size(), new ArrayList<>(List.of(30_000L)));

        var statistic = of(times);

        assertThat(statistic.medianSeconds()).isEqualTo(alone.medianSeconds());
        assertThat(statistic.priceSeconds()).isEqualTo(alone.priceSeconds());
        assertThat(statistic.workers()).isEqualTo(12);
        assertThat(statistic.counted()).isEqualTo(10);
    }

    @Test
    void half_the_sum_of_the_middle_two_is_the_median() {
        assertThat(of(oneEach(10, 10, 20, 30, 40, 40)).medianSeconds()).isEqualTo(25);
    }

    @Test
    void times_of_nothing_at_all_are_a_second() {
        var statistic = of(oneEach(0, 0, 0, 0, 0, 0, 0));

        assertThat(statistic.medianSeconds()).isEqualTo(1);
        assertThat(statistic.priceSeconds()).isEqualTo(1);
    }

    /** 15 accounts with 50 quick tasks each against 60 honest workers with 10 each: the middle hardly moves. */
    @Test
    void a_crowd_of_quick_accounts_moves_the_middle_by_a_tenth_at_most() {
        var random = new SplittableRandom(3);
        var honest = new HashMap<String, List<Long>>();
        for (int worker = 0; worker < 60; worker++) {
            honest.put("honest " + worker, times(random, 10, 100));
        }
        var attacked = new HashMap<>(honest);
        for (int sybil = 0; sybil < 15; sybil++) {
            attacked.put("quick " + sybil, times(random, 50, 10));
        }

        double moved = (double) of(attacked).medianSeconds() / of(honest).medianSeconds();

        assertThat(moved).isCloseTo(1, within(0.1));
    }

    private static List<Long> times(SplittableRandom random, int count, double middle) {
        var times = new ArrayList<Long>();
        for (int i = 0; i < count; i++) {
            times.add(Math.round(middle * Math.exp(0.4 * random.nextGaussian())));
        }
        return times;
    }
}
