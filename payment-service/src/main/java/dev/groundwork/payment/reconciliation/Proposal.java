package dev.groundwork.payment.reconciliation;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Something that two people decide: one proposes it, another one accepts it.
 *
 * @param subject the line of a statement, the payout, the batch of payouts, the file (its SHA-256) or the month that it is about
 * @param target the requester, payout or refund that a line belongs to, the name of the rail, or the batch that a file rejects
 */
@Schema(name = "FinanceProposal")
record Proposal(
        UUID id,
        Kind kind,
        String subject,
        @Nullable String target,
        String reason,
        State state,
        String proposedBy,
        Instant proposedAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt) {

    /** What is proposed. */
    enum Kind {
        /** Money that came in is a requester's. */
        ASSIGN_TO_REQUESTER,
        /** Money that left is a payout. */
        ASSIGN_TO_PAYOUT,
        /** Money that left is a refund. */
        ASSIGN_TO_REFUND,
        /** Money that came in is a payout that came back. */
        ASSIGN_RETURN,
        /** Money of ours went to what we have at a rail, or came from there. */
        TRANSFER,
        /** Money that left is a charge of the bank. */
        BOOK_AS_FEE,
        /** Nobody will ever know. */
        WRITE_OFF,
        /** Money that a bank stopped is paid after all. */
        LIFT_PAYOUT_STOP,
        /** A payout of which its rail never told the end, or all of a batch, arrived. */
        PAYOUT_ARRIVED,
        /** A payout of which its rail never told the end, or all of a batch, was never made. */
        PAYOUT_NOT_MADE,
        /** What a status report that a person gave in rejects had been called booked by two. Proposed by giving it in. */
        PAYOUTS_REJECTED,
        /** A closed month takes postings again. */
        REOPEN_MONTH;

        boolean needsTarget() {
            return this == ASSIGN_TO_REQUESTER
                    || this == ASSIGN_TO_PAYOUT
                    || this == ASSIGN_TO_REFUND
                    || this == ASSIGN_RETURN
                    || this == TRANSFER;
        }
    }

    /** How far it has come. */
    enum State {
        PROPOSED,
        ACCEPTED,
        DECLINED
    }
}
