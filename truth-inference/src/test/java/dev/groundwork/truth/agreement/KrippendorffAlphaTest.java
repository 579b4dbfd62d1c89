package dev.groundwork.truth.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.groundwork.truth.answer.Answer;
import dev.groundwork.truth.answer.Answers;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static dev.groundwork.truth.agreement.Ratings.ratings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class KrippendorffAlphaTest {

    /** Four coders, twelve units, a dot where one is missing: Krippendorff 2011, section C. */
    private static final Answers<String> FOUR_CODERS = ratings(
            "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .");

    /** Three coders, fifteen units. */
    private static final Answers<String> THREE_CODERS =
            ratings(". . . . . 3 4 1 2 1 1 3 3 . 3", "1 . 2 1 3 3 4 3 . . . . . . .", ". . 2 1 3 4 4 . 2 1 1 3 3 . 4");

    @Test
    void the_published_example_with_four_coders_holds() {
        assertThat(value(KrippendorffAlpha.nominal(FOUR_CODERS))).isEqualTo(.743421, within(5e-7));
        assertThat(value(KrippendorffAlpha.ordinal(FOUR_CODERS, List.of("1", "2", "3", "4", "5"))))
                .isEqualTo(.815388, within(5e-7));
        assertThat(value(KrippendorffAlpha.interval(FOUR_CODERS.map(Double::valueOf))))
                .isEqualTo(.849107, within(5e-7));
    }

    @Test
    void the_published_example_with_three_coders_holds() {
        assertThat(value(KrippendorffAlpha.nominal(THREE_CODERS))).isEqualTo(.691358, within(5e-7));
        assertThat(value(KrippendorffAlpha.ordinal(THREE_CODERS, List.of("1", "2", "3", "4"))))
                .isEqualTo(.806721, within(5e-7));
        assertThat(value(KrippendorffAlpha.interval(THREE_CODERS.map(Double::valueOf))))
                .isEqualTo(.810845, within(5e-7));
    }

    @Test
    void one_value_only_is_named() {
        var same = ratings("a a a", "a a .");

        assertThat(KrippendorffAlpha.nominal(same))
                .isEqualTo(new Coefficient.Undefined(Coefficient.Reason.ONLY_ONE_VALUE));
        assertThat(KrippendorffAlpha.ordinal(same, List.of("a", "b")))
                .isEqualTo(new Coefficient.Undefined(Coefficient.Reason.ONLY_ONE_VALUE));
    }

    @Test
    void one_answer_a_task_is_named() {
        var single = ratings("a . b", ". a .");

        assertThat(KrippendorffAlpha.nominal(single))
                .isEqualTo(new Coefficient.Undefined(Coefficient.Reason.NO_TASK_WITH_TWO_ANSWERS));
        assertThat(KrippendorffAlpha.interval(single.map(label -> 1.0)))
                .isEqualTo(new Coefficient.Undefined(Coefficient.Reason.NO_TASK_WITH_TWO_ANSWERS));
    }

    @Test
    void complete_disagreement_is_below_chance() {
        assertThat(value(KrippendorffAlpha.nominal(ratings("a b a b", "b a b a"))))
                .isNegative();
    }

    @Test
    void a_label_outside_the_order_is_refused_by_name() {
        assertThatThrownBy(() -> KrippendorffAlpha.ordinal(ratings("low", "huge"), List.of("low", "high")))
                .hasMessageContaining("'huge' is not in the order [low, high]");
    }

    @Test
    void a_number_that_is_not_finite_is_refused_by_name() {
        var answers = Answers.of(List.of(new Answer<>("t", "a", 1.0), new Answer<>("t", "b", Double.NaN)));

        assertThatThrownBy(() -> KrippendorffAlpha.interval(answers)).hasMessageContaining("worker b to task t is NaN");
        assertThatThrownBy(() -> KrippendorffAlpha.ordinal(answers)).hasMessageContaining("worker b to task t is NaN");
    }

    @RepeatedTest(20)
    void scale_shift_and_names_do_not_matter(RepetitionInfo run) {
        var random = new Random(run.getCurrentRepetition());
        var answers = new ArrayList<Answer<Double>>();
        for (int i = 0; i < 60; i++) {
            answers.add(new Answer<>("t" + random.nextInt(15), "w" + random.nextInt(6), random.nextInt(5) + 0.0));
        }
        var values = Answers.of(answers);
        double interval = value(KrippendorffAlpha.interval(values));

        assertThat(value(KrippendorffAlpha.interval(values.map(x -> 1e6 + 250 * x))))
                .isEqualTo(interval, within(1e-8));
        assertThat(value(KrippendorffAlpha.interval(values.map(x -> -1e300 * x))))
                .isEqualTo(interval, within(1e-8));
        assertThat(value(KrippendorffAlpha.ordinal(values.map(Math::exp))))
                .isEqualTo(value(KrippendorffAlpha.ordinal(values)), within(1e-12));
        assertThat(value(KrippendorffAlpha.nominal(values.map(x -> "label" + x))))
                .isEqualTo(value(KrippendorffAlpha.nominal(values)), within(1e-12));
        assertThat(interval).isLessThanOrEqualTo(1);
    }

    @RepeatedTest(20)
    void sums_give_what_the_coincidence_matrix_gives(RepetitionInfo run) {
        var random = new Random(100 + run.getCurrentRepetition());
        var answers = new ArrayList<Answer<Double>>();
        for (int i = 0; i < 50; i++) {
            answers.add(new Answer<>("t" + random.nextInt(12), "w" + random.nextInt(5), random.nextInt(4) + 1.0));
        }
        var values = Answers.of(answers);

        assertThat(value(KrippendorffAlpha.nominal(values)))
                .isEqualTo(Ratings.alphaByCoincidence(values, (n, c, k) -> c == k ? 0 : 1), within(1e-10));
        assertThat(value(KrippendorffAlpha.interval(values)))
                .isEqualTo(Ratings.alphaByCoincidence(values, (n, c, k) -> (c - k) * (c - k)), within(1e-10));
        assertThat(value(KrippendorffAlpha.ordinal(values)))
                .isEqualTo(Ratings.alphaByCoincidence(values, KrippendorffAlphaTest::ordinal), within(1e-10));
    }

    private static double ordinal(double[] totals, int c, int k) {
        double between = -(totals[c] + totals[k]) / 2;
        for (int g = Math.min(c, k); g <= Math.max(c, k); g++) {
            between += totals[g];
        }
        return c == k ? 0 : between * between;
    }

    private static double value(Coefficient coefficient) {
        return coefficient.optional().orElseThrow();
    }
}
