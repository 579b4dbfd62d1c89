package dev.groundwork.payment.rail;

import java.io.IOException;
import java.util.UUID;

import dev.groundwork.kit.money.Money;

/**
 * Takes deposits by card. The payer gives the card to the provider and to nobody here; that it paid is known by the provider's
 * word alone: signed ({@link Inbound#card}), or as its answer to a question.
 */
public interface CardRail {

    /** {@return its name in the API and in the books, such as {@code STRIPE}} */
    String name();

    /** {@return whether cards pay in this currency, an ISO 4217 code} */
    boolean takes(String currency);

    /**
     * Asks the provider to take the money. The same deposit again is the same payment.
     *
     * @throws IOException when it is not certain what became of it
     */
    CardPayment ask(UUID depositId, Money amount) throws IOException;

    /**
     * Looks up a payment that was asked for, and what became of it by now.
     *
     * @param reference of {@link CardPayment.Asked}
     * @throws IOException when the provider does not answer
     */
    CardPayment find(String reference) throws IOException;
}
