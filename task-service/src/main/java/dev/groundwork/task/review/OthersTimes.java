package dev.groundwork.task.review;

import java.util.List;

import dev.groundwork.task.time.Spread;

/**
 * How long the other workers of a job took, one vote each: what a worker's own time is judged by.
 *
 * @param medianSeconds the median active time of each of them
 */
record OthersTimes(List<Double> medianSeconds) {

    /** With fewer workers the numbers say more about the persons than about the task, and the doubt is the worker's. */
    static final int FEWEST_WORKERS = 6;

    private static final double GOOD_FAITH = 0.1;

    OthersTimes {
        medianSeconds = medianSeconds.stream().sorted().toList();
    }

    /** {@return whether somebody who spent so long has tried: as long as the quickest tenth of the others, or too few to tell} */
    boolean isGoodFaith(long activeSeconds) {
        return medianSeconds.size() < FEWEST_WORKERS || activeSeconds >= Spread.quantile(medianSeconds, GOOD_FAITH);
    }

    /**
     * Whether so short a time is far outside of what the others took, on the logarithm of time: times are skewed, and mean less
     * three standard deviations is often below zero. Where the others are too few or too much alike, nothing is far outside.
     */
    boolean isTooFast(long activeSeconds) {
        if (medianSeconds.size() < FEWEST_WORKERS) {
            return false;
        }
        var spread = Spread.of(medianSeconds.stream().map(OthersTimes::log).toList());
        return spread.deviation() > 0 && spread.deviationsOf(log((double) activeSeconds)) < -Spread.OUTLIER;
    }

    /** Nobody answers in less than half a second, whatever was measured; whole seconds lose what is below. */
    private static double log(double seconds) {
        return Math.log(Math.max(0.5, seconds));
    }
}
