package dev.groundwork.task.eligibility;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MeasuredTimeTest {

    @Test
    void is_not_told_of_fewer_than_five_workers() {
        var times = Map.of("a", List.of(10L), "b", List.of(12L), "c", List.of(9L), "d", List.of(11L, 12L, 10L));

        assertThat(MeasuredTime.of(times)).isEmpty();
    }

    @Test
    void is_made_of_one_vote_a_worker() {
        var times = Map.of(
                "slow", List.of(100L),
                "a", List.of(40L),
                "b", List.of(50L),
                "c", List.of(60L),
                "quick and busy", Collections.nCopies(300, 30L));

        var measured = MeasuredTime.of(times).orElseThrow();

        assertThat(measured.medianSeconds()).isEqualTo(50);
        assertThat(measured.p25Seconds()).isEqualTo(40);
        assertThat(measured.p75Seconds()).isEqualTo(60);
        assertThat(measured.workers()).isEqualTo(5);
    }

    /** The worker medians of the design's first worked example, whose middle is 155. */
    @Test
    void agrees_with_the_worked_example() {
        var times = new HashMap<Integer, List<Long>>();
        for (long median : new long[] {118, 127, 131, 140, 149, 152, 158, 163, 171, 180, 196, 240}) {
            times.put(times.size(), List.of(median));
        }

        assertThat(MeasuredTime.of(times).orElseThrow().medianSeconds()).isEqualTo(155);
    }

    @Test
    void ignores_workers_far_outside_of_the_others() {
        var times = new HashMap<Integer, List<Long>>();
        for (long seconds = 20; seconds < 30; seconds++) {
            times.put(times.size(), List.of(seconds));
        }
        var alone = MeasuredTime.of(times).orElseThrow();
        for (int i = 0; i < 2; i++) {
            times.put(times.size(), new ArrayList<>(List.of(30_000L)));
        }

        assertThat(MeasuredTime.of(times).orElseThrow().medianSeconds()).isEqualTo(alone.medianSeconds());
    }

    @Test
    void takes_half_the_sum_of_the_middle_two() {
        var times = new HashMap<Integer, List<Long>>();
        for (long seconds : new long[] {10, 10, 20, 30, 40, 40}) {
            times.put(times.size(), List.of(seconds));
        }

        assertThat(MeasuredTime.of(times).orElseThrow().medianSeconds()).isEqualTo(25);
    }
}
