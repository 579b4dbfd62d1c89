package dev.groundwork.payment.rail;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a rail says of a message. That it says nothing is an exception, and then nobody knows.
 *
 * @param reference the rail's own name for it, where it gives one
 * @param reason why it was refused, a code of the rail
 * @param atFault the payouts for which it was refused, by their end-to-end ids, each with a code of the reason: the others would
 *     have been paid without them; null where the reason is that of every payout in it
 */
public record Submission(
        Outcome outcome,
        @Nullable String reference,
        @Nullable String reason,
        @Nullable Map<String, String> atFault) {

    public Submission {
        atFault = atFault == null ? null : Map.copyOf(atFault);
    }

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
        return new Submission(Outcome.TAKEN, reference, null, null);
    }

    public static Submission refused(String reason) {
        return new Submission(Outcome.REFUSED, null, reason, null);
    }

    /** The message is refused for some of its payouts, or for none of them; the others may go in another one. */
    public static Submission refusedWhole(String reason, Map<String, String> atFault) {
        return new Submission(Outcome.REFUSED, null, reason, atFault);
    }

    public static Submission notYet() {
        return new Submission(Outcome.NOT_YET, null, null, null);
    }
}
