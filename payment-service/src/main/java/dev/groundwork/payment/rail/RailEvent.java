package dev.groundwork.payment.rail;

import org.jspecify.annotations.Nullable;

/**
 * What a rail says of one payout, at any time and any number of times.
 *
 * @param endToEndId of the payout
 * @param reason a code of the rail, for those that failed or came back
 */
public record RailEvent(
        String endToEndId, Kind kind, @Nullable String reason) {

    /** What became of a payout. */
    public enum Kind {
        ACCEPTED,
        SETTLED,
        /** It did not get there: it never left, or it came back. */
        FAILED
    }
}
