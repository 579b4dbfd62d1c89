package dev.groundwork.truth;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LabelsTest {

    @Test
    void stands_sorted_by_task_and_worker_whatever_the_order_of_the_rows() {
        var labels = Labels.builder(3)
                .add(2, 1, 0)
                .add(0, 1, 2)
                .add(2, 0, 1)
                .add(0, 0, 1)
                .build();

        assertThat(rows(labels)).isEqualTo("0:0=1 0:1=2 2:0=1 2:1=0");
        assertThat(labels.tasks()).isEqualTo(3);
        assertThat(labels.workers()).isEqualTo(2);
        assertThat(labels.overlap(1)).isZero();
        assertThat(labels.answersOfWorkers()).containsExactly(2, 2);
    }

    @Test
    void keeps_the_last_answer_of_a_worker_to_a_task() {
        var builder = Labels.builder(3);
        for (int label = 0; label < 3; label++) {
            builder.add(0, 0, label).add(1, 0, 2 - label).add(1, 1, 1);
        }

        assertThat(rows(builder.build())).isEqualTo("0:0=2 1:0=0 1:1=1");
    }

    @Test
    void keeps_all_answers_when_told_to() {
        var labels = Labels.builder(2)
                .repeats(Repeats.ALL)
                .add(0, 1, 1)
                .add(0, 0, 1)
                .add(0, 1, 0)
                .build();

        assertThat(rows(labels)).isEqualTo("0:0=1 0:1=1 0:1=0");
    }

    @Test
    void makes_room_for_tasks_and_workers_without_answers() {
        var labels = Labels.builder(2).tasks(4).workers(7).add(1, 2, 1).build();

        assertThat(labels.tasks()).isEqualTo(4);
        assertThat(labels.workers()).isEqualTo(7);
        assertThat(labels.size()).isEqualTo(1);
        assertThat(labels.medianOverlap()).isEqualTo(1);
        assertThat(labels.medianAnswersOfWorkers()).isEqualTo(1);
    }

    @Test
    void has_no_median_without_answers() {
        var labels = Labels.builder(2).tasks(4).build();

        assertThat(labels.medianOverlap()).isZero();
        assertThat(labels.medianAnswersOfWorkers()).isZero();
    }

    @Test
    void crosses_the_borders_of_its_blocks() {
        int answers = 150_000;
        var builder = Labels.builder(5);
        for (int answer = 0; answer < answers; answer++) {
            builder.add((int) (answer * 7919L % 50_000), answer % 11, answer % 5);
        }

        var labels = builder.repeats(Repeats.ALL).build();

        assertThat(labels.size()).isEqualTo(answers);
        assertThat(labels.overlap(0)).isEqualTo(3);
        int sum = 0;
        for (int at = 0; at < labels.size(); at++) {
            sum += labels.label(at);
        }
        assertThat(sum).isEqualTo(2 * answers);
    }

    @Test
    void refuses_a_label_outside_the_classes() {
        var builder = Labels.builder(2);

        assertThatThrownBy(() -> builder.add(3, 4, 2))
                .isInstanceOf(LabelOutsideClasses.class)
                .hasMessage("worker 4 answered task 3 with label 2; there are the classes 0 to 1");
        assertThatThrownBy(() -> builder.add(3, 4, -1)).isInstanceOf(LabelOutsideClasses.class);
        assertThatThrownBy(() -> builder.add(-1, 4, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Labels.builder(0)).hasMessageContaining("give 1 to 32,767");
    }

    @Test
    void numbers_workers_and_classes_by_name_and_tasks_as_they_come() {
        var named = NamedLabels.builder()
                .add("t9", "zoe", "10")
                .add("t1", "abe", "9")
                .task("t5")
                .build();

        assertThat(named.workers()).containsExactly("abe", "zoe");
        assertThat(named.classes()).containsExactly("9", "10");
        assertThat(named.tasks().name(0)).isEqualTo("t9");
        assertThat(named.tasks().find("t5")).isEqualTo(2);
        assertThat(rows(named.labels())).isEqualTo("0:1=1 1:0=0");
        assertThat(named.labels().tasks()).isEqualTo(3);
    }

    @Test
    void sorts_classes_that_are_no_numbers_as_text() {
        var named = NamedLabels.builder()
                .add("t", "w", "b")
                .add("t", "v", "10")
                .add("t", "u", "a")
                .build();

        assertThat(named.classes()).containsExactly("10", "a", "b");
    }

    @Test
    void keeps_the_order_of_given_classes_and_names_a_label_that_is_none_of_them() {
        var builder = NamedLabels.builder(List.of("low", "high")).add("t", "w", "high");

        assertThatThrownBy(() -> builder.add("t7", "ann", "medium"))
                .isInstanceOf(LabelOutsideClasses.class)
                .hasMessage("worker ann answered task t7 with \"medium\", which is none of the classes low, high");
        var named = builder.build();
        assertThat(named.classes()).containsExactly("low", "high");
        assertThat(named.labels().label(0)).isEqualTo(1);
        assertThatThrownBy(() -> named.classNumber("medium")).isInstanceOf(LabelOutsideClasses.class);
    }

    @Test
    void numbers_the_right_labels_of_the_tasks_it_knows() {
        var named =
                NamedLabels.builder().add("t9", "w", "a").add("t1", "w", "b").build();

        var control = named.controlLabels(Map.of("t1", "a", "t9", "never answered", "t5", "b"));

        assertThat(control.size()).isEqualTo(2);
        assertThat(control.labelOf(1)).isZero();
        assertThat(control.labelOf(0)).isEqualTo(2);
    }

    @Test
    void refuses_to_be_built_from_nothing() {
        assertThatThrownBy(() -> NamedLabels.builder().build()).hasMessageContaining("nothing to aggregate");
        assertThatThrownBy(() -> NamedLabels.builder(List.of("a", "a"))).hasMessageContaining("listed twice");
    }

    @Test
    void finds_a_name_among_many() {
        var names = new Names();
        for (int i = 0; i < 100_000; i++) {
            assertThat(names.add("task-" + i)).isEqualTo(i);
        }

        assertThat(names.add("task-77777")).isEqualTo(77_777);
        assertThat(names.find("task-100000")).isEqualTo(-1);
        assertThat(names.name(99_999)).isEqualTo("task-99999");
        assertThat(names.add("")).isEqualTo(100_000);
        assertThat(names.add("größe 漢字")).isEqualTo(100_001);
        assertThat(names.name(100_001)).isEqualTo("größe 漢字");
        assertThat(names.size()).isEqualTo(100_002);
    }

    private static String rows(Labels labels) {
        var rows = new StringBuilder();
        for (int task = 0; task < labels.tasks(); task++) {
            for (int at = labels.start(task); at < labels.end(task); at++) {
                rows.append(task).append(':').append(labels.worker(at));
                rows.append('=').append(labels.label(at)).append(' ');
            }
        }
        return rows.toString().trim();
    }
}
