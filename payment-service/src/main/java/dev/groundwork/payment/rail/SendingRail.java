package dev.groundwork.payment.rail;

import java.io.IOException;

/** A rail that is given its messages by this service, without a person. */
public interface SendingRail extends PayoutRail {

    /**
     * Gives a message to the rail. The same key again is the same message, which the rail acts on once.
     *
     * @throws IOException when nobody knows whether the rail has it
     */
    Submission submit(RailMessage message) throws IOException;

    /**
     * Asks what became of a message that may have been sent; changes nothing.
     *
     * @return NOT_YET where the rail does not know it
     * @throws IOException when the rail does not answer
     */
    Submission query(RailMessage message) throws IOException;
}
