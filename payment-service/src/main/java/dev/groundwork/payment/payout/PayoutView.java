package dev.groundwork.payment.payout;

import java.time.Instant;
import java.util.UUID;

import dev.groundwork.kit.money.MoneyBody;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One payout.
 *
 * @param endToEndId the reference that the worker's bank shows
 * @param account masked
 * @param attempt from 1; more where the payout before did not arrive
 * @param reason why it failed, came back or was left out
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
        @Schema(examples = "1") int attempt,
        @Schema(examples = "AC04") @Nullable String reason,

        @Schema(description = "Why the bank did not pay, or sent the money back") @Nullable Refusal refusal,

        @Schema(
                description =
                        "The money came back and waits: for your payout method, or for a person where the bank stopped it")
        boolean held,

        Instant changedAt) {

    /**
     * What a bank's reason means.
     *
     * @param follow what follows from it
     */
    @Schema(name = "PayoutRefusal")
    record Refusal(@Schema(examples = "AC04") String code, BankReason.Follow follow, String meaning, String whatToDo) {

        static @Nullable Refusal of(Payout payout) {
            String code = payout.reason();
            if (code == null || (payout.state() != Payout.State.FAILED && payout.state() != Payout.State.RETURNED)) {
                return null;
            }
            BankReason reason = BankReason.of(code);
            return new Refusal(
                    code, reason.follow(), reason.meaning(), reason.follow().whatToDo());
        }
    }

    static PayoutView of(Payout payout) {
        return new PayoutView(
                payout.id(),
                payout.batchId(),
                payout.workerId(),
                MoneyBody.of(payout.amount()),
                payout.state(),
                payout.endToEndId(),
                payout.account(),
                payout.attempt(),
                payout.reason(),
                Refusal.of(payout),
                payout.held(),
                payout.changedAt());
    }
}
