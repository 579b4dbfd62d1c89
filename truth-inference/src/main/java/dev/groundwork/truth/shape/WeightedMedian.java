package dev.groundwork.truth.shape;

import java.util.Arrays;

/** The value that has half of the weight on either side; between two values that split it evenly, the middle. */
final class WeightedMedian {

    private WeightedMedian() {}

    /** @param weights none negative, not all zero */
    static double of(double[] values, double[] weights) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (one, other) -> Double.compare(values[one], values[other]));
        double half = Arrays.stream(weights).sum() / 2;
        double below = 0;
        for (int i = 0; i < order.length; i++) {
            below += weights[order[i]];
            if (below > half * (1 + 1e-12)) {
                return values[order[i]];
            }
            if (below >= half * (1 - 1e-12)) {
                int next = i + 1;
                while (next < order.length && weights[order[next]] == 0) {
                    next++;
                }
                double above = values[order[Math.min(next, order.length - 1)]];
                return values[order[i]] + (above - values[order[i]]) / 2;
            }
        }
        return values[order[order.length - 1]];
    }
}
