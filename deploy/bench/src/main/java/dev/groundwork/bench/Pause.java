package dev.groundwork.bench;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits. */
final class Pause {

    private Pause() {}

    static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }

    /** Returns once the condition holds. @throws IllegalStateException when it does not in time */
    static void until(String what, Duration longest, BooleanSupplier condition) {
        long giveUp = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException("waited %d s in vain until %s".formatted(longest.toSeconds(), what));
            }
            millis(50);
        }
    }
}
