package dev.groundwork.task.quality;

import java.util.List;
import java.util.UUID;

import dev.groundwork.task.policy.QualityPolicy;
import dev.groundwork.task.quality.WorkerSkills.Accuracy;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How a job does, next to what it promises.
 *
 * @param policy with every usual value filled in
 * @param tasks null for a fixed overlap
 * @param promise null until a control task was closed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(examples = """
                {"jobId": "0198c0de-0000-7000-8000-000000000001",
                 "policy": {"overlap": {"min": 2, "max": 7, "confidence": 0.9, "ambiguityMargin": 0.2, "calibrated": false}},
                 "labels": {"bought": 2931, "control": 402, "training": 0, "waiting": 0},
                 "tasks": {"open": 0, "confident": 688, "settled": 21, "disputed": 11},
                 "promise": {"tasks": 74, "promised": 0.9521, "achieved": 0.9054, "samplingError": 0.0409, "kept": false},
                 "calibration": {"temperature": 1.62, "fittedOn": 371, "tasks": 80, "errorBefore": 0.066, "errorAfter": 0.032},
                 "control": {"active": 79, "retired": 1, "leaked": 0, "training": 0, "uses": 402, "answersLeft": 1398,
                             "trainingLeft": 0, "accuracy": {"right": 338, "answered": 402, "accuracy": 0.8408,
                             "lower": 0.8089, "upper": 0.869}, "oldAccuracy": 0.85, "freshAccuracy": 0.84, "leakChance": 0.44},
                 "warnings": [{"code": "promise-not-kept", "detail": "Labels closed as 95.2 % sure were right on …"}]}""")
record QualityView(
        UUID jobId,
        QualityPolicy policy,
        Labels labels,
        @Nullable Tasks tasks,
        @Nullable Promise promise,
        Calibrated calibration,
        Pool control,
        List<Warning> warnings) {

    /**
     * Answers that were handed in.
     *
     * @param bought all of them
     * @param control of them to control tasks
     * @param training of them to training tasks
     * @param waiting of them nobody has thought about yet
     */
    record Labels(long bought, long control, long training, long waiting) {}

    /**
     * The job's own tasks by where they stand.
     *
     * @param confident as sure as the policy wants
     * @param settled with the most answers and a clear lead
     * @param disputed with the most answers and no clear lead
     */
    record Tasks(long open, long confident, long settled, long disputed) {}

    /**
     * What was said of control tasks that were closed like others, and what was true.
     *
     * @param samplingError how far below the promise chance alone may bring the achieved share
     */
    record Promise(int tasks, double promised, double achieved, double samplingError, boolean kept) {

        static Promise of(ControlReplay.Promise promise) {
            return new Promise(
                    promise.tasks(),
                    Monitor.rounded(promise.promised()),
                    Monitor.rounded(promise.achieved()),
                    Monitor.rounded(promise.samplingError()),
                    !promise.isBroken());
        }
    }

    /**
     * What makes the shown confidence honest.
     *
     * @param temperature 1 changes nothing, above 1 makes confidence smaller
     * @param fittedOn control answers when it was fitted
     * @param tasks control tasks with answers
     * @param errorBefore by how much confidence and accuracy differ without it
     * @param errorAfter by how much with it
     */
    record Calibrated(double temperature, long fittedOn, int tasks, double errorBefore, double errorAfter) {}

    /**
     * The control tasks.
     *
     * @param training training tasks
     * @param uses how often control tasks were handed out
     * @param answersLeft control answers that may still be bought
     * @param oldAccuracy on control tasks that were used before
     * @param freshAccuracy on control tasks that were hardly used
     * @param leakChance the probability of such a difference without a leak
     */
    record Pool(
            long active,
            long retired,
            long leaked,
            long training,
            long uses,
            long answersLeft,
            long trainingLeft,
            Accuracy accuracy,
            double oldAccuracy,
            double freshAccuracy,
            double leakChance) {}

    /** Something to look at. */
    record Warning(String code, String detail) {}
}
