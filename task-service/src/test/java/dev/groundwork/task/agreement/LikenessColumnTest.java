package dev.groundwork.task.agreement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.groundwork.task.kind.GoldComparison;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.OutputKind;
import dev.groundwork.truth.agreement.Coefficient;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LikenessColumnTest {

    private static final OutputField TEXT = new OutputField("why", OutputKind.TEXT, false, List.of());
    private static final OutputField NUMBER = new OutputField("score", OutputKind.NUMBER, false, List.of());
    private static final OutputField LABELS =
            new OutputField("words", OutputKind.MULTICHOICE, false, List.of("sea", "sun", "sky"));

    /** One answer. */
    private record Given(int task, int worker, JsonNode value) {}

    private final List<Given> given = new ArrayList<>();

    @Test
    void texts_agree_by_their_words() {
        give(0, 0, "one two three four");
        give(0, 1, "one two three five");
        give(1, 0, "a b c d");
        give(1, 1, "a b c d");
        give(2, 0, "alone");

        var column = column(TEXT, 1);

        assertThat(column.likeness().orElseThrow()).isEqualTo((0.75 + 1) / 2, within(1e-9));
        assertThat(column.agreement(0)).isEqualTo(0.75f);
        assertThat(column.agreement(1)).isEqualTo(1);
        assertThat(column.agreement(2)).isEqualTo(Column.NOT_COMPARED);
        assertThat(column.byDisagreement()).containsExactly(0, 1, 2);
        assertThat(column.withOthers(0).orElseThrow()).isEqualTo(0.875, within(1e-6));
        assertThat(column.tasksCompared()).isEqualTo(2);
        assertThat(column.answers()).isEqualTo(5);
    }

    @Test
    void alpha_of_a_measure_is_one_minus_what_differs_over_what_would_differ_by_chance() {
        var random = new Random(7);
        var sets = new JsonNode[] {set("sea"), set("sea", "sun"), set("sky"), set()};
        for (int task = 0; task < 30; task++) {
            var usual = sets[random.nextInt(sets.length)];
            for (int worker = 0; worker < 2 + task % 3; worker++) {
                given.add(new Given(task, worker, random.nextInt(4) == 0 ? sets[random.nextInt(sets.length)] : usual));
            }
        }

        var column = column(LABELS, 1);

        assertThat(column.alpha()).isInstanceOfSatisfying(Coefficient.Defined.class, alpha -> assertThat(alpha.value())
                .isEqualTo(alphaByAllPairs(LABELS), within(1e-9)));
    }

    /** As the books define it, with the difference that the measure gives. */
    private double alphaByAllPairs(OutputField field) {
        double observed = 0;
        double expected = 0;
        double pairs = 0;
        for (int one = 0; one < given.size(); one++) {
            for (int other = 0; other < given.size(); other++) {
                if (one == other) {
                    continue;
                }
                double difference = 1
                        - GoldComparison.score(
                                field, given.get(one).value(), given.get(other).value());
                expected += difference;
                pairs++;
                if (given.get(one).task() == given.get(other).task()) {
                    int task = given.get(one).task();
                    long own = given.stream()
                            .filter(answer -> answer.task() == task)
                            .count();
                    observed += difference / (own - 1);
                }
            }
        }
        return 1 - observed / given.size() / (expected / pairs);
    }

    @Test
    void numbers_have_the_published_alpha_of_intervals() {
        String[] coders = {
            "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."
        };
        for (int task = 0; task < 12; task++) {
            for (int coder = 0; coder < coders.length; coder++) {
                String value = coders[coder].split(" ", -1)[task];
                if (!value.equals(".")) {
                    given.add(new Given(task, coder, DoubleNode.valueOf(Double.parseDouble(value))));
                }
            }
        }

        assertThat(column(NUMBER, 1).alpha().optional().orElseThrow()).isEqualTo(.849107, within(5e-7));
    }

    @Test
    void what_cannot_be_measured_is_named() {
        assertThat(column(TEXT, 1).alpha())
                .isEqualTo(new Coefficient.Undefined(Coefficient.Reason.NO_TASK_WITH_TWO_ANSWERS));
        give(0, 0, "same");
        give(0, 1, "same");
        give(1, 0, "same");
        give(1, 1, "same");

        assertThat(column(TEXT, 1).alpha()).isEqualTo(new Coefficient.Undefined(Coefficient.Reason.ONLY_ONE_VALUE));
        assertThat(column(TEXT, 1).likeness()).hasValue(1);
    }

    @Test
    void complete_disagreement_has_a_number() {
        for (int task = 0; task < 6; task++) {
            give(task, 0, "alpha");
            give(task, 1, "beta");
        }

        var column = column(TEXT, 1);

        assertThat(column.likeness()).hasValue(0);
        assertThat(column.alpha().optional().orElseThrow()).isNegative().isFinite();
    }

    @Test
    void a_large_job_is_compared_by_an_even_sample_of_tasks() {
        for (int task = 0; task < 2_000; task++) {
            give(task, 0, "left");
            give(task, 1, task % 2 == 0 ? "left" : "right");
        }

        var column = column(TEXT, 0.25);

        assertThat(column.tasksCompared()).isBetween(400, 600);
        assertThat(column.likeness().orElseThrow()).isEqualTo(0.5, within(0.08));
        assertThat(column.answers()).isEqualTo(4_000);
        assertThat(column.answers(1_999)).isEqualTo(2);
        int[] order = column.byDisagreement();
        assertThat(column.agreement(order[0])).isZero();
        assertThat(column.agreement(order[column.tasksCompared() - 1])).isEqualTo(1);
        assertThat(column.agreement(order[column.tasksCompared()])).isEqualTo(Column.NOT_COMPARED);
    }

    @Test
    void a_task_with_very_many_answers_does_not_take_for_ever() {
        for (int worker = 0; worker < 1_000; worker++) {
            give(0, worker, worker % 2 == 0 ? "left" : "right");
        }

        var column = column(TEXT, 1);

        assertThat(column.answers(0)).isEqualTo(1_000);
        assertThat(column.agreement(0)).isBetween(0.4f, 0.5f);
        assertThat(column.withOthers(999)).isEmpty();
    }

    @Test
    void a_number_beyond_all_measure_is_left_out() {
        for (int task = 0; task < 3; task++) {
            given.add(new Given(task, 0, DoubleNode.valueOf(task)));
            given.add(new Given(task, 1, DoubleNode.valueOf(task)));
        }
        given.add(new Given(2, 2, BigIntegerNode.valueOf(BigInteger.TEN.pow(310))));
        given.add(new Given(2, 3, DoubleNode.valueOf(1e200)));

        var column = column(NUMBER, 1);

        assertThat(column.answers()).isEqualTo(6);
        assertThat(column.answers(2)).isEqualTo(2);
        assertThat(column.alpha().optional().orElseThrow()).isEqualTo(1, within(1e-9));
    }

    private void give(int task, int worker, String text) {
        given.add(new Given(task, worker, TextNode.valueOf(text)));
    }

    private static JsonNode set(String... labels) {
        var set = JsonNodeFactory.instance.arrayNode();
        for (String label : labels) {
            set.add(label);
        }
        return set;
    }

    private LikenessColumn column(OutputField field, double share) {
        var builder = new LikenessColumn.Builder(field, share);
        given.forEach(answer -> builder.add(answer.task(), answer.worker(), answer.value()));
        int tasks = given.stream().mapToInt(Given::task).max().orElse(-1) + 1;
        int workers = given.stream().mapToInt(Given::worker).max().orElse(-1) + 1;
        return (LikenessColumn) builder.build(tasks, workers);
    }
}
