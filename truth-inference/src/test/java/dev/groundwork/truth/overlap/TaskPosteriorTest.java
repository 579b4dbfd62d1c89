package dev.groundwork.truth.overlap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TaskPosteriorTest {

    @Test
    void starts_from_how_common_the_classes_are() {
        var posterior = new TaskPosterior(2).startFrom(new double[] {0.9, 0.1});

        assertThat(posterior.probability(0)).isCloseTo(0.9, within(1e-12));
        assertThat(posterior.answers()).isZero();

        posterior.add(1, 0.6);

        // 0.9 x 0.4 against 0.1 x 0.6.
        assertThat(posterior.probability(0)).isCloseTo(0.36 / 0.42, within(1e-12));
    }

    @Test
    void a_class_that_was_never_seen_is_not_impossible() {
        var posterior = new TaskPosterior(2).startFrom(new double[] {1, 0});

        for (int answer = 0; answer < 12; answer++) {
            posterior.add(1, 0.9);
        }

        assertThat(posterior.label()).isEqualTo(1);
    }

    @Test
    void starting_forgets_what_was_there() {
        var posterior = new TaskPosterior(2).add(1, 0.9).startFrom(new double[] {0.5, 0.5});

        assertThat(posterior.confidence()).isCloseTo(0.5, within(1e-12));
    }
}
