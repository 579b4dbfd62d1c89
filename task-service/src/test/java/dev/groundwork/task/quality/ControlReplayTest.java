package dev.groundwork.task.quality;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

import dev.groundwork.task.policy.DynamicOverlap;
import dev.groundwork.task.spec.TaskSpec;
import dev.groundwork.truth.gold.Calibration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ControlReplayTest {

    private static final DynamicOverlap OVERLAP = new DynamicOverlap(2, 5, 0.9, 0.2, false);

    private static Categories categories() {
        try {
            return Categories.of(TaskSpec.parse(new ObjectMapper().readTree("""
                    {"spec": "task/1", "input": {"type": "object", "properties": {"text": {"type": "string"}}},
                     "output": {"type": "object", "additionalProperties": false, "required": ["label"],
                                "properties": {"label": {"type": "string", "enum": ["cat", "dog"], "x-kind": "choice"}}}}"""), ""));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Twenty workers answer control tasks; on hard ones they err together, as real crowds do. */
    private static List<JudgedAnswer> answers(int tasks, double accuracy, double hardShare, long seed) {
        var random = new Random(seed);
        var answers = new ArrayList<JudgedAnswer>();
        for (int task = 1; task <= tasks; task++) {
            boolean hard = random.nextDouble() < hardShare;
            int gold = random.nextInt(2);
            for (int nr = 0; nr < 6; nr++) {
                boolean right = random.nextDouble() < (hard ? 0.2 : accuracy);
                answers.add(new JudgedAnswer(
                        UUID.randomUUID(),
                        new UUID(1, 1),
                        new UUID(2, random.nextInt(20)),
                        task,
                        false,
                        Map.of("label", new JudgedAnswer.Judged(gold, right ? gold : 1 - gold, right)),
                        right,
                        Instant.EPOCH.plusSeconds(answers.size()),
                        true));
            }
        }
        return answers;
    }

    @Test
    void a_crowd_whose_errors_are_its_own_keeps_its_promise() {
        var promise = Objects.requireNonNull(
                ControlReplay.of(categories(), answers(200, 0.85, 0, 1), OVERLAP, Calibration.NONE)
                        .promise());

        assertThat(promise.tasks()).isGreaterThan(150);
        assertThat(promise.isBroken()).isFalse();
    }

    @Test
    void a_crowd_that_errs_together_breaks_its_promise_and_is_cooled_down() {
        var replay = ControlReplay.of(categories(), answers(200, 0.95, 0.25, 1), OVERLAP, Calibration.NONE);
        var promise = Objects.requireNonNull(replay.promise());
        var calibration = replay.calibration();

        assertThat(promise.achieved()).isLessThan(promise.promised() - 0.1);
        assertThat(promise.isBroken()).isTrue();
        assertThat(calibration.temperature()).isGreaterThan(1);
        assertThat(replay.calibrationError(calibration)).isLessThan(replay.calibrationError(Calibration.NONE));
    }

    @Test
    void closing_by_honest_probabilities_keeps_the_promise_on_tasks_that_they_were_not_fitted_on() {
        var calibrated = new DynamicOverlap(2, 5, 0.9, 0.2, true);
        var fitted = ControlReplay.of(categories(), answers(200, 0.95, 0.1, 1), calibrated, Calibration.EXPECTED)
                .calibration();
        var fresh = answers(400, 0.95, 0.1, 2);

        var plain = Objects.requireNonNull(
                ControlReplay.of(categories(), fresh, OVERLAP, Calibration.NONE).promise());
        var honest = Objects.requireNonNull(
                ControlReplay.of(categories(), fresh, calibrated, fitted).promise());

        assertThat(plain.isBroken()).isTrue();
        assertThat(fitted.temperature()).isGreaterThan(1);
        assertThat(honest.tasks()).isGreaterThan(200);
        assertThat(honest.promised()).isGreaterThanOrEqualTo(0.9);
        assertThat(honest.isBroken()).isFalse();
    }

    @Test
    void too_few_control_tasks_break_no_promise() {
        var promise = ControlReplay.of(categories(), answers(5, 0.95, 1, 3), OVERLAP, Calibration.NONE)
                .promise();

        assertThat(promise == null || !promise.isBroken()).isTrue();
    }

    @Test
    void nothing_is_promised_without_answers() {
        var replay = ControlReplay.of(categories(), List.of(), OVERLAP, Calibration.NONE);

        assertThat(replay.promise()).isNull();
        assertThat(replay.calibration()).isEqualTo(Calibration.NONE);
        assertThat(replay.calibrationError(Calibration.NONE)).isZero();
    }

    @Test
    void a_fixed_overlap_counts_every_answer_in() {
        var promise =
                Objects.requireNonNull(ControlReplay.of(categories(), answers(50, 0.85, 0, 1), null, Calibration.NONE)
                        .promise());

        assertThat(promise.tasks()).isEqualTo(50);
    }
}
