package dev.groundwork.payment.fairness;

import java.util.List;

import dev.groundwork.payment.fairness.GapIndex.Cell;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class GapIndexTest {

    @Test
    void acceptance_vector_7_hours_weigh_the_ratios_within_jobs() {
        double index = GapIndex.of(List.of(new Cell(120, 0.68), new Cell(80, 0.74), new Cell(300, 1.00)));

        assertThat(index).isCloseTo(0.869, within(0.0005));
    }

    @Test
    void nothing_to_compare_is_no_gap() {
        assertThat(GapIndex.of(List.of())).isEqualTo(1);
    }
}
