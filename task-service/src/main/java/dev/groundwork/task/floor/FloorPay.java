package dev.groundwork.task.floor;

/** What time is worth at a wage floor. */
public final class FloorPay {

    private static final long HOUR_SECONDS = 3600;

    private FloorPay() {}

    /**
     * {@return the floor for the time spent, rounded up: at least one minor unit, and at most {@code most}}
     *
     * @param perHour in minor units
     * @param most what is held for it, above zero
     */
    public static long of(long perHour, long seconds, long most) {
        return Math.clamp(Math.ceilDiv(Math.multiplyExact(perHour, seconds), HOUR_SECONDS), 1, most);
    }
}
