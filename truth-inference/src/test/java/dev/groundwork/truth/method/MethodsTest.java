package dev.groundwork.truth.method;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;

import dev.groundwork.truth.Conditions;
import dev.groundwork.truth.ControlLabels;
import dev.groundwork.truth.Inference;
import dev.groundwork.truth.Labels;
import dev.groundwork.truth.Method;
import dev.groundwork.truth.NamedLabels;
import dev.groundwork.truth.RandomCrowd;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What every method keeps to, also on answers that no crowd would send. */
class MethodsTest {

    static Stream<Method> methods() {
        return Methods.all().stream();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void nothing_at_all_gives_an_empty_result(Method method) {
        var inference = method.infer(Labels.builder(3).build());

        assertThat(inference.tasks()).isZero();
        assertThat(inference.classShares()).containsExactly(1 / 3.0, 1 / 3.0, 1 / 3.0);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void a_job_of_one_class_has_one_result(Method method) {
        var labels = Labels.builder(1).add(0, 0, 0).add(0, 1, 0).add(1, 1, 0).build();

        var inference = method.infer(labels);

        assertThat(inference.label(0)).isZero();
        assertThat(inference.confidence(1)).isEqualTo(1);
        assertDefined(inference);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void a_job_in_which_all_chose_the_same_of_two_classes_has_that_result(Method method) {
        var builder = Labels.builder(2);
        for (int task = 0; task < 20; task++) {
            for (int worker = 0; worker < 3; worker++) {
                builder.add(task, worker, 1);
            }
        }

        var inference = method.infer(builder.build());

        assertThat(inference.label(7)).isEqualTo(1);
        assertDefined(inference);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void a_task_without_answers_has_equal_probabilities_and_no_label(Method method) {
        var labels = Labels.builder(4).tasks(3).add(0, 0, 2).add(2, 0, 2).build();

        var inference = method.infer(labels);

        assertThat(inference.label(1)).isEqualTo(Inference.NO_LABEL);
        assertThat(inference.confidence(1)).isEqualTo(0.25f);
        assertThat(inference.margin(1)).isZero();
        assertDefined(inference);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void a_worker_with_one_answer_or_none_has_an_accuracy(Method method) {
        var builder = Labels.builder(2).workers(5);
        for (int task = 0; task < 10; task++) {
            builder.add(task, 0, task % 2).add(task, 1, task % 2);
        }
        builder.add(3, 2, 1);

        var inference = method.infer(builder.build());

        assertThat(inference.workers().size()).isEqualTo(5);
        assertThat(inference.label(3)).isEqualTo(1);
        assertDefined(inference);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void complete_disagreement_has_a_result(Method method) {
        var builder = Labels.builder(5);
        for (int task = 0; task < 30; task++) {
            for (int worker = 0; worker < 5; worker++) {
                builder.add(task, worker, (task + worker) % 5);
            }
        }

        assertDefined(method.infer(builder.build()));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void a_single_answer_is_taken(Method method) {
        var inference = method.infer(Labels.builder(3).add(0, 0, 1).build());

        assertThat(inference.label(0)).isEqualTo(1);
        assertDefined(inference);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void control_tasks_are_obeyed_by_those_that_use_them(Method method) {
        var labels = Labels.builder(2)
                .tasks(3)
                .add(0, 0, 0)
                .add(0, 1, 0)
                .add(1, 0, 1)
                .build();
        var gold = Conditions.PLAIN.gold(ControlLabels.of(Map.of(0, 1, 2, 1)));

        var inference = method.infer(labels, gold);

        assertThat(inference.label(0)).isEqualTo(method.usesGold() ? 1 : 0);
        assertThat(inference.label(2)).isEqualTo(method.usesGold() ? 1 : Inference.NO_LABEL);
        assertDefined(inference);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void a_good_crowd_is_understood(Method method) {
        var crowd = RandomCrowd.of(3, 400, 40, 7, 11);

        var inference = method.infer(crowd.labels(), Conditions.PLAIN.gold(crowd.gold(40)));

        assertThat(crowd.accuracy(inference)).isGreaterThan(0.9);
        assertDefined(inference);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void the_order_of_the_rows_does_not_matter(Method method) {
        var crowd = RandomCrowd.of(4, 300, 30, 5, 23);
        var forward = NamedLabels.builder();
        var shuffled = NamedLabels.builder();
        crowd.rows().forEach(row -> forward.add(row.task(), row.worker(), row.label()));
        crowd.shuffled(5).forEach(row -> shuffled.add(row.task(), row.worker(), row.label()));
        var one = forward.build();
        var other = shuffled.build();

        var first = method.infer(one.labels());
        var second = method.infer(other.labels());

        for (int task = 0; task < first.tasks(); task++) {
            int same = other.tasks().find(one.tasks().name(task));
            for (int label = 0; label < 4; label++) {
                assertThat(second.posterior(same, label)).isCloseTo(first.posterior(task, label), within(1e-4f));
            }
        }
        for (int worker = 0; worker < first.workers().size(); worker++) {
            assertThat(second.workers().accuracy(worker))
                    .isCloseTo(first.workers().accuracy(worker), within(1e-4f));
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void the_number_of_cores_does_not_matter(Method method) {
        var crowd = RandomCrowd.of(3, 12_000, 60, 5, 3);

        var onMany = method.infer(crowd.labels());
        Inference onOne;
        try (var one = new ForkJoinPool(1)) {
            onOne = one.submit(() -> method.infer(crowd.labels())).join();
        }

        for (int task = 0; task < onMany.tasks(); task++) {
            for (int label = 0; label < 3; label++) {
                assertThat(onOne.posterior(task, label)).isEqualTo(onMany.posterior(task, label));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void it_is_found_by_its_name(Method method) {
        assertThat(Methods.named(method.name())).contains(method);
        assertThat(List.of(method.name())).allMatch(name -> name.matches("[a-z]+(-[a-z]+)*"));
    }

    private static void assertDefined(Inference inference) {
        for (int task = 0; task < inference.tasks(); task++) {
            double sum = 0;
            for (int label = 0; label < inference.classes(); label++) {
                assertThat(inference.posterior(task, label)).isBetween(0f, 1f);
                sum += inference.posterior(task, label);
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
        }
        for (int worker = 0; worker < inference.workers().size(); worker++) {
            assertThat(inference.workers().accuracy(worker)).isBetween(0f, 1f);
            for (int truth = 0; truth < inference.classes(); truth++) {
                double sum = 0;
                for (int answer = 0; answer < inference.classes(); answer++) {
                    sum += inference.workers().confusion(worker, truth, answer);
                }
                assertThat(sum).isCloseTo(1, within(1e-5));
            }
        }
        inference.course().logLikelihood().ifPresent(value -> assertThat(value).isFinite());
    }
}
