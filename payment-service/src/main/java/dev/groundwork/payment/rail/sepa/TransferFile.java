package dev.groundwork.payment.rail.sepa;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What a credit transfer file says.
 *
 * @param messageId 1 to 32 characters, never used again
 * @param createdAt written to the second, in UTC
 * @param transfers 1 to 495,000
 * @param transfersPerBlock how many transfers share one payment information block, and so one line on our statement
 */
public record TransferFile(
        String messageId,
        Instant createdAt,
        LocalDate executionDate,
        Debtor debtor,
        List<CreditTransfer> transfers,
        int transfersPerBlock) {

    /** Whose account pays. */
    public record Debtor(String name, String iban, String bic) {}

    public TransferFile {
        transfers = List.copyOf(transfers);
        if (messageId.isEmpty() || messageId.length() > 32) {
            throw new IllegalArgumentException(
                    "a message id has 1 to 32 characters, to leave room for the block's number");
        }
        if (transfers.isEmpty()) {
            throw new IllegalArgumentException("a file without transfers is refused by every bank");
        }
        if (transfersPerBlock < 1 || (transfers.size() - 1) / transfersPerBlock >= 99) {
            throw new IllegalArgumentException("a file has at most 99 blocks: raise the transfers in a block");
        }
    }

    /** {@return the sum of all transfers in cents} */
    public long totalMinor() {
        return total(transfers);
    }

    static long total(List<CreditTransfer> transfers) {
        long total = 0;
        for (CreditTransfer transfer : transfers) {
            total = Math.addExact(total, transfer.amountMinor());
        }
        return total;
    }
}
