package dev.groundwork.payment.rail;

/** What a provider makes of the wish that a card pays. */
public sealed interface CardPayment {

    /**
     * It waits for the card.
     *
     * @param reference the provider's name for it
     * @param clientSecret lets the payer's own program give the provider the card
     */
    record Asked(String reference, String clientSecret) implements CardPayment {}

    /**
     * The card has paid.
     *
     * @param reference the provider's name for it
     * @param amountMinor what was received, in minor units
     * @param currency ISO 4217 code
     */
    record Paid(String reference, long amountMinor, String currency) implements CardPayment {}

    /**
     * It will never be.
     *
     * @param code of the provider
     */
    record Refused(String code) implements CardPayment {}
}
