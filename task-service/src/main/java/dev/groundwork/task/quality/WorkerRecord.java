package dev.groundwork.task.quality;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.groundwork.task.policy.TrainingCourse;

import org.jspecify.annotations.Nullable;

/**
 * What a worker's control and training answers in one job come to: always worked out from all of them, so that thinking about
 * one twice changes nothing.
 *
 * @param all control answers as a whole: right where every output is
 * @param recentRight right ones, old ones counting less
 * @param outputs by output
 * @param training training answers
 * @param failedAttempts of the training
 * @param trainedAt when an attempt passed; null while none has
 */
record WorkerRecord(
        Count all,
        double recentRight,
        double recentAnswered,
        Map<String, OutputSkill> outputs,
        Count training,
        int failedAttempts,
        @Nullable Instant trainedAt) {

    WorkerRecord {
        outputs = Map.copyOf(outputs);
    }

    /**
     * Adds up answers in the order of their submission.
     *
     * @param classes how many classes each categorical output has
     * @param course null for a job without training
     */
    static WorkerRecord of(List<JudgedAnswer> answers, Map<String, Integer> classes, @Nullable TrainingCourse course) {
        var all = Count.NONE;
        double recentRight = 0;
        double recentAnswered = 0;
        var outputs = new HashMap<String, OutputSkill>();
        classes.forEach((name, number) -> outputs.put(name, OutputSkill.none(number)));
        var training = Count.NONE;
        var attempt = Count.NONE;
        int failed = 0;
        Instant trainedAt = null;
        for (var answer : answers) {
            if (answer.training()) {
                training = training.plus(answer.right());
                attempt = attempt.plus(answer.right());
                if (course != null && attempt.answered() == course.tasks()) {
                    if (trainedAt == null && attempt.right() >= course.threshold() * course.tasks() - 1e-9) {
                        trainedAt = answer.answeredAt();
                    } else if (trainedAt == null) {
                        failed++;
                    }
                    attempt = Count.NONE;
                }
            } else if (answer.counts()) {
                all = all.plus(answer.right());
                recentRight = OutputSkill.FADE * recentRight + (answer.right() ? 1 : 0);
                recentAnswered = OutputSkill.FADE * recentAnswered + 1;
                answer.outputs()
                        .forEach((name, judged) -> outputs.computeIfPresent(
                                name, (unused, skill) -> skill.after(judged.gold(), judged.right())));
            }
        }
        return new WorkerRecord(all, recentRight, recentAnswered, outputs, training, failed, trainedAt);
    }

    /** {@return the control answers to one output} */
    Count of(String output) {
        var skill = outputs.get(output);
        return skill == null ? Count.NONE : skill.all();
    }
}
