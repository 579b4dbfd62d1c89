package dev.groundwork.truth;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * How long a method may go on.
 *
 * @param iterations most passes over the answers; a method that has not settled by then says so in its result
 * @param gain it has settled when a pass changes the log-likelihood (or its lower bound) by less than this an answer
 * @param cancelled asked before every pass; once it is true the method throws {@link CancellationException}
 */
public record Limit(int iterations, double gain, BooleanSupplier cancelled) {

    /** A hundred passes, a gain of 1e-5 an answer. */
    public static final Limit USUAL = new Limit(100, 1e-5, () -> false);

    public Limit {
        if (iterations < 1 || !(gain >= 0)) {
            throw new IllegalArgumentException(
                    "%d iterations, a gain of %s: give at least one and no less than 0".formatted(iterations, gain));
        }
    }

    /** {@return the same with another number of passes} */
    public Limit iterations(int most) {
        return new Limit(most, gain, cancelled);
    }

    /** {@return the same with another gain} */
    public Limit gain(double least) {
        return new Limit(iterations, least, cancelled);
    }

    /** {@return the same with another wish to end} */
    public Limit cancelled(BooleanSupplier wish) {
        return new Limit(iterations, gain, wish);
    }

    /** Ends the method when that is wanted. */
    public void check() {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("the inference was cancelled");
        }
    }
}
