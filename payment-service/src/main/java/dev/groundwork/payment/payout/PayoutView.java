package dev.groundwork.payment.payout;

import java.time.Instant;
import java.util.UUID;

import dev.groundwork.kit.money.MoneyBody;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One payout.
 *
 * @param endToEndId the reference that the worker's bank shows
 * @param account masked
 */
@Schema(name = "Payout")
record PayoutView(
        UUID id,
        UUID batchId,
        UUID workerId,
        MoneyBody amount,
        Payout.State state,
        String endToEndId,
        @Schema(examples = "ES91 **** 1332") String account,
        Instant changedAt) {

    static PayoutView of(Payout payout) {
        return new PayoutView(
                payout.id(),
                payout.batchId(),
                payout.workerId(),
                MoneyBody.of(payout.amount()),
                payout.state(),
                payout.endToEndId(),
                payout.account(),
                payout.changedAt());
    }
}
