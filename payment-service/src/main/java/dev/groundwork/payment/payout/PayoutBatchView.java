package dev.groundwork.payment.payout;

import java.time.Instant;
import java.util.UUID;

import dev.groundwork.kit.money.MoneyBody;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A payout batch as finance sees it.
 *
 * @param contentHash what a checker releases: SHA-256 over the lines of the batch
 * @param file where the bank's file lies, from the release on
 */
@Schema(name = "PayoutBatch")
record PayoutBatchView(
        UUID id,
        @Schema(examples = "SEPA") String rail,
        PayoutBatch.State state,
        MoneyBody minimum,
        @Schema(examples = "110") int payoutCount,
        MoneyBody total,
        String contentHash,
        String proposedBy,
        Instant proposedAt,
        @Nullable String releasedBy,
        @Nullable Instant releasedAt,
        @Nullable Instant sentAt,
        @Nullable Instant settledAt,
        @Nullable Instant cancelledAt,
        @Nullable String file) {

    static PayoutBatchView of(PayoutBatch batch) {
        return new PayoutBatchView(
                batch.id(),
                batch.rail(),
                batch.state(),
                MoneyBody.of(batch.minimum()),
                batch.payoutCount(),
                MoneyBody.of(batch.total()),
                batch.contentHash(),
                batch.proposedBy(),
                batch.proposedAt(),
                batch.releasedBy(),
                batch.releasedAt(),
                batch.sentAt(),
                batch.settledAt(),
                batch.cancelledAt(),
                batch.hasFile() ? "/v1/payout-batches/" + batch.id() + "/file" : null);
    }
}
