package dev.groundwork.bench;

import org.jspecify.annotations.Nullable;

/** A caller who asks for so many seconds, and takes the time of each answer. */
abstract class TimedCaller implements Wires.Caller {

    private final long length;
    private long asked;
    private long end;

    TimedCaller(int seconds) {
        this.length = seconds * 1_000_000_000L;
    }

    @Override
    public final byte @Nullable [] next(@Nullable Answer last) {
        long now = System.nanoTime();
        long took = now - asked;
        asked = now;
        if (last == null) {
            end = now + length;
            return first();
        }
        return next(last, took, now < end);
    }

    abstract byte[] first();

    /**
     * {@return the next request; null when this caller is done}
     *
     * @param took from the request to its answer, in nanoseconds
     * @param inTime false once the seconds are over
     */
    abstract byte @Nullable [] next(Answer last, long took, boolean inTime);
}
