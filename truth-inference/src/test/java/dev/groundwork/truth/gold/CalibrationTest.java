package dev.groundwork.truth.gold;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CalibrationTest {

    @Test
    void finds_the_temperature_by_which_confidence_is_too_high() {
        var predictions = overconfident(3, 4_000);

        var calibration = Calibration.fit(predictions);

        assertThat(calibration.temperature()).isCloseTo(3, within(0.3));
        assertThat(predictions.calibrationError(Calibration.NONE)).isGreaterThan(0.1);
        assertThat(predictions.calibrationError(calibration)).isLessThan(0.03);
    }

    @Test
    void is_left_out_where_it_would_not_help_on_tasks_it_was_not_fitted_to() {
        var honest = overconfident(1, 4_000);

        var calibration = Calibration.fit(honest);

        assertThat(calibration.temperature()).isCloseTo(1, within(0.1));
        assertThat(honest.calibrationError(calibration)).isLessThan(0.03);
    }

    @Test
    void is_the_more_cautious_the_fewer_control_tasks_there_are() {
        var many = Calibration.cautious(overconfident(3, 4_000), 4_000);
        var some = Calibration.cautious(overconfident(3, 100), 100);
        var few = Calibration.cautious(overconfident(3, 10), 10);

        assertThat(many.temperature()).isBetween(3.0, 3.2);
        assertThat(some.temperature()).isGreaterThan(many.temperature());
        assertThat(few.temperature()).isGreaterThan(some.temperature());
        assertThat(Calibration.cautious(new Predictions(2), 0)).isEqualTo(Calibration.NONE);
    }

    @Test
    void makes_no_crowd_surer_than_its_answers() {
        assertThat(Calibration.cautious(overconfident(0.5, 4_000), 4_000)).isEqualTo(Calibration.NONE);
    }

    @Test
    void is_left_out_with_few_control_tasks_and_with_one_class() {
        assertThat(Calibration.fit(overconfident(3, Calibration.FEWEST_TASKS - 1)))
                .isEqualTo(Calibration.NONE);
        var sure = new Predictions(1);
        for (int n = 0; n < 100; n++) {
            sure.add(0, 1f);
        }
        assertThat(Calibration.fit(sure)).isEqualTo(Calibration.NONE);
    }

    @Test
    void never_changes_the_order_and_survives_certainty() {
        var row = new double[] {1, 0, 0};

        new Calibration(4).apply(row);

        assertThat(row[0]).isGreaterThan(row[1]);
        assertThat(row[0] + row[1] + row[2]).isCloseTo(1, within(1e-12));
        assertThat(row[1]).isPositive();
    }

    @Test
    void is_zero_error_without_tasks() {
        var none = new Predictions(2);

        assertThat(none.calibrationError(Calibration.NONE)).isZero();
        assertThat(none.accuracy()).isZero();
        assertThat(none.logLoss(Calibration.NONE)).isZero();
    }

    @Test
    void counts_ties_in_accuracy_by_their_share() {
        var predictions = new Predictions(2).add(0, 0.5f, 0.5f).add(1, 0.1f, 0.9f);

        assertThat(predictions.accuracy()).isEqualTo(0.75);
    }

    /** Honest probabilities of two classes, sharpened by a temperature. */
    private static Predictions overconfident(double temperature, int tasks) {
        var random = new Random(4);
        var predictions = new Predictions(2);
        for (int task = 0; task < tasks; task++) {
            double honest = random.nextDouble(0.05, 0.95);
            int truth = random.nextDouble() < honest ? 0 : 1;
            double claimed = Math.pow(honest, temperature);
            claimed /= claimed + Math.pow(1 - honest, temperature);
            predictions.add(truth, (float) claimed, (float) (1 - claimed));
        }
        return predictions;
    }
}
