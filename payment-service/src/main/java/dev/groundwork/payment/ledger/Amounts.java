package dev.groundwork.payment.ledger;

import dev.groundwork.contracts.Amount;
import dev.groundwork.kit.money.Money;

/** Money as events carry it. */
public final class Amounts {

    private Amounts() {}

    public static Amount of(long minor, String currency) {
        return new Amount(Long.toString(minor), currency);
    }

    public static Amount of(Money money) {
        return of(money.minor(), money.currency());
    }
}
