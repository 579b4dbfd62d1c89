package dev.groundwork.task.review;

import java.util.List;

/**
 * How long the other workers of a job took, one vote each: what a worker's own time is judged by.
 *
 * @param medianSeconds the median active time of each of them
 */
record OthersTimes(List<Double> medianSeconds) {

    /** With fewer workers the numbers say more about the persons than about the task, and the doubt is the worker's. */
    static final int FEWEST_WORKERS = 6;

    private static final double GOOD_FAITH = 0.1;
    private static final double OUTLIER = 3.5;
    /** Makes the median absolute deviation comparable to a standard deviation. */
    private static final double NORMAL = 0.6745;

    OthersTimes {
        medianSeconds = medianSeconds.stream().sorted().toList();
    }

    /** {@return whether somebody who spent so long has tried: as long as the quickest tenth of the others, or too few to tell} */
    boolean isGoodFaith(long activeSeconds) {
        return medianSeconds.size() < FEWEST_WORKERS || activeSeconds >= quantile(medianSeconds, GOOD_FAITH);
    }

    /**
     * Whether so short a time is far outside of what the others took, on the logarithm of time: times are skewed, and mean less
     * three standard deviations is often below zero. Where the others are too few or too much alike, nothing is far outside.
     */
    boolean isTooFast(long activeSeconds) {
        if (medianSeconds.size() < FEWEST_WORKERS) {
            return false;
        }
        var logs = medianSeconds.stream().map(OthersTimes::log).toList();
        double middle = quantile(logs, 0.5);
        double spread = quantile(
                logs.stream().map(log -> Math.abs(log - middle)).sorted().toList(), 0.5);
        return spread > 0 && NORMAL * (log((double) activeSeconds) - middle) / spread < -OUTLIER;
    }

    /** Nobody answers in less than half a second, whatever was measured; whole seconds lose what is below. */
    private static double log(double seconds) {
        return Math.log(Math.max(0.5, seconds));
    }

    private static double quantile(List<Double> sorted, double share) {
        double place = share * (sorted.size() - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }
}
