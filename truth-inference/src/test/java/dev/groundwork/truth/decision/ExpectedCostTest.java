package dev.groundwork.truth.decision;

import dev.groundwork.truth.Inference;
import dev.groundwork.truth.Labels;
import dev.groundwork.truth.WorkerModel;
import dev.groundwork.truth.method.MajorityVote;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ExpectedCostTest {

    /** Task 0: two votes for class 0, one each for 2, 3 and 4; task 1: no votes. */
    private final Inference inference = new MajorityVote()
            .infer(Labels.builder(5)
                    .tasks(2)
                    .add(0, 0, 0)
                    .add(0, 1, 0)
                    .add(0, 2, 2)
                    .add(0, 3, 3)
                    .add(0, 4, 4)
                    .build());

    @Test
    void decides_for_the_most_probable_the_median_or_the_mean() {
        assertThat(ExpectedCost.ofAnyError(5).label(inference, 0)).isZero();
        assertThat(ExpectedCost.ofDistance(5).label(inference, 0)).isEqualTo(2);
        assertThat(ExpectedCost.ofSquaredDistance(5).label(inference, 0)).isEqualTo(2);
        assertThat(ExpectedCost.ofDistance(5).of(inference, 0, 2)).isCloseTo(7 / 5.0, within(1e-6));
    }

    @Test
    void fears_the_expensive_error() {
        var labels = Labels.builder(2).add(0, 0, 0).add(0, 1, 0).add(0, 2, 1).build();
        var votes = new MajorityVote().infer(labels);
        var missedIllness = ExpectedCost.of(new double[][] {{0, 1}, {5, 0}});

        assertThat(votes.label(0)).isZero();
        assertThat(missedIllness.label(votes, 0)).isEqualTo(1);
    }

    @Test
    void has_no_label_where_nobody_answered() {
        assertThat(ExpectedCost.ofDistance(5).label(inference, 1)).isEqualTo(Inference.NO_LABEL);
    }

    @Test
    void tells_bias_from_ignorance() {
        var equal = new double[] {0.5, 0.5};
        var costs = ExpectedCost.ofAnyError(2);
        var workers = WorkerModel.ofConfusions(
                2, new float[] {1, 0, 0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0.9f, 0.1f, 0.1f, 0.9f}, equal);

        assertThat(costs.quality(workers, 0, equal)).as("always right").isEqualTo(1);
        assertThat(costs.quality(workers, 1, equal)).as("always wrong").isEqualTo(1);
        assertThat(costs.quality(workers, 2, equal)).as("always the same").isZero();
        assertThat(costs.quality(workers, 3, equal)).as("mostly right").isCloseTo(0.8, within(1e-6));
    }

    @Test
    void calls_nobody_useful_in_a_job_of_one_class() {
        var workers = WorkerModel.ofAccuracies(1, new double[] {1});

        assertThat(ExpectedCost.ofAnyError(1).quality(workers, 0, new double[] {1}))
                .isZero();
    }

    @Test
    void refuses_costs_that_are_no_matrix_or_do_not_fit() {
        assertThatThrownBy(() -> ExpectedCost.of(new double[][] {{0, 1}})).hasMessageContaining("a row and a column");
        assertThatThrownBy(() -> ExpectedCost.of(new double[][] {{-1}})).hasMessageContaining("no negative");
        assertThatThrownBy(() -> ExpectedCost.of(new double[][] {{Double.NaN}}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ExpectedCost.ofDistance(3).label(inference, 0))
                .hasMessage("costs of 3 classes do not fit 5");
    }
}
