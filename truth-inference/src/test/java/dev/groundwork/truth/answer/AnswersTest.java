package dev.groundwork.truth.answer;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AnswersTest {

    @Test
    void the_first_answer_of_a_repeated_pair_counts() {
        var answers = Answers.of(
                List.of(new Answer<>("t1", "b", "x"), new Answer<>("t1", "a", "y"), new Answer<>("t1", "b", "z")));

        assertThat(answers.to("t1")).containsExactly(Map.entry("a", "y"), Map.entry("b", "x"));
        assertThat(answers.repeats()).isEqualTo(1);
        assertThat(answers.size()).isEqualTo(2);
        assertThat(answers.workers()).containsExactly("a", "b");
    }

    @Test
    void a_task_without_answers_has_none() {
        assertThat(Answers.of(List.<Answer<String>>of()).to("t1")).isEmpty();
    }

    @Test
    void another_form_keeps_tasks_workers_and_repeats() {
        var answers = Answers.of(List.of(new Answer<>("t1", "a", "1"), new Answer<>("t1", "a", "2")));

        var numbers = answers.map(Integer::valueOf);

        assertThat(numbers.to("t1")).containsExactly(Map.entry("a", 1));
        assertThat(numbers.repeats()).isEqualTo(1);
    }

    @Test
    void an_answer_names_its_task_and_its_worker() {
        assertThatThrownBy(() -> new Answer<>(" ", "a", "x")).hasMessageContaining("task ' ' and worker 'a'");
    }

    @Test
    void a_weight_is_a_number_that_is_not_negative() {
        assertThatThrownBy(() -> new WorkerWeights(Map.of("a", Double.NaN), 1))
                .hasMessage("The weight of a is NaN: give a finite number that is not negative.");
        assertThatThrownBy(() -> new WorkerWeights(Map.of(), -1)).hasMessageContaining("everybody else is -1.0");
    }

    @Test
    void workers_count_alike_where_none_of_them_counts() {
        var weights = new WorkerWeights(Map.of("a", 0.0, "b", 0.0, "c", 3.0), 1);

        assertThat(weights.of(List.of("a", "b"))).containsExactly(1, 1);
        assertThat(weights.of(List.of("a", "c", "d"))).containsExactly(0, 3, 1);
    }
}
