package dev.groundwork.gateway.limit;

import java.time.Duration;
import java.util.Arrays;

/**
 * How often each of many callers may call: a token bucket per caller, in a fixed amount of memory.
 *
 * <p>A bucket is one number, the time at which it will be full again (the generic cell rate algorithm). A bucket that
 * is full says no more than no bucket at all, so its place can be given away for nothing; only when more callers
 * are active at once than there are places does the one closest to full lose its history, in its favour.
 */
public final class TokenBuckets {

    private static final int WAYS = 4;
    private static final int LOCKS = 256;
    private static final long NANOS = 1_000_000_000L;

    private final long[] callers;
    private final long[] fullAt;
    private final Object[] locks = new Object[LOCKS];
    private final int sets;
    private final long nanosPerToken;
    private final long nanosToFill;

    /**
     * @param burst how many calls a caller may make at once
     * @param perSecond how many calls flow back every second
     * @param callers for how many callers at once there is room, at least
     */
    public TokenBuckets(int burst, double perSecond, int callers) {
        if (burst < 1 || perSecond <= 0 || callers < 1) {
            throw new IllegalArgumentException("a limit needs a burst, a rate and room for callers, all above zero");
        }
        this.sets = Integer.highestOneBit(Math.max(1, (callers - 1) / WAYS)) << 1;
        this.callers = new long[sets * WAYS];
        this.fullAt = new long[sets * WAYS];
        // In the past of any clock: every place starts as a full bucket of nobody.
        Arrays.fill(fullAt, Long.MIN_VALUE);
        Arrays.setAll(locks, i -> new Object());
        this.nanosPerToken = Math.max(1, (long) (NANOS / perSecond));
        this.nanosToFill = nanosPerToken * burst;
    }

    /**
     * Takes one token of a caller.
     *
     * @param caller a hash that nobody can choose
     * @param nowNanos of a clock that never goes back
     */
    public Take take(long caller, long nowNanos) {
        int set = (int) mix(caller) & (sets - 1);
        int first = set * WAYS;
        synchronized (locks[set & (LOCKS - 1)]) {
            int place = placeOf(caller, first, nowNanos);
            long full = Math.max(nowNanos, callers[place] == caller ? fullAt[place] : nowNanos) + nanosPerToken;
            long over = full - nowNanos - nanosToFill;
            if (over > 0) {
                return new Take(false, 0, Duration.ofNanos(over));
            }
            callers[place] = caller;
            fullAt[place] = full;
            return new Take(true, -over / nanosPerToken, Duration.ZERO);
        }
    }

    private int placeOf(long caller, int first, long nowNanos) {
        int fullest = first;
        for (int place = first; place < first + WAYS; place++) {
            if (callers[place] == caller && fullAt[place] > nowNanos) {
                return place;
            }
            if (fullAt[place] < fullAt[fullest]) {
                fullest = place;
            }
        }
        return fullest;
    }

    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /**
     * What became of one call.
     *
     * @param granted whether it may go on
     * @param remaining how many more may follow at once
     * @param retryAfter how long until the next may, zero where this one may
     */
    public record Take(boolean granted, long remaining, Duration retryAfter) {}
}
