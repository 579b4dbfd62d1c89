package dev.groundwork.payment.rail;

import java.io.IOException;
import java.util.List;

import dev.groundwork.kit.problem.NotAllowed;

import org.jspecify.annotations.Nullable;

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
     * Asks what became of the payouts of a message, however long ago it was sent; changes nothing.
     *
     * @param message the one that they left in
     * @param reference the rail's own name for it, where it gave one
     * @return what the rail says of each that it knows: ACCEPTED of one that is still on its way
     * @throws IOException when the rail does not answer
     */
    List<RailEvent> ask(RailMessage message, @Nullable String reference) throws IOException;

    /**
     * Fetches back what a failed payout left with the rail. Repeating it changes nothing.
     *
     * @param message the one that the payout left in
     * @throws NotGivenBack when the rail refuses it for good
     * @throws IOException when it is not certain to have happened
     */
    default void takeBack(RailMessage message) throws IOException {}
}
