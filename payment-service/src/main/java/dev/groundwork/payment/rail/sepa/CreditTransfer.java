package dev.groundwork.payment.rail.sepa;

import org.jspecify.annotations.Nullable;

/**
 * One line of a SEPA credit transfer file.
 *
 * @param endToEndId 1 to 35 characters, seen by the payee; never used again
 * @param amountMinor euro cents, above zero
 * @param name of the account's holder, in any script
 * @param iban without blanks
 * @param bic null where the bank finds it by the IBAN
 * @param town and country together make a structured address; without both there is none, as unstructured addresses are
 *     refused since 15 November 2026
 * @param remittance what the payee reads, cut to 140 characters
 */
public record CreditTransfer(
        String endToEndId,
        long amountMinor,
        String name,
        String iban,
        @Nullable String bic,
        @Nullable String town,
        @Nullable String country,
        String remittance) {

    public CreditTransfer {
        if (endToEndId.isEmpty() || endToEndId.length() > 35) {
            throw new IllegalArgumentException("an end-to-end id has 1 to 35 characters");
        }
        if (amountMinor <= 0) {
            throw new IllegalArgumentException("not an amount to transfer: " + amountMinor);
        }
    }
}
