package dev.groundwork.task.time;

import java.util.List;

/**
 * The middle of some numbers and how far from it they commonly are, by medians: what is far outside of the others moves neither.
 *
 * @param middle the median
 * @param deviation the median of the distances to it; 0 where most of the numbers are the same
 */
public record Spread(double middle, double deviation) {

    /** So many deviations away from the middle a number is far outside of the others. */
    public static final double OUTLIER = 3.5;

    /** Makes the median absolute deviation comparable to a standard deviation. */
    private static final double NORMAL = 0.6745;

    /** @param sorted at least one number */
    public static Spread of(List<Double> sorted) {
        double middle = quantile(sorted, 0.5);
        return new Spread(
                middle,
                quantile(
                        sorted.stream()
                                .map(value -> Math.abs(value - middle))
                                .sorted()
                                .toList(),
                        0.5));
    }

    /** {@return how many deviations a number is above the middle, below zero for one under it; there has to be a deviation} */
    public double deviationsOf(double value) {
        return NORMAL * (value - middle) / deviation;
    }

    /** {@return the number below which a share of the others is, between two of them in proportion} */
    public static double quantile(List<Double> sorted, double share) {
        double place = share * (sorted.size() - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }
}
