package dev.groundwork.payment.payout;

import java.time.Instant;
import java.util.UUID;

import dev.groundwork.kit.money.Money;

/**
 * One worker's line in a payout batch.
 *
 * @param position from 1, the order of the file
 * @param endToEndId the reference that the worker's bank shows
 * @param account masked
 * @param holdSeq the pending transfer that reserves the money
 */
record Payout(
        UUID id,
        UUID batchId,
        int position,
        UUID workerId,
        UUID methodId,
        Money amount,
        String endToEndId,
        State state,
        String account,
        long holdSeq,
        Instant changedAt) {

    /** The life of a payout; the last three put the money back on the worker's balance. */
    enum State {
        QUEUED,
        SENT,
        SETTLED,
        FAILED,
        RETURNED_BY_BANK,
        CANCELLED
    }

    /** The bank's reference for a payout: its id without dashes. */
    static String endToEndId(UUID payoutId) {
        return payoutId.toString().replace("-", "");
    }
}
