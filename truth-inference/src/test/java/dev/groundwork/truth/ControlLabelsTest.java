package dev.groundwork.truth;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ControlLabelsTest {

    private final ControlLabels gold = ControlLabels.of(Map.of(5, 1, 2, 0, 9, 1, 7, 0, 11, 1, 12, 1));

    @Test
    void knows_the_right_label_of_a_task() {
        assertThat(gold.size()).isEqualTo(6);
        assertThat(gold.labelOf(9)).isEqualTo(1);
        assertThat(gold.labelOf(3)).isEqualTo(ControlLabels.UNKNOWN);
    }

    @Test
    void divides_into_parts_with_equal_shares_of_every_label() {
        var first = gold.part(0, 2);
        var second = gold.part(1, 2);

        assertThat(first.size()).isEqualTo(3);
        assertThat(second.size()).isEqualTo(3);
        assertThat(ones(first)).isEqualTo(2);
        assertThat(ones(second)).isEqualTo(2);
        assertThat(gold.without(first).size()).isEqualTo(3);
        assertThat(gold.without(first).labelOf(second.task(0))).isEqualTo(second.label(0));
    }

    @Test
    void keeps_only_what_somebody_answered() {
        var labels = Labels.builder(2).tasks(20).add(2, 0, 1).add(9, 0, 0).build();

        assertThat(gold.answeredIn(labels).size()).isEqualTo(2);
    }

    @Test
    void refuses_tasks_and_labels_that_the_answers_do_not_know() {
        var small = Labels.builder(2).tasks(10).build();
        var oneClass = Labels.builder(1).tasks(20).build();

        assertThatThrownBy(() -> gold.dense(small)).hasMessage("control task 11 is none of the 10 tasks");
        assertThatThrownBy(() -> gold.dense(oneClass))
                .isInstanceOf(LabelOutsideClasses.class)
                .hasMessage("control task 5 has label 1; there are the classes 0 to 0");
        assertThatThrownBy(() -> ControlLabels.of(Map.of(1, -1))).hasMessageContaining("number both from 0");
    }

    private static int ones(ControlLabels labels) {
        int ones = 0;
        for (int n = 0; n < labels.size(); n++) {
            ones += labels.label(n);
        }
        return ones;
    }
}
