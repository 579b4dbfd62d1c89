package dev.groundwork.payment.payout;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import dev.groundwork.payment.payout.PayoutTable.Tally;

/** SHA-256 over a batch and each of its lines: who is paid, how much, to which account. What people approve. */
final class BatchContent {

    private final MessageDigest digest = sha256();

    BatchContent(PayoutBatch batch, int count) {
        update(batch.id() + "|" + batch.rail() + "|" + batch.currency() + "|" + count);
    }

    /** {@return the hash of what a batch holds in one state} */
    static String of(PayoutPages pages, Connection tx, PayoutBatch batch, Payout.State state, Tally tally)
            throws SQLException {
        var content = new BatchContent(batch, tally.count());
        pages.each(tx, batch.id(), Set.of(state), content::add);
        return content.hash();
    }

    void add(List<Payout> payouts) {
        for (Payout payout : payouts) {
            update(payout.position() + "|" + payout.endToEndId() + "|" + payout.workerId() + "|" + payout.methodId()
                    + "|" + payout.amount().minor());
        }
    }

    /** {@return 64 hex digits; nothing can be added after that} */
    String hash() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** {@return the SHA-256 of the bytes in hex} */
    static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private void update(String line) {
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
