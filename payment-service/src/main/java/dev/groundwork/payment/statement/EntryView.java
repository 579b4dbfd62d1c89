package dev.groundwork.payment.statement;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.statement.BooksReader.Entry;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an account as its owner reads it.
 *
 * @param amount signed: what went out is below zero
 */
@Schema(name = "LedgerEntry")
record EntryView(
        @Schema(examples = "64065") long seq,
        Instant postedAt,
        @Schema(examples = "reward") String reason,

        @Schema(examples = "{\"amount\":\"-0.05\",\"currency\":\"EUR\"}")
        MoneyBody amount,

        @Nullable UUID jobId,
        @Nullable UUID assignmentId,
        @Nullable UUID workerId,
        @Nullable UUID payoutId) {

    private static final String APPROVE = "approve:";
    private static final List<String> PAYOUT = List.of("payout-failed:", "payout-returned:", "payout-repaired:");

    static EntryView of(Entry entry) {
        return new EntryView(
                entry.seq(),
                entry.postedAt(),
                reason(entry).name().toLowerCase(Locale.ROOT),
                MoneyBody.of(entry.amount()),
                jobId(entry),
                after(APPROVE, entry.businessKey()),
                entry.otherOwner().equals("WORKER") ? entry.otherOwnerId() : null,
                payoutId(entry));
    }

    /** A bonus goes through the escrow of its job, and is none of what is held for it. */
    private static Reason reason(Entry entry) {
        boolean bonus = entry.kind().equals("bonus") && entry.otherOwner().equals("JOB");
        return bonus ? Reason.BONUS : entry.reason();
    }

    private static @Nullable UUID jobId(Entry entry) {
        if (entry.otherOwner().equals("JOB")) {
            return entry.otherOwnerId();
        }
        if (entry.reason() == Reason.HOLD) {
            return after("hold:", entry.businessKey());
        }
        return entry.reason() == Reason.RELEASE ? released(entry.businessKey()) : null;
    }

    private static @Nullable UUID released(String key) {
        UUID whole = after("release:", key);
        return whole == null ? part("release-part:", key) : whole;
    }

    /** Of a key with more behind the id. */
    private static @Nullable UUID part(String prefix, String key) {
        int end = key.indexOf(':', prefix.length());
        return key.startsWith(prefix) && end > 0 ? UUID.fromString(key.substring(prefix.length(), end)) : null;
    }

    /** Payouts leave many in one posting, and come back one by one. */
    private static @Nullable UUID payoutId(Entry entry) {
        if (entry.payoutId() != null) {
            return entry.payoutId();
        }
        for (String prefix : PAYOUT) {
            if (entry.businessKey().startsWith(prefix)) {
                return after(prefix, entry.businessKey());
            }
        }
        return null;
    }

    private static @Nullable UUID after(String prefix, String key) {
        return key.startsWith(prefix) ? UUID.fromString(key.substring(prefix.length())) : null;
    }
}
