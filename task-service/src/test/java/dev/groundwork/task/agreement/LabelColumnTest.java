package dev.groundwork.task.agreement;

import java.util.List;
import java.util.Random;

import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.OutputKind;
import dev.groundwork.truth.Inference;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

class LabelColumnTest {

    private static final OutputField MOOD = new OutputField("mood", OutputKind.CHOICE, true, List.of("happy", "sad"));

    private final LabelColumn.Builder answers = new LabelColumn.Builder(MOOD);

    @Test
    void a_result_is_the_majority_and_of_equals_the_first_in_the_schema() {
        give(0, 0, "sad");
        give(0, 1, "sad");
        give(0, 2, "happy");
        give(1, 0, "sad");
        give(1, 1, "happy");

        var column = build(3, 3);

        assertThat(column.result(0)).isEqualTo(1);
        assertThat(column.result(1)).isZero();
        assertThat(column.result(2)).isEqualTo(Inference.NO_LABEL);
        assertThat(column.distribution()).containsExactly(2, 3);
        assertThat(column.byDisagreement()).containsExactly(1, 0, 2);
        assertThat(column.answers(2)).isZero();
        assertThat(column.agreement(2)).isEqualTo(Column.NOT_COMPARED);
    }

    @Test
    void a_result_of_the_job_goes_before_the_majority() {
        give(0, 0, "sad");
        give(0, 1, "sad");
        give(0, 2, "happy");
        give(1, 0, "sad");
        answers.result(0, "happy");
        answers.result(2, "happy");
        answers.result(1, "gloomy");

        var column = build(3, 3);

        assertThat(column.result(0)).isZero();
        assertThat(column.result(1)).isEqualTo(1);
        assertThat(column.result(2)).isEqualTo(Inference.NO_LABEL);
        assertThat(column.resultsFrom()).isEqualTo("both");
        assertThat(Votes.of(column, 0).result()).isEqualTo("happy");
        assertThat(column.workers().withResults(2)).hasValue(1);
    }

    @Test
    void what_is_none_of_the_labels_is_passed_over() {
        give(0, 0, "sad");
        give(0, 1, "gloomy");

        assertThat(build(1, 2).answers()).isEqualTo(1);
    }

    @Test
    void quality_sees_through_a_bias_and_finds_who_says_nothing() {
        var random = new Random(3);
        for (int task = 0; task < 200; task++) {
            boolean sad = random.nextBoolean();
            for (int worker = 0; worker < 4; worker++) {
                give(task, worker, sad == (random.nextInt(10) > 0) ? "sad" : "happy");
            }
            give(task, 4, sad ? "happy" : "sad");
            give(task, 5, "happy");
        }
        give(0, 6, "sad");

        var column = build(200, 7);

        assertThat(column.workers().withResults(4).orElseThrow()).isLessThan(0.2);
        assertThat(column.quality(4).value()).isGreaterThan(0.9);
        assertThat(column.quality(5).value()).isEqualTo(0, within(0.05));
        assertThat(column.quality(0).value()).isBetween(0.6, 0.95);
        assertThat(column.quality(6)).isEqualTo(Figure.missing(LabelColumn.TOO_FEW_ANSWERS));
    }

    @Test
    void quality_needs_several_answers_a_task() {
        give(0, 0, "sad");
        give(1, 1, "sad");

        assertThat(build(2, 2).quality(0)).isEqualTo(Figure.missing(LabelColumn.TOO_FEW_ANSWERS_A_TASK));
    }

    @Test
    void votes_say_how_sure_a_task_is() {
        give(0, 0, "sad");
        give(0, 1, "sad");
        give(0, 2, "happy");
        give(0, 3, "sad");

        var votes = Votes.of(build(1, 4), 0);

        assertThat(votes.counts())
                .extracting(AgreementView.LabelCount::label, AgreementView.LabelCount::answers)
                .containsExactly(tuple("sad", 3L), tuple("happy", 1L));
        assertThat(votes.margin()).isEqualTo(0.5);
        assertThat(votes.uncertaintyBits()).isEqualTo(0.811278, within(1e-6));
        assertThat(votes.result()).isEqualTo("sad");
    }

    private void give(int task, int worker, String label) {
        answers.add(task, worker, TextNode.valueOf(label));
    }

    private LabelColumn build(int tasks, int workers) {
        return (LabelColumn) answers.build(tasks, workers);
    }
}
