package dev.groundwork.task.floor;

import dev.groundwork.task.time.TimeStatistic;

/**
 * How long a task takes, for the purpose of pricing it.
 *
 * @param statistic name of the rule that gave {@code seconds}
 * @param seconds the time that the reward has to cover
 * @param medianSeconds the middle of the workers' times; until anything is measured, the requester's estimate
 * @param workers how many workers were measured; 0 says that this is an estimate
 */
public record TaskTime(String statistic, long seconds, long medianSeconds, int workers) {

    public TaskTime {
        if (seconds <= 0 || medianSeconds <= 0) {
            throw new IllegalArgumentException("a task takes time: " + seconds + " s, median " + medianSeconds + " s");
        }
    }

    /**
     * The time to price before anything is measured: people who know a task under-estimate how long it takes those
     * who do not, so half is added.
     */
    public static TaskTime estimatedBy(long requesterSeconds) {
        long halves = Math.multiplyExact(requesterSeconds, 3);
        return new TaskTime("requester_estimate_x1_5", Math.ceilDiv(halves, 2L), requesterSeconds, 0);
    }

    /**
     * The time to price once workers were measured. With too few of them for a statistic, the slowest counts, and the requester's
     * estimate with its half added where that is longer.
     */
    public static TaskTime measured(TimeStatistic statistic, long requesterSeconds) {
        if (!statistic.canPrice()) {
            return new TaskTime(
                    "slowest_worker_or_requester_estimate_x1_5",
                    Math.max(
                            statistic.slowestSeconds(),
                            estimatedBy(requesterSeconds).seconds()),
                    statistic.medianSeconds(),
                    statistic.workers());
        }
        return new TaskTime(
                statistic.rank() == 0 ? "p75_of_worker_medians" : "p75_upper80_of_worker_medians",
                statistic.priceSeconds(),
                statistic.medianSeconds(),
                statistic.workers());
    }
}
