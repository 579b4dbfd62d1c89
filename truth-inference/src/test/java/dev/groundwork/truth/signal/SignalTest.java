package dev.groundwork.truth.signal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.groundwork.truth.agreement.Coefficient;
import dev.groundwork.truth.answer.Answer;
import dev.groundwork.truth.answer.Answers;
import dev.groundwork.truth.signal.ErrorAgreement.Rule;
import dev.groundwork.truth.signal.SpeedFloor.TimedAnswer;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

class SignalTest {

    private final Map<String, String> truth = new HashMap<>();

    @RepeatedTest(10)
    void copies_share_errors_and_nobody_else_is_named(RepetitionInfo run) {
        var answers = crowd(new Random(run.getCurrentRepetition()), 4, true);

        var found = ErrorAgreement.find(Answers.of(answers), truth, Rule.USUAL);

        assertThat(found)
                .extracting(ErrorAgreement::one, ErrorAgreement::other)
                .containsExactlyInAnyOrder(tuple("copy0", "copy1"), tuple("copy0", "copy2"), tuple("copy1", "copy2"));
        assertThat(found).allSatisfy(pair -> {
            assertThat(pair.sameWrong()).isEqualTo(pair.bothWrong());
            assertThat((double) pair.sameWrong()).isGreaterThan(3 * pair.expectedSameWrong());
            assertThat(pair.kappa().optional()).hasValue(1);
            assertThat(pair.chance()).isBetween(0.0, 1e-4);
        });
    }

    @RepeatedTest(10)
    void with_two_labels_shared_errors_still_show(RepetitionInfo run) {
        var answers = crowd(new Random(50 + run.getCurrentRepetition()), 2, true);

        var found = ErrorAgreement.find(Answers.of(answers), truth, Rule.USUAL);

        assertThat(found).hasSize(3).allSatisfy(pair -> {
            assertThat(pair.workers()).allMatch(worker -> worker.startsWith("copy"));
            assertThat(pair.kappa()).isEqualTo(new Coefficient.Undefined(Coefficient.Reason.ONLY_ONE_VALUE));
        });
    }

    @RepeatedTest(10)
    void hard_tasks_and_tempting_errors_name_nobody(RepetitionInfo run) {
        var answers = crowd(new Random(90 + run.getCurrentRepetition()), 4, false);

        assertThat(ErrorAgreement.find(Answers.of(answers), truth, Rule.USUAL)).isEmpty();
    }

    @Test
    void a_pair_is_told_to_a_person_in_one_sentence() {
        var list = new ArrayList<Answer<String>>();
        for (int task = 0; task < 20; task++) {
            truth.put("t" + task, "a");
            for (var worker : List.of("one", "two")) {
                list.add(new Answer<>("t" + task, worker, task < 8 ? "b" : "a"));
            }
            for (int other = 0; other < 8; other++) {
                list.add(new Answer<>("t" + task, "w" + other, "a"));
            }
        }

        var found = ErrorAgreement.find(Answers.of(list), truth, Rule.USUAL);

        assertThat(found).singleElement().satisfies(pair -> {
            assertThat(pair.workers()).containsExactly("one", "two");
            assertThat(pair.summary())
                    .startsWith("one and two gave the same wrong answer to 8 of 20 tasks; chance explains ");
        });
        Collections.shuffle(list, new Random(1));
        assertThat(ErrorAgreement.find(Answers.of(list), truth, Rule.USUAL)).isEqualTo(found);
        assertThat(ErrorAgreement.find(Answers.of(list), truth, new Rule(9, 0.01)))
                .isEmpty();
        assertThat(ErrorAgreement.find(Answers.of(list), Map.of(), Rule.USUAL)).isEmpty();
        assertThatThrownBy(() -> new Rule(0, 1)).hasMessageContaining("at least 1 equal error");
    }

    @Test
    void the_tail_of_rare_things_is_exact() {
        assertThat(PoissonTail.atLeast(0, 3)).isEqualTo(1);
        assertThat(PoissonTail.atLeast(1, 2)).isEqualTo(1 - Math.exp(-2), within(1e-12));
        assertThat(PoissonTail.atLeast(3, 1)).isEqualTo(1 - 2.5 * Math.exp(-1), within(1e-12));
        assertThat(PoissonTail.atLeast(10, 0.01)).isEqualTo(2.7309e-27, within(1e-30));
        assertThat(PoissonTail.atLeast(5, 0)).isZero();
        assertThat(PoissonTail.atLeast(2_000, 2_500)).isEqualTo(1, within(1e-6));
    }

    @Test
    void equal_texts_of_two_workers_are_found_whatever_their_writing() {
        var answers = Answers.of(List.of(
                new Answer<>("t1", "ann", "The man on the left holds a red umbrella."),
                new Answer<>("t1", "bob", "the man on the left holds a red umbrella"),
                new Answer<>("t1", "eve", "A man with an umbrella stands there."),
                new Answer<>("t2", "ann", "Two dogs play in the high grass!"),
                new Answer<>("t2", "bob", "two dogs play in the high grass"),
                new Answer<>("t3", "ann", "No idea."),
                new Answer<>("t3", "eve", "no idea")));

        var shared = DuplicatedTexts.USUAL.shared(answers);

        assertThat(shared)
                .containsExactly(new SharedTexts(
                        "ann",
                        "bob",
                        List.of("the man on the left holds a red umbrella", "two dogs play in the high grass")));
        assertThat(shared.getFirst().summary()).isEqualTo("ann and bob gave 2 equal texts.");
        assertThat(DuplicatedTexts.USUAL.repeated(answers)).isEmpty();
    }

    @Test
    void one_text_for_many_tasks_is_found_and_common_property_is_not() {
        var list = new ArrayList<Answer<String>>();
        for (int task = 0; task < 4; task++) {
            list.add(new Answer<>("t" + task, "lazy", "It is a very nice picture indeed."));
            for (int worker = 0; worker < 30; worker++) {
                list.add(new Answer<>("t" + task, "w" + worker, "I cannot see anything in this picture"));
            }
        }

        var repeated = DuplicatedTexts.USUAL.repeated(Answers.of(list));

        assertThat(repeated).singleElement().satisfies(text -> {
            assertThat(text.workers()).containsExactly("lazy");
            assertThat(text.tasks()).containsExactly("t0", "t1", "t2", "t3");
            assertThat(text.summary()).isEqualTo("lazy gave the same text to 4 tasks.");
        });
        assertThat(DuplicatedTexts.USUAL.shared(Answers.of(list))).isEmpty();
        assertThatThrownBy(() -> new DuplicatedTexts(6, 2, 1, 20)).hasMessageContaining("a repetition 2 tasks");
    }

    @Test
    void answers_below_the_floor_are_counted_over_the_latest() {
        var floor = new SpeedFloor(2_000, 3, 5);
        var list = new ArrayList<TimedAnswer>();
        int[] seconds = {1, 1, 1, 9, 1, 8, 1, 1};
        for (int i = 0; i < seconds.length; i++) {
            list.add(timed("hasty", i, seconds[i]));
            list.add(timed("improved", i, i < 4 ? 1 : 30));
            list.add(timed("steady", i, 2));
        }
        Collections.shuffle(list, new Random(2));

        var found = floor.find(list);

        assertThat(found).singleElement().satisfies(work -> {
            assertThat(work.workers()).containsExactly("hasty");
            assertThat(work.tasks()).containsExactly("t4", "t6", "t7");
            assertThat(work.summary())
                    .isEqualTo("hasty answered 3 of the last 5 tasks in less than 2.0 seconds"
                            + " (fastest 1.0, median 1.0).");
        });
        assertThat(floor.find(List.of())).isEmpty();
    }

    @Test
    void a_floor_that_makes_no_sense_is_refused() {
        assertThatThrownBy(() -> new SpeedFloor(0, 1, 1)).hasMessageContaining("positive time");
        assertThatThrownBy(() -> new SpeedFloor(1_000, 3, 2)).hasMessageContaining("3 of 2");
        assertThatThrownBy(() -> timed("w", 1, -1)).hasMessageContaining("a time is not negative");
    }

    private static TimedAnswer timed(String worker, int index, int seconds) {
        return new TimedAnswer(worker, "t" + index, 1_000L * seconds, 100_000L * index);
    }

    /** Twenty workers with errors of their own on tasks of different difficulty, and three who hand in one list. */
    private List<Answer<String>> crowd(Random random, int labels, boolean withCopies) {
        var answers = new ArrayList<Answer<String>>();
        for (int task = 0; task < 150; task++) {
            int right = random.nextInt(labels);
            double difficulty = task % 5 == 0 ? 0.5 : 0.15;
            String copied = "c" + (random.nextDouble() < 0.35 ? wrong(random, right, labels) : right);
            truth.put("t" + task, "c" + right);
            for (int worker = 0; worker < 20; worker++) {
                boolean errs = random.nextDouble() < difficulty;
                answers.add(
                        new Answer<>("t" + task, "w" + worker, "c" + (errs ? wrong(random, right, labels) : right)));
            }
            for (int copy = 0; withCopies && copy < 3; copy++) {
                answers.add(new Answer<>("t" + task, "copy" + copy, copied));
            }
        }
        return answers;
    }

    /** The next label tempts most. */
    private static int wrong(Random random, int right, int labels) {
        int step = random.nextInt(3) < 2 ? 1 : 1 + random.nextInt(labels - 1);
        return (right + step) % labels;
    }
}
