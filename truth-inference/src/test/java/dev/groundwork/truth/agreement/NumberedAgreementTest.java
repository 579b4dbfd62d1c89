package dev.groundwork.truth.agreement;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.groundwork.truth.Inference;
import dev.groundwork.truth.NamedLabels;
import dev.groundwork.truth.RandomCrowd;
import dev.groundwork.truth.answer.Answer;
import dev.groundwork.truth.answer.Answers;
import dev.groundwork.truth.method.MajorityVote;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static dev.groundwork.truth.agreement.Ratings.ratings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Agreement from flat arrays is the agreement from names. */
class NumberedAgreementTest {

    private static final List<String> ORDER = List.of("1", "2", "3", "4", "5");

    @Test
    void the_published_example_with_four_coders_holds() {
        var labels = numbered(
                        ratings(
                                "1 2 3 3 2 1 4 1 2 . . .",
                                "1 2 3 3 2 2 4 1 2 5 . 3",
                                ". 3 3 3 2 3 4 2 2 5 1 .",
                                "1 2 3 3 2 4 4 1 2 5 1 ."),
                        ORDER)
                .labels();

        assertThat(value(KrippendorffAlpha.nominal(labels))).isEqualTo(.743421, within(5e-7));
        assertThat(value(KrippendorffAlpha.ordinal(labels))).isEqualTo(.815388, within(5e-7));
        assertThat(value(KrippendorffAlpha.interval(labels, new double[] {1, 2, 3, 4, 5})))
                .isEqualTo(.849107, within(5e-7));
    }

    @RepeatedTest(10)
    void numbers_say_what_names_say(RepetitionInfo run) {
        var crowd = RandomCrowd.of(5, 60, 12, 1 + run.getCurrentRepetition() % 5, run.getCurrentRepetition());
        var answers = Answers.of(crowd.rows().stream()
                .map(row -> new Answer<>(row.task(), row.worker(), row.label()))
                .toList());
        var order = List.of("0", "1", "2", "3", "4");
        var named = numbered(answers, order);
        var labels = named.labels();

        assertThat(PercentAgreement.of(labels).isPresent())
                .isEqualTo(PercentAgreement.of(answers).isPresent());
        PercentAgreement.of(labels).ifPresent(share -> assertThat(share)
                .isEqualTo(PercentAgreement.of(answers).orElseThrow(), within(1e-12)));
        assertSame(FleissKappa.of(labels), FleissKappa.of(answers));
        assertSame(KrippendorffAlpha.nominal(labels), KrippendorffAlpha.nominal(answers));
        assertSame(KrippendorffAlpha.ordinal(labels), KrippendorffAlpha.ordinal(answers, order));
        assertSame(
                KrippendorffAlpha.interval(labels, new double[] {0, 1, 2, 3, 4}),
                KrippendorffAlpha.interval(answers.map(Double::valueOf)));
        assertSamePairs(named, CohenKappa.ofPairs(answers, 3));
    }

    private static void assertSamePairs(NamedLabels named, List<CohenKappa.WorkerPair> expected) {
        var everybody = IntStream.range(0, named.labels().workers()).toArray();

        var pairs = CohenKappa.ofPairs(named.labels(), everybody, 3);

        assertThat(pairs).hasSameSizeAs(expected);
        for (int i = 0; i < pairs.size(); i++) {
            var pair = pairs.get(i);
            assertThat(named.workers().get(pair.one()))
                    .isEqualTo(expected.get(i).one());
            assertThat(named.workers().get(pair.other()))
                    .isEqualTo(expected.get(i).other());
            assertThat(pair.commonTasks()).isEqualTo(expected.get(i).commonTasks());
            assertThat(pair.agreed()).isEqualTo(expected.get(i).agreed());
            assertSame(pair.kappa(), expected.get(i).kappa());
        }
    }

    @RepeatedTest(5)
    void workers_and_tasks_look_the_same_in_numbers(RepetitionInfo run) {
        var crowd = RandomCrowd.of(3, 40, 9, 3, 30 + run.getCurrentRepetition());
        var answers = Answers.of(crowd.rows().stream()
                .map(row -> new Answer<>(row.task(), row.worker(), row.label()))
                .toList());
        var named = numbered(answers, List.of("0", "1", "2"));
        var labels = named.labels();
        Inference results = new MajorityVote().infer(labels);
        Map<String, String> resultOf = new HashMap<>();
        for (int task = 0; task < labels.tasks(); task++) {
            resultOf.put(named.tasks().name(task), named.classes().get(results.label(task)));
        }
        var report = AgreementReport.of(answers, resultOf, Map.of());

        var workers = WorkerAgreement.of(labels, results::label);
        float[] tasks = PercentAgreement.ofTasks(labels);

        for (int worker = 0; worker < labels.workers(); worker++) {
            var name = named.workers().get(worker);
            var expected = report.workers().stream()
                    .filter(view -> view.worker().equals(name))
                    .findFirst()
                    .orElseThrow();
            assertThat(workers.answers(worker)).isEqualTo(expected.answers());
            assertThat(workers.tasksWithOthers(worker)).isEqualTo(expected.tasksWithOthers());
            assertThat(workers.withOthers(worker).orElseThrow())
                    .isEqualTo(expected.agreementWithOthers().orElseThrow(), within(1e-12));
            assertThat(workers.withResults(worker)).isEqualTo(expected.agreementWithResults());
            assertThat(ConfusionMatrix.of(labels, named.classes(), only(worker), results::label)
                            .accuracy())
                    .isEqualTo(expected.agreementWithResults());
        }
        for (var task : report.tasks()) {
            assertThat((double) tasks[named.tasks().find(task.task())])
                    .isEqualTo(task.pairAgreement().orElseThrow(), within(1e-7));
        }
        var everybody = ConfusionMatrix.of(labels, named.classes(), worker -> true, results::label);
        assertThat(everybody).isEqualTo(ConfusionMatrix.ofEverybody(answers, resultOf));
    }

    private static java.util.function.IntPredicate only(int worker) {
        return other -> other == worker;
    }

    @Test
    void what_cannot_be_measured_is_named() {
        var single = numbered(ratings("1 . 2", ". 1 ."), ORDER).labels();
        var same = numbered(ratings("1 1 1", "1 1 ."), ORDER).labels();
        var noPair = new Coefficient.Undefined(Coefficient.Reason.NO_TASK_WITH_TWO_ANSWERS);
        var oneValue = new Coefficient.Undefined(Coefficient.Reason.ONLY_ONE_VALUE);

        assertThat(KrippendorffAlpha.nominal(single)).isEqualTo(noPair);
        assertThat(KrippendorffAlpha.ordinal(single)).isEqualTo(noPair);
        assertThat(FleissKappa.of(single)).isEqualTo(noPair);
        assertThat(PercentAgreement.of(single)).isEmpty();
        assertThat(PercentAgreement.ofTasks(single)).containsOnly(PercentAgreement.NO_PAIR);
        assertThat(KrippendorffAlpha.nominal(same)).isEqualTo(oneValue);
        assertThat(KrippendorffAlpha.ordinal(same)).isEqualTo(oneValue);
        assertThat(FleissKappa.of(same)).isEqualTo(oneValue);
        assertThat(KrippendorffAlpha.interval(new int[] {0}, new double[0])).isEqualTo(noPair);
        assertThatThrownBy(() -> CohenKappa.ofPairs(same, new int[] {0, 1}, 0)).hasMessageContaining("at least 1 task");
    }

    private static void assertSame(Coefficient numbered, Coefficient named) {
        if (named instanceof Coefficient.Undefined) {
            assertThat(numbered).isEqualTo(named);
        } else {
            assertThat(value(numbered)).isEqualTo(value(named), within(1e-10));
        }
    }

    private static NamedLabels numbered(Answers<String> answers, List<String> classes) {
        var builder = NamedLabels.builder(classes);
        answers.byTask().forEach((task, own) -> own.forEach((worker, label) -> builder.add(task, worker, label)));
        return builder.build();
    }

    private static double value(Coefficient coefficient) {
        return coefficient.optional().orElseThrow();
    }
}
