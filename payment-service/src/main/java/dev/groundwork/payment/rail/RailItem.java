package dev.groundwork.payment.rail;

import java.util.UUID;

/**
 * One payout as a rail sees it.
 *
 * @param id names it towards providers, and is their idempotency key: another attempt is another item
 * @param endToEndId 1 to 35 characters, shown to the payee
 * @param amountMinor above zero, in minor units of the part's currency
 */
public record RailItem(UUID id, String endToEndId, long amountMinor, Destination destination, String remittance) {

    public RailItem {
        if (amountMinor <= 0) {
            throw new IllegalArgumentException("not an amount to pay out: " + amountMinor);
        }
    }
}
