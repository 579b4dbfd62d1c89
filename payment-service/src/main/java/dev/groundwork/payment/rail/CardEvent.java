package dev.groundwork.payment.rail;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What a rail says of a deposit by card, at any time and any number of times.
 *
 * @param reference the provider's name for the payment
 * @param amountMinor what was received, in minor units; 0 where nothing was
 * @param currency ISO 4217 code
 * @param reason a code of the rail, where it failed
 */
public record CardEvent(
        UUID depositId,
        Kind kind,
        String reference,
        long amountMinor,
        String currency,
        @Nullable String reason) {

    /** What became of it. */
    public enum Kind {
        PAID,
        /** This card did not pay; another one still may. */
        FAILED
    }
}
