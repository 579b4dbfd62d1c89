package dev.groundwork.payment.rail;

import java.io.IOException;

import dev.groundwork.kit.problem.NotAllowed;

/** A rail that tells by itself what became of payouts. */
public interface ReportingRail extends PayoutRail {

    /**
     * Makes sure that a message is from the rail, unchanged and not old.
     *
     * @param signature as it came with the message
     * @throws NotAllowed {@code signature-invalid}
     */
    void verify(byte[] bytes, String signature);

    /**
     * Reads what the rail sends, after {@link #verify}.
     *
     * @return what it says of payouts; nothing for messages about other things
     * @throws IllegalArgumentException when it cannot be read
     */
    Inbound parse(byte[] bytes);

    /**
     * Fetches back what a failed payout left with the rail. Repeating it changes nothing.
     *
     * @param message the one that the payout left in
     * @throws IOException when it is not certain to have happened
     */
    default void takeBack(RailMessage message) throws IOException {}
}
