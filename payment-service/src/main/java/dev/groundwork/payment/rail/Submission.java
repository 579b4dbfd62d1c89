package dev.groundwork.payment.rail;

import org.jspecify.annotations.Nullable;

/**
 * What a rail says of a message. That it says nothing is an exception, and then nobody knows.
 *
 * @param reference the rail's own name for it, where it gives one
 * @param reason why it was refused, a code of the rail
 */
public record Submission(
        Outcome outcome,
        @Nullable String reference,
        @Nullable String reason) {

    /** What became of a message. */
    public enum Outcome {
        /** The rail has it and acts on it. */
        TAKEN,
        /** The rail will never act on it. */
        REFUSED,
        /** The rail has not acted on it, and may when it is sent again under the same key. */
        NOT_YET
    }

    public static Submission taken(@Nullable String reference) {
        return new Submission(Outcome.TAKEN, reference, null);
    }

    public static Submission refused(String reason) {
        return new Submission(Outcome.REFUSED, null, reason);
    }

    public static Submission notYet() {
        return new Submission(Outcome.NOT_YET, null, null);
    }
}
