package dev.groundwork.payment.rail;

import java.io.IOException;
import java.util.UUID;

import dev.groundwork.kit.problem.NotAllowed;

/** A way by which money leaves. One that needs an account or credentials is a bean only where it is set up. */
public interface PayoutRail {

    /** {@return its name in the API and in the books, such as {@code SEPA}} */
    String name();

    Capabilities capabilities();

    /** {@return what its messages are, such as {@code pain.001.001.09}} */
    String kind();

    /** {@return the file type of its messages, such as {@code application/xml}} */
    String mediaType();

    /** {@return what such a message is called as a file} */
    String fileName(UUID batchId, int part);

    /**
     * {@return how many payouts of the part, in their order, one line of a bank statement may sum up}; the blocks are named
     * by {@link RailPart#blockId}
     */
    default int itemsPerBlock(RailPart part) {
        return part.items().size();
    }

    /** {@return the message for a part of a batch; the same part always gives the same bytes} */
    byte[] render(RailPart part);

    /** {@return whether messages go out without a person: otherwise somebody fetches them and says that they went} */
    default boolean sendsItself() {
        return false;
    }

    /**
     * Gives a message to the rail. The same key again is the same message, which the rail acts on once.
     *
     * @throws IOException when nobody knows whether the rail has it
     */
    default Submission submit(RailMessage message) throws IOException {
        throw new UnsupportedOperationException(name() + " is given its messages by a person");
    }

    /**
     * Asks what became of a message that may have been sent; changes nothing.
     *
     * @return NOT_YET where the rail does not know it
     * @throws IOException when the rail does not answer
     */
    default Submission query(RailMessage message) throws IOException {
        throw new UnsupportedOperationException(name() + " is given its messages by a person");
    }

    /**
     * Reads what a rail sends by itself, after {@link #verify}.
     *
     * @return what it says of payouts; nothing for messages about other things
     * @throws IllegalArgumentException when it cannot be read
     */
    default Inbound parse(byte[] bytes) {
        throw new UnsupportedOperationException(name() + " sends nothing by itself");
    }

    /**
     * Makes sure that a message is from the rail, unchanged and not old.
     *
     * @param signature as it came with the message
     * @throws NotAllowed {@code signature-invalid}
     */
    default void verify(byte[] bytes, String signature) {
        throw new NotAllowed("signature-invalid", name() + " sends nothing by itself.");
    }

    /**
     * Fetches back what a failed payout left with the rail. Repeating it changes nothing.
     *
     * @param message the one that the payout left in
     * @throws IOException when it is not certain to have happened
     */
    default void takeBack(RailMessage message) throws IOException {}
}
