package dev.groundwork.task.agreement;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How fast answers come and how long they take, for charts.
 *
 * @param throughput how many answers were handed in over time, without a gap between the first and the last
 * @param seconds how long answers took; left out while there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Pace(List<Interval> throughput, @Nullable TimeSpread seconds) {

    private static final int MOST_INTERVALS = 120;
    private static final int[] BARS = {0, 1, 2, 3, 5, 8, 12, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1200, 1800, 3600};

    /** The lengths that an interval of time may have: an hour, then by days. */
    private static final long[] LENGTHS = {60, 300, 900, 3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600, 86_400};

    /** How many answers came from one instant up to the next interval's. */
    record Interval(Instant from, long answers) {}

    /**
     * Active seconds of all answers, as a box plot and as a histogram.
     *
     * @param histogram how many answers took at least so many seconds, and less than the next bar's
     */
    record TimeSpread(double p5, double p25, double median, double p75, double p95, List<Bar> histogram) {}

    /** One bar of a histogram. */
    record Bar(int fromSeconds, long answers) {}

    static Pace of(Minutes minutes, Seconds seconds) {
        return new Pace(minutes.intervals(), spread(seconds));
    }

    private static @Nullable TimeSpread spread(Seconds seconds) {
        var quantiles = seconds.quantiles(0.05, 0.25, 0.5, 0.75, 0.95);
        if (quantiles.length == 0) {
            return null;
        }
        var counts = seconds.histogram(BARS);
        var bars = new ArrayList<Bar>(BARS.length);
        for (int bar = 0; bar < BARS.length; bar++) {
            bars.add(new Bar(BARS[bar], counts[bar]));
        }
        return new TimeSpread(quantiles[0], quantiles[1], quantiles[2], quantiles[3], quantiles[4], bars);
    }

    /** When answers came, counted by the minute and, over more than two days, by the hour. */
    static final class Minutes {

        private static final int MOST_KEPT = 2_880;

        private TreeMap<Long, Long> counts = new TreeMap<>();
        private long lengthSeconds = 60;

        void add(long epochSecond) {
            counts.merge(Math.floorDiv(epochSecond, lengthSeconds), 1L, Long::sum);
            if (counts.size() > MOST_KEPT) {
                widen(lengthSeconds < 3_600 ? 3_600 : lengthSeconds < 86_400 ? 86_400 : lengthSeconds * 2);
            }
        }

        private void widen(long length) {
            var wider = new TreeMap<Long, Long>();
            counts.forEach(
                    (start, count) -> wider.merge(Math.floorDiv(start * lengthSeconds, length), count, Long::sum));
            counts = wider;
            lengthSeconds = length;
        }

        private List<Interval> intervals() {
            if (counts.isEmpty()) {
                return List.of();
            }
            long spanSeconds = (counts.lastKey() - counts.firstKey() + 1) * lengthSeconds;
            long length = LENGTHS[LENGTHS.length - 1];
            while (spanSeconds / length > MOST_INTERVALS) {
                length *= 2;
            }
            for (long shorter : LENGTHS) {
                if (shorter >= lengthSeconds && spanSeconds / shorter <= MOST_INTERVALS) {
                    length = shorter;
                    break;
                }
            }
            widen(Math.max(length, lengthSeconds));
            var intervals = new ArrayList<Interval>();
            for (long start = counts.firstKey(); start <= counts.lastKey(); start++) {
                intervals.add(new Interval(
                        Instant.EPOCH.plus(Duration.ofSeconds(start * lengthSeconds)), counts.getOrDefault(start, 0L)));
            }
            return intervals;
        }
    }
}
