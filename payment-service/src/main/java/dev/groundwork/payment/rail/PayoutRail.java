package dev.groundwork.payment.rail;

import java.util.UUID;

/**
 * A way by which money leaves. Its messages go out by a person, who fetches them and says that they went, unless it is a {@link
 * SendingRail}; what becomes of payouts is said by banks' statements and by people, and by the rail itself where it is a {@link
 * ReportingRail}. One that needs an account or credentials is a bean only
 * where it is set up.
 */
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
}
