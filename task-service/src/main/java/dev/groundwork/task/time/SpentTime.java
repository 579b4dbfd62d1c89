package dev.groundwork.task.time;

import org.jspecify.annotations.Nullable;

/**
 * The working time of one assignment, as far as it is known: what was measured beside what the worker reported.
 *
 * @param activeSeconds what counts
 * @param measuredMillis credited by telemetry so far
 * @param reportedSeconds the highest total that the worker's client reported; null where it reported none
 */
public record SpentTime(
        TimeBasis basis,
        long activeSeconds,
        long measuredMillis,
        @Nullable Long reportedSeconds) {

    /** Of a task that was just claimed. */
    public static final SpentTime NONE = new SpentTime(TimeBasis.NONE, 0, 0, null);

    private static final long SECOND_MILLIS = 1000;

    /** Takes a report of the total so far: it counts only where nothing is measured or corrected, never falls and never passes the wall. */
    public SpentTime reported(long totalSeconds, long wallSeconds) {
        long highest = reportedSeconds == null ? totalSeconds : Math.max(reportedSeconds, totalSeconds);
        if (basis == TimeBasis.MEASURED || basis == TimeBasis.CORRECTED) {
            return new SpentTime(basis, activeSeconds, measuredMillis, highest);
        }
        // The wall only stood in for what was not known.
        long before = basis == TimeBasis.WALL ? 0 : activeSeconds;
        return new SpentTime(
                TimeBasis.REPORTED, Math.max(before, Math.min(totalSeconds, wallSeconds)), measuredMillis, highest);
    }

    /** Credits measured time, up to the wall; from the first of it on, what was reported no longer counts. */
    public SpentTime measured(long creditMillis, long wallMillis) {
        long total = Math.min(Math.addExact(measuredMillis, creditMillis), wallMillis);
        if (basis == TimeBasis.CORRECTED) {
            return new SpentTime(basis, activeSeconds, total, reportedSeconds);
        }
        return new SpentTime(TimeBasis.MEASURED, total / SECOND_MILLIS, total, reportedSeconds);
    }

    /** {@return this, but where nobody measured it no more than so many seconds: they are the worker's own word} */
    public SpentTime atMostUnlessMeasured(long seconds) {
        return basis == TimeBasis.MEASURED || basis == TimeBasis.CORRECTED || activeSeconds <= seconds
                ? this
                : new SpentTime(basis, seconds, measuredMillis, reportedSeconds);
    }

    /** The work is handed in: where nothing is known, the doubt is the worker's, or lost telemetry would make the task look quick. */
    public SpentTime handedIn(long wallSeconds) {
        return basis == TimeBasis.MEASURED || basis == TimeBasis.CORRECTED || activeSeconds > 0
                ? this
                : new SpentTime(TimeBasis.WALL, wallSeconds, measuredMillis, reportedSeconds);
    }
}
