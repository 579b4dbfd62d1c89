package dev.groundwork.local;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Asks again and again until something is so, for things that cannot tell by themselves. */
final class Waiting {

    private Waiting() {}

    /**
     * Whether the condition came true in time.
     *
     * @param patience how long to ask
     * @param pause between two questions
     */
    static boolean until(Duration patience, Duration pause, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            pause(pause);
        }
        return true;
    }

    /** Waits; an interrupt ends the wait and stays visible to the caller. */
    static void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }
}
