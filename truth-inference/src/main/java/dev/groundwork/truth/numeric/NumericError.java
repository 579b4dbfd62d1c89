package dev.groundwork.truth.numeric;

import java.util.Map;

/**
 * How far results are from what is known to be right, in the unit of the answers.
 *
 * @param meanAbsolute the mean distance
 * @param rootMeanSquare the root of the mean squared distance, which counts large errors more
 * @param tasks how many tasks were compared, at least 1
 */
public record NumericError(double meanAbsolute, double rootMeanSquare, int tasks) {

    /** @throws IllegalArgumentException when no task has both a result and a known truth, or a truth is not finite */
    public static NumericError of(Map<String, NumericResult> results, Map<String, Double> truth) {
        double absolute = 0;
        double squared = 0;
        int tasks = 0;
        for (var known : truth.entrySet()) {
            if (!(Math.abs(known.getValue()) <= NumericMethod.MOST)) {
                throw new IllegalArgumentException("The truth of task %s is %s: give a number between -1e150 and 1e150."
                        .formatted(known.getKey(), known.getValue()));
            }
            var result = results.get(known.getKey());
            if (result != null) {
                double error = result.value() - known.getValue();
                absolute += Math.abs(error);
                squared += error * error;
                tasks++;
            }
        }
        if (tasks == 0) {
            throw new IllegalArgumentException(
                    "No task has both a result and a known truth: give the truth under the names of the tasks.");
        }
        return new NumericError(absolute / tasks, Math.sqrt(squared / tasks), tasks);
    }
}
