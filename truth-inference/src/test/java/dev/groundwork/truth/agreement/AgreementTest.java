package dev.groundwork.truth.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.groundwork.truth.answer.Answer;
import dev.groundwork.truth.answer.Answers;

import org.junit.jupiter.api.Test;

import static dev.groundwork.truth.agreement.Ratings.ratings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

class AgreementTest {

    /** Fourteen raters, ten subjects, five categories: how many raters chose each category. */
    private static final int[][] FLEISS = {
        {0, 0, 0, 0, 14}, {0, 2, 6, 4, 2}, {0, 0, 3, 5, 6}, {0, 3, 9, 2, 0}, {2, 2, 8, 1, 1},
        {7, 7, 0, 0, 0}, {3, 2, 6, 3, 0}, {2, 5, 3, 2, 2}, {6, 5, 2, 1, 0}, {0, 2, 2, 3, 7}
    };

    @Test
    void the_example_of_fleiss_holds() {
        var answers = new ArrayList<Answer<String>>();
        for (int task = 0; task < FLEISS.length; task++) {
            int rater = 0;
            for (int label = 0; label < FLEISS[task].length; label++) {
                for (int vote = 0; vote < FLEISS[task][label]; vote++) {
                    answers.add(new Answer<>("t" + task, "r" + rater++, "c" + label));
                }
            }
        }

        assertThat(FleissKappa.of(Answers.of(answers)).optional().orElseThrow()).isEqualTo(.209931, within(5e-7));
    }

    @Test
    void fleiss_takes_tasks_with_different_numbers_of_answers() {
        assertThat(FleissKappa.of(ratings("a b a", "a b b", "a . .")).optional().orElseThrow())
                .isEqualTo(1 - (1 - 2.0 / 3) / (1 - (16.0 + 9) / 49), within(1e-12));
    }

    @Test
    void what_cannot_be_measured_is_named() {
        assertThat(FleissKappa.of(ratings("a", "a")))
                .isEqualTo(new Coefficient.Undefined(Coefficient.Reason.ONLY_ONE_VALUE));
        assertThat(FleissKappa.of(ratings("a .", ". b")))
                .isEqualTo(new Coefficient.Undefined(Coefficient.Reason.NO_TASK_WITH_TWO_ANSWERS));
        assertThat(PercentAgreement.of(ratings("a .", ". b"))).isEmpty();
        assertThat(ConfusionMatrix.between(ratings("a .", ". b"), "w00", "w01").kappa())
                .isEqualTo(new Coefficient.Undefined(Coefficient.Reason.NO_COMMON_TASK));
        assertThat(ConfusionMatrix.between(ratings("a a", "a a"), "w00", "w01").kappa())
                .isEqualTo(new Coefficient.Undefined(Coefficient.Reason.ONLY_ONE_VALUE));
        assertThatThrownBy(() -> new Coefficient.Defined(Double.NaN)).hasMessageContaining("finite");
    }

    /** Fifty proposals, two readers, yes or no: 20 and 15 agreed, 5 and 10 did not. */
    @Test
    void cohen_compares_with_the_frequencies_of_each_worker() {
        var answers = new ArrayList<Answer<String>>();
        String[][] cells = {{"yes", "yes"}, {"yes", "no"}, {"no", "yes"}, {"no", "no"}};
        int[] counts = {20, 5, 10, 15};
        int task = 0;
        for (int cell = 0; cell < cells.length; cell++) {
            for (int i = 0; i < counts[cell]; i++) {
                answers.add(new Answer<>("t" + task, "A", cells[cell][0]));
                answers.add(new Answer<>("t" + task++, "B", cells[cell][1]));
            }
        }

        var pairs = CohenKappa.ofPairs(Answers.of(answers), 10);

        assertThat(pairs).singleElement().satisfies(pair -> {
            assertThat(pair.commonTasks()).isEqualTo(50);
            assertThat(pair.percentAgreement()).isEqualTo(0.7);
            assertThat(pair.kappa().optional().orElseThrow()).isEqualTo(0.4, within(1e-12));
        });
        assertThat(ConfusionMatrix.between(Answers.of(answers), "A", "B").kappa())
                .isEqualTo(pairs.getFirst().kappa());
    }

    @Test
    void pairs_with_too_little_in_common_are_left_out() {
        var answers = ratings("a b . c d e", "a c b c d e", ". . b . . .");

        assertThat(CohenKappa.ofPairs(answers, 1))
                .extracting(CohenKappa.WorkerPair::one, CohenKappa.WorkerPair::other, CohenKappa.WorkerPair::agreed)
                .containsExactly(tuple("w00", "w01", 4), tuple("w01", "w02", 1));
        assertThat(CohenKappa.ofPairs(answers, 5)).hasSize(1);
        assertThatThrownBy(() -> CohenKappa.ofPairs(answers, 0)).hasMessageContaining("at least 1 task");
    }

    @Test
    void a_confusion_matrix_counts_what_was_given_where_what_was_right() {
        var answers = ratings("a a b b", "a b b .");
        var truth = Map.of("t00", "a", "t01", "a", "t02", "b", "t03", "a", "never asked", "b");

        var matrix = ConfusionMatrix.ofWorker(answers, "w00", truth);

        assertThat(matrix.labels()).containsExactly("a", "b");
        assertThat(matrix.counts()).containsExactly(List.of(2, 1), List.of(0, 1));
        assertThat(matrix.accuracy()).hasValue(0.75);
        assertThat(matrix.recall("a").orElseThrow()).isEqualTo(2.0 / 3, within(1e-12));
        assertThat(matrix.precision("b")).hasValue(0.5);
        assertThat(matrix.recall("c")).isEmpty();
        assertThat(ConfusionMatrix.ofEverybody(answers, truth).total()).isEqualTo(7);
        assertThat(ConfusionMatrix.ofWorker(answers, "nobody", truth).accuracy())
                .isEmpty();
    }

    @Test
    void rows_are_the_one_worker_and_columns_the_other() {
        var matrix = ConfusionMatrix.between(ratings("a a b", "b a ."), "w00", "w01");

        assertThat(matrix.count("a", "b")).isEqualTo(1);
        assertThat(matrix.count("b", "a")).isZero();
        assertThat(matrix.total()).isEqualTo(2);
    }

    @Test
    void a_report_has_a_view_of_every_task_and_worker() {
        var report = AgreementReport.of(
                ratings("x y z", "x y .", "y y ."), Map.of("t00", "x", "t01", "y"), Map.of("t01", "y", "t02", "x"));

        assertThat(report.percent().orElseThrow()).isEqualTo((1 + 3) / 6.0, within(1e-12));
        assertThat(report.tasks()).extracting(TaskView::answers).containsExactly(3, 3, 1);
        var split = report.tasks().getFirst();
        assertThat(split.votes()).containsExactly(Map.entry("x", 2), Map.entry("y", 1));
        assertThat(split.uncertaintyBits()).isEqualTo(0.918296, within(1e-6));
        assertThat(split.resultShare().orElseThrow()).isEqualTo(2.0 / 3, within(1e-12));
        assertThat(report.tasks().get(1).uncertaintyBits()).isZero();
        assertThat(report.tasks().getLast().pairAgreement()).isEmpty();
        assertThat(report.tasks().getLast().resultShare()).isEmpty();
        var first = report.workers().getFirst();
        assertThat(first.answers()).isEqualTo(3);
        assertThat(first.tasksWithOthers()).isEqualTo(2);
        assertThat(first.agreementWithOthers()).hasValue(0.75);
        assertThat(first.agreementWithResults()).hasValue(1);
        assertThat(first.accuracy()).hasValue(0.5);
        assertThat(first.truths()).isEqualTo(2);
    }

    @Test
    void every_measure_of_random_answers_is_near_nothing_and_within_bounds() {
        var random = new Random(3);
        var answers = new ArrayList<Answer<String>>();
        for (int task = 0; task < 2_000; task++) {
            for (int worker = 0; worker < 4; worker++) {
                answers.add(new Answer<>("t" + task, "w" + worker, "c" + random.nextInt(3)));
            }
        }
        var report = AgreementReport.of(Answers.of(answers), Map.of(), Map.of());

        assertThat(report.alpha().optional().orElseThrow()).isCloseTo(0, within(0.02));
        assertThat(report.fleiss().optional().orElseThrow()).isCloseTo(0, within(0.02));
        assertThat(report.percent().orElseThrow()).isCloseTo(1.0 / 3, within(0.02));
        assertThat(CohenKappa.ofPairs(Answers.of(answers), 1)).hasSize(6).allSatisfy(pair -> assertThat(
                        pair.kappa().optional().orElseThrow())
                .isBetween(-0.1, 0.1));
    }
}
