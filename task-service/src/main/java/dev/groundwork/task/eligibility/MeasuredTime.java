package dev.groundwork.task.eligibility;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long a task takes, from what workers really spent: every worker has one vote, the median of their own times, so that
 * neither a busy worker nor a crowd of quick accounts decides what others are told.
 *
 * @param medianSeconds half of the workers are quicker; workers far outside of the others (on the logarithm of time) do not count
 * @param p25Seconds a quarter is quicker
 * @param p75Seconds three quarters are quicker
 * @param workers how many workers that is made of
 */
record MeasuredTime(long medianSeconds, long p25Seconds, long p75Seconds, int workers) {

    /** With fewer workers the numbers say more about the persons than about the task. */
    static final int FEWEST_WORKERS = 5;

    private static final double OUTLIER = 3.5;
    /** Makes the median absolute deviation comparable to a standard deviation. */
    private static final double NORMAL = 0.6745;

    /** {@return the times, or nothing with fewer than {@value #FEWEST_WORKERS} workers} */
    static Optional<MeasuredTime> of(Map<?, ? extends Collection<Long>> activeSecondsByWorker) {
        if (activeSecondsByWorker.size() < FEWEST_WORKERS) {
            return Optional.empty();
        }
        var medians = new ArrayList<Double>();
        activeSecondsByWorker
                .values()
                .forEach(times -> medians.add(
                        quantile(times.stream().map(Long::doubleValue).sorted().toList(), 0.5)));
        medians.sort(null);
        var kept = withoutOutliers(medians);
        return Optional.of(new MeasuredTime(
                seconds(quantile(kept, 0.5)),
                seconds(quantile(kept, 0.25)),
                seconds(quantile(kept, 0.75)),
                medians.size()));
    }

    private static List<Double> withoutOutliers(List<Double> sorted) {
        var logs = sorted.stream().map(MeasuredTime::log).toList();
        double middle = quantile(logs, 0.5);
        double spread = quantile(
                logs.stream().map(log -> Math.abs(log - middle)).sorted().toList(), 0.5);
        if (spread == 0) {
            return sorted;
        }
        return sorted.stream()
                .filter(value -> Math.abs(NORMAL * (log(value) - middle) / spread) <= OUTLIER)
                .toList();
    }

    /** Nobody answers in less than a second, whatever was measured. */
    private static double log(double seconds) {
        return Math.log(Math.max(1, seconds));
    }

    private static double quantile(List<Double> sorted, double share) {
        double place = share * (sorted.size() - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }

    private static long seconds(double value) {
        return Math.max(1, Math.round(value));
    }
}
