package dev.groundwork.bench;

import java.util.Arrays;
import java.util.Collection;

/** Durations in nanoseconds, as they come; for one thread, until they are put together. */
final class Latencies {

    private long[] nanos = new long[1024];
    private int count;

    void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = duration;
    }

    int count() {
        return count;
    }

    /** {@return all of them together} */
    static Latencies of(Collection<Latencies> parts) {
        var all = new Latencies();
        parts.forEach(part -> {
            for (int i = 0; i < part.count; i++) {
                all.add(part.nanos[i]);
            }
        });
        return all;
    }

    /**
     * {@return the smallest duration that the share q of all does not exceed, in milliseconds; NaN without any}
     *
     * @param q above 0, at most 1
     */
    double millis(double q) {
        if (count == 0) {
            return Double.NaN;
        }
        var sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(q * count) - 1] / 1e6;
    }

    double meanMillis() {
        return count == 0
                ? Double.NaN
                : Arrays.stream(nanos, 0, count).average().orElseThrow() / 1e6;
    }
}
