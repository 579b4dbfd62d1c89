package dev.groundwork.kit.money;

import jakarta.validation.constraints.NotNull;

/**
 * Money in the API: {@code {"amount":"2.50","currency":"EUR"}}, a decimal string, so that no JSON reader ever rounds it.
 *
 * @param amount decimal number with at most the decimals of the currency
 * @param currency ISO 4217 code
 */
public record MoneyBody(@NotNull String amount, @NotNull String currency) {

    public static MoneyBody of(Money money) {
        return new MoneyBody(money.decimal(), money.currency());
    }

    /** @throws dev.groundwork.kit.problem.InvalidRequest as {@link Money#parse} */
    public Money toMoney() {
        return Money.parse(amount, currency);
    }
}
