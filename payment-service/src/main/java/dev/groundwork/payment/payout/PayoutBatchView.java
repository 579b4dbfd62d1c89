package dev.groundwork.payment.payout;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import dev.groundwork.kit.money.MoneyBody;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A payout batch as finance sees it.
 *
 * @param contentHash what people approve and a checker releases: SHA-256 over the lines of the batch
 * @param proposedBy who froze it, or collected it while it is a draft
 * @param valueDate the day on which the rail is asked to move the money
 * @param cutOffAt until when it has to be released for that day; later, the day moves on
 * @param heldCount payouts left out at the freeze, as the balance had shrunk
 * @param bookedSaidBy who has said that the bank has booked it; it counts when another person says so too
 * @param copyOf the rejected batch of which this one is a copy
 * @param file where the file for the rail lies, the first of them, from the release on
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
        @Schema(examples = "2026-11-27") LocalDate valueDate,
        Instant cutOffAt,
        @Schema(examples = "0") int heldCount,
        @Nullable UUID copyOf,
        @Nullable Instant approvedAt,
        @Nullable Instant rejectedAt,
        @Nullable String releasedBy,
        @Nullable Instant releasedAt,
        @Nullable Instant sentAt,
        @Nullable String bookedSaidBy,
        @Nullable Instant settledAt,
        @Nullable Instant closedAt,
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
                batch.valueDate(),
                batch.cutOffAt(),
                batch.heldCount(),
                batch.copyOf(),
                batch.approvedAt(),
                batch.rejectedAt(),
                batch.releasedBy(),
                batch.releasedAt(),
                batch.sentAt(),
                batch.bookedSaidBy(),
                batch.settledAt(),
                batch.closedAt(),
                batch.cancelledAt(),
                batch.hasFile() ? "/v1/payout-batches/" + batch.id() + "/file" : null);
    }
}
