package dev.groundwork.payment.deposit;

import java.time.Instant;
import java.util.UUID;

import dev.groundwork.kit.money.Money;

import org.jspecify.annotations.Nullable;

/**
 * A deposit that a card is to pay.
 *
 * @param reference the requester's own note
 * @param payment the provider's name for it; null before its first answer
 * @param failure why the last card did not pay, a code of the provider; only where it failed
 */
record CardDeposit(
        UUID id,
        UUID requesterId,
        Money amount,
        @Nullable String reference,
        String rail,
        @Nullable String payment,
        State state,
        @Nullable String failure,
        @Nullable Instant bookedAt) {

    /** Where it stands. */
    enum State {
        PENDING,
        BOOKED,
        /** The last card did not pay; another one still may, unless the provider refused the payment itself. */
        FAILED
    }

    /** {@return whether the provider would not even ask for a card} */
    boolean refused() {
        return state == State.FAILED && payment == null;
    }
}
