package dev.groundwork.truth.decision;

import java.util.BitSet;
import java.util.Map;
import java.util.Random;

import dev.groundwork.truth.LabelOutsideClasses;
import dev.groundwork.truth.Limit;
import dev.groundwork.truth.method.DawidSkene;
import dev.groundwork.truth.method.MajorityVote;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MultiLabelTest {

    @Test
    void decides_on_every_label_by_itself() {
        var answers = MultiLabel.builder(3)
                .tasks(3)
                .add(0, 0, set(0, 2))
                .add(0, 1, set(0))
                .add(0, 2, set(0, 1))
                .add(1, 0, set())
                .add(1, 1, set());

        var labels = answers.infer(new MajorityVote(), Map.of(), Limit.USUAL);

        assertThat(labels.labels(0)).isEqualTo(set(0));
        assertThat(labels.probability(0, 2)).isEqualTo(1 / 3f);
        assertThat(labels.labels(1)).isEqualTo(set());
        assertThat(labels.labels(2)).isEqualTo(set());
        assertThat(labels.probability(2, 0)).isEqualTo(0.5f);
    }

    @Test
    void trusts_control_tasks() {
        var answers = MultiLabel.builder(2).add(0, 0, set(0)).add(0, 1, set(0)).add(1, 0, set(1));

        var labels = answers.infer(DawidSkene.withPrior(), Map.of(0, set(1)), Limit.USUAL);

        assertThat(labels.labels(0)).isEqualTo(set(1));
        assertThat(labels.question(1).posterior(0, 1)).isEqualTo(1);
    }

    @Test
    void learns_that_a_worker_ticks_one_box_always() {
        var random = new Random(3);
        var answers = MultiLabel.builder(2);
        var truth = new BitSet[200];
        for (int task = 0; task < truth.length; task++) {
            truth[task] = BitSet.valueOf(new long[] {random.nextInt(4)});
            for (int worker = 0; worker < 5; worker++) {
                var chosen = (BitSet) truth[task].clone();
                if (worker < 2) {
                    chosen.set(0);
                } else if (random.nextInt(10) == 0) {
                    chosen.flip(random.nextInt(2));
                }
                answers.add(task, worker, chosen);
            }
        }

        var labels = answers.infer(DawidSkene.withPrior(), Map.of(), Limit.USUAL);

        int right = 0;
        for (int task = 0; task < truth.length; task++) {
            right += labels.labels(task).equals(truth[task]) ? 1 : 0;
        }
        assertThat(right).isGreaterThan(190);
    }

    @Test
    void refuses_a_label_that_does_not_exist() {
        var answers = MultiLabel.builder(2);

        assertThatThrownBy(() -> answers.add(4, 7, set(2)))
                .isInstanceOf(LabelOutsideClasses.class)
                .hasMessage("worker 7 answered task 4 with label 2; there are the labels 0 to 1");
        assertThatThrownBy(() -> MultiLabel.builder(0)).hasMessageContaining("give at least 1");
    }

    private static BitSet set(int... labels) {
        var set = new BitSet();
        for (int label : labels) {
            set.set(label);
        }
        return set;
    }
}
