package dev.groundwork.task.time;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long a task takes, from what workers really spent. Every worker has one vote, the median of their own times, so that neither
 * a busy worker nor a crowd of quick accounts decides; workers far outside of the others, on the logarithm of time, do not count.
 *
 * @param workers how many workers were measured
 * @param counted of these, how many stayed when those far outside were left out
 * @param medianSeconds half of the workers are quicker: what people are told
 * @param p25Seconds a quarter is quicker
 * @param p75Seconds three quarters are quicker
 * @param slowestSeconds the slowest worker, outside or not
 * @param priceSeconds the time that a reward has to cover; equal to the slowest where {@code rank} is 0
 * @param rank that it is the rank-th smallest of the counted; 0 when there are too few to say, or so many that a plain quantile is
 *     enough
 */
public record TimeStatistic(
        int workers,
        int counted,
        long medianSeconds,
        long p25Seconds,
        long p75Seconds,
        long slowestSeconds,
        long priceSeconds,
        int rank) {

    /** With fewer workers the numbers say more about the persons than about the task: people are told an estimate. */
    public static final int FEWEST_TO_TELL = 5;

    /** With fewer workers there is no bound of the quantile: the slowest of them and the requester's estimate decide. */
    public static final int FEWEST_TO_PRICE = 6;

    static final int ENOUGH_FOR_A_PLAIN_QUANTILE = 100;

    private static final double PRICED = 0.75;
    private static final double SURE = 0.8;

    /** {@return the statistic, or nothing where nobody was measured} */
    public static Optional<TimeStatistic> of(Map<?, ? extends Collection<Long>> activeSecondsByWorker) {
        var medians = new ArrayList<Double>();
        activeSecondsByWorker.values().stream()
                .filter(times -> !times.isEmpty())
                .forEach(times -> medians.add(Spread.quantile(
                        times.stream().map(Long::doubleValue).sorted().toList(), 0.5)));
        if (medians.isEmpty()) {
            return Optional.empty();
        }
        medians.sort(null);
        var kept = withoutOutliers(medians);
        int rank = rank(kept.size());
        double price = kept.size() >= ENOUGH_FOR_A_PLAIN_QUANTILE
                ? Spread.quantile(kept, PRICED)
                : rank > 0 ? kept.get(rank - 1) : medians.getLast();
        return Optional.of(new TimeStatistic(
                medians.size(),
                kept.size(),
                seconds(Spread.quantile(kept, 0.5)),
                seconds(Spread.quantile(kept, 0.25)),
                seconds(Spread.quantile(kept, PRICED)),
                (long) Math.ceil(Math.max(1, medians.getLast())),
                (long) Math.ceil(Math.max(1, price)),
                rank));
    }

    /** {@return whether there are enough workers for a statistic that a price can rest on} */
    public boolean canPrice() {
        return rank > 0 || counted >= ENOUGH_FOR_A_PLAIN_QUANTILE;
    }

    /** {@return whether there are enough workers to tell others how long the task takes} */
    public boolean canTell() {
        return workers >= FEWEST_TO_TELL;
    }

    /**
     * Which order statistic is an upper 80 % bound of the 75th percentile.
     *
     * @return the least k with P(at most k − 1 of {@code workers} are below the percentile) ≥ 0.8; 0 where there is none, and from
     *     {@value #ENOUGH_FOR_A_PLAIN_QUANTILE} workers on
     */
    static int rank(int workers) {
        if (workers < FEWEST_TO_PRICE || workers >= ENOUGH_FOR_A_PLAIN_QUANTILE) {
            return 0;
        }
        double below = 0;
        double term = Math.pow(1 - PRICED, workers);
        for (int successes = 0; successes < workers; successes++) {
            below += term;
            if (below >= SURE) {
                return successes + 1;
            }
            term *= (workers - successes) / (successes + 1.0) * PRICED / (1 - PRICED);
        }
        return 0;
    }

    private static List<Double> withoutOutliers(List<Double> sorted) {
        var spread = Spread.of(sorted.stream().map(TimeStatistic::log).toList());
        if (spread.deviation() == 0) {
            return sorted;
        }
        return sorted.stream()
                .filter(value -> Math.abs(spread.deviationsOf(log(value))) <= Spread.OUTLIER)
                .toList();
    }

    /** Nobody answers in less than a second, whatever was measured. */
    private static double log(double seconds) {
        return Math.log(Math.max(1, seconds));
    }

    private static long seconds(double value) {
        return Math.max(1, Math.round(value));
    }
}
