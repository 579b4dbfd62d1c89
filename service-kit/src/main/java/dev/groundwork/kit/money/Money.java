package dev.groundwork.kit.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

import dev.groundwork.kit.problem.InvalidRequest;

/**
 * An exact amount of money. May be negative only where the holder says so; arithmetic that leaves the range of a long
 * throws {@link ArithmeticException}.
 *
 * @param minor count of the currency's minor unit (cents of EUR, whole yen of JPY, fils of KWD)
 * @param currency ISO 4217 code, upper case
 */
public record Money(long minor, String currency) implements Comparable<Money> {

    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,19}(\\.[0-9]{1,19})?");

    public Money {
        if (Currencies.exponent(currency) == null) {
            throw new IllegalArgumentException("not an ISO 4217 currency: " + currency);
        }
    }

    public static Money zero(String currency) {
        return new Money(0, currency);
    }

    /**
     * Reads what a caller wrote, such as {@code "2.50"}, {@code "EUR"}: no sign, no exponent, no grouping.
     *
     * @throws InvalidRequest {@code unsupported-currency}, {@code invalid-amount} or {@code too-many-decimals}
     */
    public static Money parse(String decimalAmount, String currency) {
        var exponent = Currencies.exponent(currency);
        if (exponent == null) {
            throw new InvalidRequest(
                    "unsupported-currency",
                    "The currency is not known here; use an ISO 4217 code such as EUR, in upper case.");
        }
        if (!AMOUNT.matcher(decimalAmount).matches()) {
            throw new InvalidRequest(
                    "invalid-amount",
                    "The amount is not a decimal number such as \"2.50\": digits and at most one point.");
        }
        var exact = new BigDecimal(decimalAmount).movePointRight(exponent).stripTrailingZeros();
        if (exact.scale() > 0) {
            throw new InvalidRequest(
                    "too-many-decimals",
                    currency + " has " + exponent + " decimals; the amount " + decimalAmount + " has more.");
        }
        try {
            return new Money(exact.longValueExact(), currency);
        } catch (ArithmeticException e) {
            throw new InvalidRequest("invalid-amount", "The amount is larger than this service counts.");
        }
    }

    /**
     * Reads what an operator set for every currency, such as 12.50: in a currency with fewer decimals it is rounded.
     *
     * @param major in major units
     * @throws IllegalArgumentException for a code that is no currency
     * @throws ArithmeticException for more than a long counts
     */
    public static Money rounded(BigDecimal major, String currency, RoundingMode rounding) {
        long minor = major.movePointRight(zero(currency).exponent())
                .setScale(0, rounding)
                .longValueExact();
        return new Money(minor, currency);
    }

    /** {@return the amount with exactly the decimals of its currency, such as {@code "2.50"} or {@code "-0.05"}} */
    public String decimal() {
        return BigDecimal.valueOf(minor, exponent()).toPlainString();
    }

    /** {@return number of decimals of the currency} */
    public int exponent() {
        var exponent = Currencies.exponent(currency);
        if (exponent == null) {
            throw new IllegalStateException("unreachable: checked when made");
        }
        return exponent;
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(minor, sameCurrency(other).minor), currency);
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(minor, sameCurrency(other).minor), currency);
    }

    public Money times(long count) {
        return new Money(Math.multiplyExact(minor, count), currency);
    }

    /** @throws IllegalArgumentException when the currencies differ */
    @Override
    public int compareTo(Money other) {
        return Long.compare(minor, sameCurrency(other).minor);
    }

    public boolean isNegative() {
        return minor < 0;
    }

    public boolean isZero() {
        return minor == 0;
    }

    @Override
    public String toString() {
        return decimal() + " " + currency;
    }

    private Money sameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot mix " + currency + " and " + other.currency);
        }
        return other;
    }
}
