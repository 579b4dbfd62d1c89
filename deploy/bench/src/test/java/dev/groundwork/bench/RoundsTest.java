package dev.groundwork.bench;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RoundsTest {

    @Test
    void the_median_counts_and_no_outlier_does() {
        assertThat(Rounds.median(List.of(3.0, 99.0, 2.0), Double::doubleValue)).isEqualTo(3.0);
        assertThat(Rounds.median(List.of(1.0), Double::doubleValue)).isEqualTo(1.0);
    }

    @Test
    void of_an_even_number_the_lower_one_in_the_middle_counts() {
        assertThat(Rounds.median(List.of(4.0, 1.0, 3.0, 2.0), Double::doubleValue))
                .isEqualTo(2.0);
    }

    @Test
    void an_even_number_of_rounds_is_refused() {
        assertThatThrownBy(() -> new Effort(1, 1, 1, 1, 2, 1, 1, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("odd number of rounds");
    }

    @Test
    void nothing_measured_has_no_median() {
        assertThatThrownBy(() -> Rounds.median(List.<Double>of(), Double::doubleValue))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_yardstick_is_the_number_of_clients_that_does_best_in_the_middle_of_its_rounds() {
        var runs = List.of(run(32, 900), run(16, 700), run(32, 100), run(16, 600), run(32, 200), run(16, 500));

        var medians = PgBench.Run.medians(runs);

        assertThat(medians).extracting(PgBench.Run::clients).containsExactly(16, 32);
        assertThat(medians).extracting(PgBench.Run::perSecond).containsExactly(600.0, 200.0);
        assertThat(PgBench.Run.fastest(medians)).contains(medians.getFirst());
    }

    @Test
    void without_pgbench_there_is_no_yardstick() {
        assertThat(PgBench.Run.fastest(PgBench.Run.medians(List.of()))).isEmpty();
    }

    private static PgBench.Run run(int clients, double perSecond) {
        return new PgBench.Run(clients, perSecond, 1, new Latencies());
    }
}
