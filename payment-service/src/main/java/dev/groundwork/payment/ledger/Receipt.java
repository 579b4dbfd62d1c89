package dev.groundwork.payment.ledger;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What became of a command. A repeat gets the receipt of the first time.
 *
 * @param id of the command, and of its posting where it was posted
 * @param refusal null when the money moved, else a stable code such as {@code insufficient-funds}; final for this key
 * @param seq of the posting, 0 when refused
 * @param amountsMinor what each leg moved, in the order of the legs; 0 for a sweep that found nothing
 * @param repeated whether the command had been answered before
 */
public record Receipt(UUID id, @Nullable String refusal, long seq, List<Long> amountsMinor, boolean repeated) {

    /** Same key, another request. */
    public static final String KEY_REUSED = "idempotency-key-reused";

    public boolean posted() {
        return refusal == null;
    }

    /** {@return the number of the transfer that a leg became, the first leg being 1} */
    public long transferSeq(int leg) {
        return transferSeq(seq, leg);
    }

    static long transferSeq(long postingSeq, int leg) {
        return Math.addExact(Math.multiplyExact(postingSeq, 64L), leg);
    }

    Receipt asRepeat() {
        return new Receipt(id, refusal, seq, amountsMinor, true);
    }
}
