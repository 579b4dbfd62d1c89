package dev.groundwork.truth.answer;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/**
 * How much the word of each worker counts: finite, not negative, and compared only with one another.
 *
 * @param known the weight of every worker of whom something is known
 * @param otherwise the weight of everybody else
 */
public record WorkerWeights(Map<String, Double> known, double otherwise) {

    /** Everybody counts alike. */
    public static final WorkerWeights EQUAL = new WorkerWeights(Map.of(), 1);

    public WorkerWeights {
        known = Map.copyOf(known);
        known.forEach(WorkerWeights::check);
        check("everybody else", otherwise);
    }

    public double of(String worker) {
        return known.getOrDefault(worker, otherwise);
    }

    /** {@return the weights of those workers in their order; equal ones where nobody among them counts at all} */
    public double[] of(Collection<String> workers) {
        double[] weights = workers.stream().mapToDouble(this::of).toArray();
        if (Arrays.stream(weights).allMatch(weight -> weight == 0)) {
            Arrays.fill(weights, 1);
        }
        return weights;
    }

    private static void check(String worker, double weight) {
        if (!Double.isFinite(weight) || weight < 0) {
            throw new IllegalArgumentException(
                    "The weight of %s is %s: give a finite number that is not negative.".formatted(worker, weight));
        }
    }
}
