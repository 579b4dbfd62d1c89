package dev.groundwork.payment.refund;

import java.time.Instant;
import java.util.UUID;

import dev.groundwork.kit.money.Money;

import org.jspecify.annotations.Nullable;

/**
 * Money that a requester wants back.
 *
 * @param rail by which it came in and goes back
 * @param holdSeq the transfer that reserves it
 * @param decidedBy who released or cancelled it; null while it is requested
 */
record Refund(
        UUID id,
        UUID requesterId,
        Money amount,
        String rail,
        State state,
        long holdSeq,
        String requestedBy,
        Instant requestedAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt) {

    /** Where it stands. */
    enum State {
        REQUESTED,
        RELEASED,
        CANCELLED
    }
}
