package dev.groundwork.task.reach;

import java.time.Duration;
import java.util.Optional;

/**
 * When a job may be done, from the work that those who may do it did lately. Nothing is guessed where there was too little of it.
 *
 * @param workers how many of them worked
 * @param answers how many answers they gave
 * @param workedSeconds active time of these
 * @param span the time in which they did
 * @param cut whether only the latest answers of a busier market were looked at, so that the span is short for another reason
 */
record Forecast(long workers, long answers, long workedSeconds, Duration span, boolean cut) {

    /** As few as may be told of. */
    static final int LEAST_WORKERS = Reach.SMALLEST_GROUP;

    static final int LEAST_ANSWERS = 50;
    static final Duration LEAST_SPAN = Duration.ofDays(1);

    /** Days until a job is done: if all of that work goes to it, and if it waits for everything that is open. */
    record Finish(double earliestDays, double latestDays) {}

    /**
     * {@return when so much work is done; nothing where too little was done lately to tell}
     *
     * @param ownSeconds the work of the job that is left
     * @param otherSeconds the work that is open in other jobs
     */
    Optional<Finish> finish(long ownSeconds, long otherSeconds) {
        if (workers < LEAST_WORKERS
                || answers < LEAST_ANSWERS
                || (!cut && span.compareTo(LEAST_SPAN) < 0)
                || !span.isPositive()
                || workedSeconds <= 0
                || ownSeconds <= 0) {
            return Optional.empty();
        }
        double days = span.toSeconds() / (double) Duration.ofDays(1).toSeconds();
        double secondsADay = workedSeconds / days;
        return Optional.of(new Finish(
                tenths(ownSeconds / secondsADay), tenths((ownSeconds + (double) otherSeconds) / secondsADay)));
    }

    /** Never nothing: a tenth of a day is the least that is said. */
    private static double tenths(double days) {
        return Math.max(1, Math.ceil(days * 10)) / 10;
    }
}
