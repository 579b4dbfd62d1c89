package dev.groundwork.payment.rail;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * As much of a batch as goes out in one message.
 *
 * @param number from 1
 * @param createdAt of the release of the batch, so that the same part always becomes the same bytes
 * @param items in the order of the batch, at least one
 */
public record RailPart(
        UUID batchId, int number, String currency, Instant createdAt, LocalDate valueDate, List<RailItem> items) {

    private static final int BASE = 36;

    public RailPart {
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("a message without payouts is refused by every rail");
        }
    }

    /** {@return what names the message outside, and is the key under which it is sent; at most 32 characters} */
    public String messageId() {
        String hex = batchId.toString().replace("-", "");
        return number == 1 ? hex : new BigInteger(hex, 16).toString(BASE) + "-" + number;
    }

    /**
     * {@return what names a block of the message outside}
     *
     * @param block from 1
     */
    public String blockId(int block) {
        return messageId() + "-" + block;
    }

    /** {@return the sum of its items in minor units} */
    public long totalMinor() {
        long total = 0;
        for (RailItem item : items) {
            total = Math.addExact(total, item.amountMinor());
        }
        return total;
    }
}
