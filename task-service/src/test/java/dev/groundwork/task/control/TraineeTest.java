package dev.groundwork.task.control;

import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

import dev.groundwork.kit.problem.DomainProblem;
import dev.groundwork.task.policy.TrainingCourse;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TraineeTest {

    private static final TrainingCourse COURSE = new TrainingCourse(3, 0.8, 2, 10);

    private static Trainee trainee(int failed, int held, int submitted, int left) {
        List<KnownTask> next = LongStream.rangeClosed(1, left)
                .mapToObj(position -> new KnownTask(position, new UUID(1, position)))
                .toList();
        return new Trainee(COURSE, failed, held, submitted, next, new Allowance(100), true);
    }

    private static String codeOf(Trainee trainee) {
        DomainProblem refusal = trainee.refusal();
        return refusal == null ? "none" : refusal.code();
    }

    @Test
    void begins_with_the_tasks_of_one_attempt() {
        assertThat(trainee(0, 0, 0, 6).open()).isEqualTo(3);
        assertThat(trainee(0, 1, 1, 4).open()).isEqualTo(1);
        assertThat(codeOf(trainee(0, 0, 0, 6))).isEqualTo("none");
    }

    @Test
    void hands_in_what_it_holds_before_anything_else() {
        assertThat(trainee(0, 3, 0, 3).open()).isZero();
        assertThat(codeOf(trainee(0, 3, 0, 3))).isEqualTo("training-unfinished");
    }

    @Test
    void waits_while_the_attempt_is_checked() {
        assertThat(codeOf(trainee(0, 0, 3, 3))).isEqualTo("training-unchecked");
    }

    @Test
    void tries_again_with_other_tasks() {
        assertThat(trainee(1, 0, 3, 3).open()).isEqualTo(3);
    }

    @Test
    void may_not_try_for_ever() {
        assertThat(trainee(2, 0, 6, 9).open()).isZero();
        assertThat(codeOf(trainee(2, 0, 6, 9))).isEqualTo("training-not-passed");
    }

    @Test
    void cannot_go_on_without_tasks_that_are_new_to_it() {
        assertThat(codeOf(trainee(1, 0, 3, 0))).isEqualTo("training-full");
    }

    @Test
    void shares_with_the_others_what_the_job_pays_for() {
        var allowance = new Allowance(5);
        var next = trainee(0, 0, 0, 6).next();
        var first = new Trainee(COURSE, 0, 0, 0, next, allowance, true);
        var second = new Trainee(COURSE, 0, 0, 0, next, allowance, true);
        var third = new Trainee(COURSE, 0, 0, 0, next, allowance, true);

        assertThat(first.take(10)).hasSize(3);
        assertThat(second.take(10)).isEqualTo(next.subList(0, 2));
        assertThat(third.take(10)).isEmpty();
        assertThat(codeOf(third)).isEqualTo("training-full");
        assertThat(allowance.left()).isZero();
    }

    @Test
    void is_not_trained_for_nothing() {
        var trainee = new Trainee(COURSE, 0, 0, 0, trainee(0, 0, 0, 6).next(), new Allowance(100), false);

        assertThat(trainee.take(3)).isEmpty();
        assertThat(codeOf(trainee)).isEqualTo("no-tasks-left");
    }
}
