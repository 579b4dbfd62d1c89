package dev.groundwork.task.quality;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import dev.groundwork.task.policy.TrainingCourse;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class WorkerRecordTest {

    private static final Map<String, Integer> CLASSES = Map.of("label", 2);
    private static final UUID JOB = UUID.randomUUID();
    private static final UUID WORKER = UUID.randomUUID();
    private static final Instant START = Instant.parse("2026-11-22T18:00:00Z");

    private static JudgedAnswer answer(int nr, boolean training, int gold, boolean right) {
        return new JudgedAnswer(
                new UUID(3, nr),
                JOB,
                WORKER,
                nr,
                training,
                Map.of("label", new JudgedAnswer.Judged(gold, right ? gold : 1 - gold, right)),
                right,
                START.plusSeconds(nr),
                true);
    }

    @Test
    void counts_control_answers_by_output_and_class() {
        var record = WorkerRecord.of(
                List.of(answer(1, false, 0, true), answer(2, false, 1, false), answer(3, false, 1, true)),
                CLASSES,
                null);

        assertThat(record.all()).isEqualTo(new Count(2, 3));
        assertThat(Objects.requireNonNull(record.outputs().get("label")).classes())
                .containsExactly(new Count(1, 1), new Count(1, 2));
        assertThat(record.training()).isEqualTo(Count.NONE);
    }

    @Test
    void forgets_old_answers_slowly() {
        var answers = new ArrayList<JudgedAnswer>();
        for (int nr = 1; nr <= 200; nr++) {
            // A hundred wrong ones, then a hundred right ones.
            answers.add(answer(nr, false, 0, nr > 100));
        }

        var record = WorkerRecord.of(answers, CLASSES, null);

        assertThat(record.all()).isEqualTo(new Count(100, 200));
        assertThat(record.recentRight() / record.recentAnswered()).isBetween(0.70, 0.76);
        assertThat(record.recentAnswered()).isCloseTo((1 - Math.pow(0.99, 200)) / 0.01, within(1e-9));
    }

    @Test
    void leaves_out_what_was_known_by_then() {
        var record = WorkerRecord.of(
                List.of(answer(1, false, 0, true), answer(2, false, 0, true).discounted()), CLASSES, null);

        assertThat(record.all()).isEqualTo(new Count(1, 1));
    }

    @Test
    void passes_training_by_the_share_of_one_attempt() {
        var course = new TrainingCourse(2, 0.9, 3, 10);
        var failedOnce = List.of(answer(1, true, 0, true), answer(2, true, 0, false));
        var passed = new ArrayList<>(failedOnce);
        passed.add(answer(3, true, 0, true));
        passed.add(answer(4, true, 1, true));

        var before = WorkerRecord.of(failedOnce, CLASSES, course);
        var after = WorkerRecord.of(passed, CLASSES, course);

        assertThat(before.failedAttempts()).isEqualTo(1);
        assertThat(before.trainedAt()).isNull();
        assertThat(after.failedAttempts()).isEqualTo(1);
        assertThat(after.trainedAt()).isEqualTo(START.plusSeconds(4));
        assertThat(after.all()).as("training is no control").isEqualTo(Count.NONE);
    }

    @Test
    void is_the_same_however_often_it_is_worked_out() {
        var answers = List.of(answer(1, false, 0, true), answer(2, true, 0, true), answer(3, false, 1, false));

        assertThat(WorkerRecord.of(answers, CLASSES, null)).isEqualTo(WorkerRecord.of(answers, CLASSES, null));
    }
}
