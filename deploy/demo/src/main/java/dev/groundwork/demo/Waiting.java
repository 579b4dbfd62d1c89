package dev.groundwork.demo;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Asks again until events have travelled. */
final class Waiting {

    /** Long enough for a service that is restarted meanwhile. */
    static final Duration LONGEST = Duration.ofMinutes(4);

    private static final long PAUSE_MILLIS = 250;

    private Waiting() {}

    /**
     * Returns as soon as the condition holds.
     *
     * @throws IllegalStateException when it does not within {@link #LONGEST}
     */
    static void until(String what, BooleanSupplier condition) {
        if (!within(LONGEST, condition)) {
            throw new IllegalStateException(
                    "waited %d s in vain until %s: ./groundwork status and ./groundwork logs say more"
                            .formatted(LONGEST.toSeconds(), what));
        }
    }

    /** {@return whether the condition came true within the time} */
    static boolean within(Duration longest, BooleanSupplier condition) {
        long giveUp = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > giveUp) {
                return false;
            }
            pause(PAUSE_MILLIS);
        }
        return true;
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while waiting", stopped);
        }
    }
}
