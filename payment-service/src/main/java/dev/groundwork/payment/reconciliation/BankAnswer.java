package dev.groundwork.payment.reconciliation;

import java.time.Instant;
import java.util.List;

import dev.groundwork.kit.money.MoneyBody;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file of a bank; the same for every time it comes.
 *
 * @param sha256 of its bytes, in hex
 * @param matched by what it was
 * @param openCount how many things in it nobody could be found for
 * @param open the first hundred of these
 */
@Schema(name = "BankFile")
record BankAnswer(
        String sha256,
        @Schema(examples = "camt.053.001.08") String kind,
        String messageId,
        Instant receivedAt,
        List<Tally> matched,
        int openCount,
        List<Open> open) {

    static final int OPEN_SHOWN = 100;

    /** @param what such as {@code PAYOUT_BOOKED} */
    @Schema(name = "BankFileMatched")
    record Tally(
            @Schema(examples = "PAYOUT_BOOKED") String what,
            long count,
            @Nullable MoneyBody amount) {}

    /**
     * @param reference what the bank calls it
     * @param why such as {@code no-such-payout}
     */
    @Schema(name = "BankFileOpen")
    record Open(
            String reference,
            @Nullable MoneyBody amount,
            boolean credit,
            @Schema(examples = "nothing-fits") String why) {}
}
