package dev.groundwork.payment.payout;

import dev.groundwork.payment.rail.Destination;

/** Where a worker is paid, as it is locked in a payout method. */
sealed interface PayeeAccount permits BankAccount, StripeAccount, PayPalAccount {

    /** {@return the rail that the method names} */
    String rail();

    /** {@return what the worker recognises it by, the rest hidden} */
    String masked();

    /** {@return what is the same for the same account, whoever names it} */
    String identity();

    Destination destination();
}
