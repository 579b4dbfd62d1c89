package dev.groundwork.payment.payout;

import java.time.Instant;
import java.util.UUID;

import dev.groundwork.kit.money.Money;

import org.jspecify.annotations.Nullable;

/**
 * One worker's line in a payout batch.
 *
 * @param position from 1, the order of the file
 * @param endToEndId the reference that the worker's bank shows
 * @param accountId the number of the balance from which it is paid
 * @param account masked; empty in the pages of a step
 * @param holdSeq the pending transfer that reserves the money; 0 where nothing is reserved
 * @param attempt from 1; more than 1 where the worker's payout before did not arrive, and this one tries again
 * @param reason why it is where it is: a word of this service's or the rail's code; null where all goes well
 * @param held whether its money came back and waits until it is known where to send it
 */
record Payout(
        UUID id,
        UUID batchId,
        int position,
        UUID workerId,
        long accountId,
        UUID methodId,
        Money amount,
        String endToEndId,
        State state,
        String account,
        long holdSeq,
        int attempt,
        @Nullable String reason,
        boolean held,
        Instant changedAt) {

    /** Why payouts of a batch that was cancelled are released. */
    static final String CANCELLED = "batch-cancelled";

    /** Why payouts of a batch that was rejected are released. */
    static final String REJECTED = "batch-rejected";

    /** Why payouts are settled that only two people say have arrived, as their rail does not tell. */
    static final String SAID_ARRIVED = "said-arrived";

    /** The life of a payout. */
    enum State {
        /** In a draft. */
        READY,
        /** Left out at the freeze: the balance had shrunk. */
        HELD,
        /** The money is set aside for it. */
        RESERVED,
        /** The rail has it. */
        SUBMITTED,
        /** The rail was told and nobody knows whether it heard; it is asked, never told again under another name. */
        UNKNOWN,
        /** The rail has said that it takes it. */
        ACCEPTED,
        /** The payee has it. It may still come back. */
        SETTLED,
        /** It came back after it had been settled. */
        RETURNED,
        /** It never left; the money is on the worker's balance again. */
        FAILED,
        /** It was taken out before it left; the money is free again. */
        RELEASED
    }

    /** {@return whether it came to nothing by the word of two people, as its rail did not tell} */
    boolean wasSaidNotMade() {
        return state == State.FAILED && BankReason.NOT_MADE.equals(reason);
    }

    /** {@return whether it arrived by the word of two people only, as its rail did not tell} */
    boolean wasSaidArrived() {
        return state == State.SETTLED && SAID_ARRIVED.equals(reason);
    }

    /** The bank's reference for a payout: its id without dashes. */
    static String endToEndId(UUID payoutId) {
        return payoutId.toString().replace("-", "");
    }
}
