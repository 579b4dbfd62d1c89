package dev.groundwork.truth.agreement;

import java.util.OptionalDouble;

/**
 * How one worker's answers stand to those of others, to the results and to what is known to be right.
 *
 * @param answers how many tasks the worker answered
 * @param tasksWithOthers how many of them somebody else answered too
 * @param agreementWithOthers over those tasks, the mean share of the others that gave the same label
 * @param agreementWithResults the share of the worker's answers that equal the result, over tasks with a result
 * @param accuracy the share that is right, over tasks whose truth is known
 * @param truths over how many tasks the accuracy is
 */
public record WorkerView(
        String worker,
        int answers,
        int tasksWithOthers,
        OptionalDouble agreementWithOthers,
        OptionalDouble agreementWithResults,
        OptionalDouble accuracy,
        int truths) {}
