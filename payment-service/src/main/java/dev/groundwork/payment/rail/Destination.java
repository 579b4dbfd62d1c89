package dev.groundwork.payment.rail;

import org.jspecify.annotations.Nullable;

/** Where a payout goes. */
public sealed interface Destination {

    /**
     * A bank account.
     *
     * @param holderName in any script
     * @param iban without blanks
     * @param bic null where the bank finds it by the IBAN
     */
    record Bank(
            String holderName,
            String iban,
            @Nullable String bic,
            @Nullable String town,
            @Nullable String country) implements Destination {}

    /** An account with a payment provider, by the provider's own name for it. */
    record ProviderAccount(String id) implements Destination {}
}
