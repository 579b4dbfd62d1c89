package dev.groundwork.truth.method;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.CancellationException;

import dev.groundwork.truth.Conditions;
import dev.groundwork.truth.ControlLabels;
import dev.groundwork.truth.Labels;
import dev.groundwork.truth.Limit;
import dev.groundwork.truth.RecordedCrowd;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class DawidSkeneTest {

    private static final Conditions TO_THE_END =
            Conditions.PLAIN.limit(Limit.USUAL.gain(1e-13).iterations(2_000));

    @Test
    void reproduces_the_example_of_1979() throws IOException {
        var crowd = RecordedCrowd.read("golden-dawid1979");
        var expected =
                Files.readAllLines(RecordedCrowd.folder("golden-dawid1979").resolve("expected_posterior.csv"));

        var inference = DawidSkene.likeliest().infer(crowd.labels(), TO_THE_END);

        assertThat(inference.course().logLikelihood().orElseThrow()).isCloseTo(-192.890881, within(1e-5));
        assertThat(inference.classShares())
                .usingComparatorWithPrecision(5e-5)
                .containsExactly(.3996, .4220, .1118, .0667);
        for (var row : expected.subList(1, expected.size())) {
            var cells = row.split(",", -1);
            int task = crowd.answers().tasks().find(cells[0]);
            for (int label = 0; label < 4; label++) {
                assertThat((double) inference.posterior(task, label))
                        .as(row)
                        .isCloseTo(Double.parseDouble(cells[label + 1]), within(1e-5));
            }
        }
    }

    @Test
    void finds_the_confusion_of_a_worker_who_swaps_two_classes() {
        var builder = Labels.builder(3);
        for (int task = 0; task < 90; task++) {
            int truth = task % 3;
            for (int worker = 0; worker < 4; worker++) {
                builder.add(task, worker, (task + worker) % 10 == 0 ? (truth + 1) % 3 : truth);
            }
            builder.add(task, 4, truth == 0 ? 0 : 3 - truth);
        }

        var inference = DawidSkene.withPrior().infer(builder.build());

        for (int task = 0; task < 90; task++) {
            assertThat(inference.label(task)).isEqualTo(task % 3);
        }
        assertThat(inference.workers().confusion(4, 1, 2)).isGreaterThan(0.9);
        assertThat(inference.workers().confusion(4, 0, 0)).isGreaterThan(0.9);
        assertThat(inference.workers().accuracy(4)).isCloseTo(1 / 3f, within(0.05f));
    }

    @Test
    void settles_at_once_when_it_starts_from_its_own_result() {
        var crowd = RecordedCrowd.read("multi4-dog");
        var first = DawidSkene.withPrior().infer(crowd.labels(), TO_THE_END);

        var again = DawidSkene.withPrior().infer(crowd.labels(), Conditions.PLAIN.previous(first));

        assertThat(first.course().iterations()).isGreaterThan(20);
        assertThat(again.course().iterations()).isLessThanOrEqualTo(2);
        for (int task = 0; task < crowd.labels().tasks(); task++) {
            assertThat(again.label(task)).isEqualTo(first.label(task));
        }
    }

    @Test
    void never_doubts_a_control_task() {
        var labels = Labels.builder(2)
                .add(0, 0, 0)
                .add(0, 1, 0)
                .add(1, 0, 1)
                .add(1, 1, 1)
                .build();

        var inference = DawidSkene.withPrior().infer(labels, Conditions.PLAIN.gold(ControlLabels.of(Map.of(0, 1))));

        assertThat(inference.posterior(0, 1)).isEqualTo(1);
        assertThat(inference.label(0)).isEqualTo(1);
    }

    @Test
    void says_when_the_limit_ended_it_and_ends_when_cancelled() {
        var labels = RecordedCrowd.read("binary-rte").labels();

        var cut = DawidSkene.likeliest().infer(labels, Conditions.PLAIN.limit(Limit.USUAL.iterations(2)));

        assertThat(cut.course().settled()).isFalse();
        assertThat(cut.course().iterations()).isEqualTo(2);
        var cancelled = Conditions.PLAIN.limit(Limit.USUAL.cancelled(() -> true));
        assertThatThrownBy(() -> DawidSkene.likeliest().infer(labels, cancelled))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void refuses_matrices_that_no_memory_holds() {
        var labels = Labels.builder(2_000).workers(1_000).add(0, 0, 0).build();

        assertThatThrownBy(() -> DawidSkene.likeliest().infer(labels)).hasMessageContaining("use one-coin");
    }
}
