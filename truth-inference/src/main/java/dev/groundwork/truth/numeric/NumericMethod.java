package dev.groundwork.truth.numeric;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

import dev.groundwork.truth.answer.Answers;

/** How one number is made of several. */
public enum NumericMethod {
    /** The arithmetic mean: the default, and the best on recorded ratings. */
    MEAN {
        @Override
        SortedMap<String, NumericResult> ofChecked(Answers<Double> answers) {
            return each(answers, sorted -> mean(sorted, 0, sorted.length));
        }
    },

    /** The mean without the lowest and the highest fifth of the answers, rounded down: of up to four answers, the mean. */
    TRIMMED_MEAN {
        @Override
        SortedMap<String, NumericResult> ofChecked(Answers<Double> answers) {
            return each(answers, sorted -> mean(sorted, sorted.length / 5, sorted.length - sorted.length / 5));
        }
    },

    /** The middle answer, or the mean of the two in the middle. */
    MEDIAN {
        @Override
        SortedMap<String, NumericResult> ofChecked(Answers<Double> answers) {
            return each(answers, sorted -> mean(sorted, (sorted.length - 1) / 2, sorted.length / 2 + 1));
        }
    },

    /** The mean weighted by how exact the workers are, see {@link InverseVariance}. */
    INVERSE_VARIANCE {
        @Override
        SortedMap<String, NumericResult> ofChecked(Answers<Double> answers) {
            return InverseVariance.of(answers).results();
        }
    };

    /** Above this, the square of a difference would no longer be a number. */
    public static final double MOST = 1e150;

    /**
     * {@return the number of every task}
     *
     * @throws IllegalArgumentException when an answer is not a number between −10<sup>150</sup> and 10<sup>150</sup>
     */
    public SortedMap<String, NumericResult> aggregate(Answers<Double> answers) {
        answers.byTask()
                .forEach((task, own) -> own.forEach((worker, value) -> {
                    if (!(Math.abs(value) <= MOST)) {
                        throw new IllegalArgumentException(
                                "The answer of worker %s to task %s is %s: give a number between -1e150 and 1e150 or leave it out."
                                        .formatted(worker, task, value));
                    }
                }));
        return ofChecked(answers);
    }

    abstract SortedMap<String, NumericResult> ofChecked(Answers<Double> answers);

    /** Every task for itself, out of its answers from the lowest to the highest. */
    private static SortedMap<String, NumericResult> each(Answers<Double> answers, ToDoubleFunction<double[]> value) {
        var results = new TreeMap<String, NumericResult>();
        answers.byTask().forEach((task, own) -> {
            double[] sorted = own.values().stream()
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            results.put(task, NumericResult.of(value.applyAsDouble(sorted), sorted));
        });
        return results;
    }

    private static double mean(double[] sorted, int from, int to) {
        double mean = Arrays.stream(sorted, from, to).sum() / (to - from);
        // Rounding must not lead out of the answers: the mean of equal numbers is that number.
        return Math.clamp(mean, sorted[from], sorted[to - 1]);
    }
}
