package dev.groundwork.truth.numeric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;

import dev.groundwork.truth.answer.Answer;
import dev.groundwork.truth.answer.Answers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.groundwork.truth.answer.Entries.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class NumericTest {

    @Test
    void each_method_is_what_its_name_says() {
        var answers = task(1, 2, 3, 4, 100);

        assertThat(value(NumericMethod.MEAN, answers)).isEqualTo(22);
        assertThat(value(NumericMethod.TRIMMED_MEAN, answers)).isEqualTo(3);
        assertThat(value(NumericMethod.MEDIAN, answers)).isEqualTo(3);
        assertThat(value(NumericMethod.MEDIAN, task(1, 2, 4, 9))).isEqualTo(3);
        assertThat(NumericMethod.MEAN.aggregate(task(1, 3)).get("t"))
                .isEqualTo(new NumericResult(2, 2, OptionalDouble.of(Math.sqrt(2))));
    }

    @ParameterizedTest
    @EnumSource
    void one_answer_is_the_result(NumericMethod method) {
        assertThat(method.aggregate(task(7.25)).get("t")).isEqualTo(new NumericResult(7.25, 1, OptionalDouble.empty()));
    }

    @ParameterizedTest
    @EnumSource
    void equal_answers_are_the_result(NumericMethod method) {
        assertThat(value(method, task(0.1, 0.1, 0.1))).isEqualTo(0.1);
    }

    @ParameterizedTest
    @EnumSource
    void no_answers_have_no_results(NumericMethod method) {
        assertThat(method.aggregate(Answers.of(List.of()))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void answers_that_are_no_usable_number_are_refused_by_name(NumericMethod method) {
        for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1e151}) {
            assertThatThrownBy(() -> method.aggregate(task(1, wrong)))
                    .hasMessageContaining("worker w1 to task t is " + wrong);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_largest_numbers_stay_numbers(NumericMethod method) {
        var result = at(method.aggregate(task(1e150, -1e150, 1e150)), "t");

        assertThat(result.value()).isBetween(-1e150, 1e150);
        assertThat(result.deviation().orElseThrow()).isFinite();
    }

    @ParameterizedTest
    @EnumSource
    void results_follow_shift_and_scale_and_not_the_order(NumericMethod method) {
        var random = new Random(11);
        var list = noisy(random);
        var plain = method.aggregate(Answers.of(list));
        Collections.shuffle(list, random);

        var shuffled = method.aggregate(Answers.of(list));
        var moved = method.aggregate(Answers.of(list).map(value -> 1000 - 8 * value));

        assertThat(shuffled).isEqualTo(plain);
        plain.forEach((task, result) ->
                assertThat(at(moved, task).value()).isEqualTo(1000 - 8 * result.value(), within(1e-5)));
    }

    @Test
    void exact_workers_count_more() {
        var random = new Random(13);
        var truth = new HashMap<String, Double>();
        var list = new ArrayList<Answer<Double>>();
        for (int task = 0; task < 300; task++) {
            double right = 100 * random.nextDouble();
            truth.put("t" + task, right);
            for (int worker = 0; worker < 5; worker++) {
                list.add(new Answer<>(
                        "t" + task, "w" + worker, right + (worker == 0 ? 0.5 : 10) * random.nextGaussian()));
            }
        }
        var answers = Answers.of(list);

        var weighted = InverseVariance.of(answers);
        var choice = NumericChoice.onControlTasks(answers, truth);

        assertThat(NumericError.of(weighted.results(), truth).rootMeanSquare()).isLessThan(1.5);
        assertThat(NumericError.of(NumericMethod.MEAN.aggregate(answers), truth).rootMeanSquare())
                .isGreaterThan(3);
        assertThat(at(weighted.variances(), "w0")).isLessThan(at(weighted.variances(), "w1") / 20);
        assertThat(weighted.rounds()).isLessThan(200);
        assertThat(choice.method()).isEqualTo(NumericMethod.INVERSE_VARIANCE);
        assertThat(choice.errors()).hasSize(4);
    }

    @Test
    void wild_outliers_choose_the_median_or_the_trimmed_mean() {
        var random = new Random(17);
        var truth = new HashMap<String, Double>();
        var list = new ArrayList<Answer<Double>>();
        for (int task = 0; task < 200; task++) {
            truth.put("t" + task, (double) task);
            for (int answer = 0; answer < 7; answer++) {
                boolean wild = random.nextInt(10) == 0;
                list.add(new Answer<>(
                        "t" + task, "w" + task + "-" + answer, task + (wild ? 5000 : 1) * random.nextGaussian()));
            }
        }

        assertThat(NumericChoice.onControlTasks(Answers.of(list), truth).method())
                .isIn(NumericMethod.MEDIAN, NumericMethod.TRIMMED_MEAN);
    }

    @Test
    void equal_errors_and_few_control_tasks_choose_the_mean() {
        var list = new ArrayList<Answer<Double>>();
        var truth = new HashMap<String, Double>();
        for (int task = 0; task < 12; task++) {
            list.add(new Answer<>("t" + task, "a", 4.0));
            truth.put("t" + task, 5.0);
        }

        var enough = NumericChoice.onControlTasks(Answers.of(list), truth);
        var few = NumericChoice.onControlTasks(Answers.of(list.subList(0, 9)), truth);

        assertThat(enough.method()).isEqualTo(NumericMethod.MEAN);
        assertThat(enough.errors().get(NumericMethod.MEDIAN)).isEqualTo(new NumericError(1, 1, 12));
        assertThat(few).isEqualTo(new NumericChoice(NumericMethod.MEAN, Map.of()));
    }

    @Test
    void a_single_worker_with_one_task_does_not_become_infinitely_exact() {
        var list = noisy(new Random(19));
        list.add(new Answer<>("t0", "newcomer", 3.0));

        var weighted = InverseVariance.of(Answers.of(list));

        double average = weighted.variances().values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
        assertThat(at(weighted.variances(), "newcomer")).isGreaterThan(average / 4);
    }

    @Test
    void an_error_needs_a_common_task_and_a_finite_truth() {
        var results = NumericMethod.MEAN.aggregate(task(1));

        assertThatThrownBy(() -> NumericError.of(results, Map.of("other", 1.0)))
                .hasMessageContaining("give the truth under the names of the tasks");
        assertThatThrownBy(() -> NumericError.of(results, Map.of("t", Double.NaN)))
                .hasMessageContaining("truth of task t is NaN");
    }

    private static List<Answer<Double>> noisy(Random random) {
        var list = new ArrayList<Answer<Double>>();
        for (int task = 0; task < 50; task++) {
            for (int worker = 0; worker < 6; worker++) {
                list.add(new Answer<>("t" + task, "w" + worker, task % 7 + (1 + worker) * random.nextGaussian()));
            }
        }
        return list;
    }

    private static double value(NumericMethod method, Answers<Double> answers) {
        var result = at(method.aggregate(answers), "t");
        return result.value();
    }

    private static Answers<Double> task(double... values) {
        var list = new ArrayList<Answer<Double>>();
        for (double value : values) {
            list.add(new Answer<>("t", "w" + list.size(), value));
        }
        return Answers.of(list);
    }
}
