package dev.groundwork.payment.wage;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import dev.groundwork.kit.money.Money;

/** Converts floors between currencies at the rates of a day: for what is owed, never for what is moved. */
final class FxRates {

    private static final String BASE = "USD";

    private final List<FxRate> rows;

    FxRates(Collection<FxRate> rows) {
        this.rows = List.copyOf(rows);
    }

    /** {@return the amount in another currency, rounded up to its minor unit; empty where a rate is not known on that day} */
    Optional<Money> convert(Money amount, String currency, LocalDate on) {
        if (amount.currency().equals(currency)) {
            return Optional.of(amount);
        }
        return perUsd(amount.currency(), on)
                .flatMap(from -> perUsd(currency, on).map(to -> converted(amount, from, currency, to)));
    }

    private static Money converted(Money amount, BigDecimal from, String currency, BigDecimal to) {
        long minor = BigDecimal.valueOf(amount.minor(), amount.exponent())
                .multiply(to)
                .divide(from, MathContext.DECIMAL128)
                .movePointRight(Money.zero(currency).exponent())
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
        return new Money(minor, currency);
    }

    private Optional<BigDecimal> perUsd(String currency, LocalDate on) {
        if (currency.equals(BASE)) {
            return Optional.of(BigDecimal.ONE);
        }
        return rows.stream()
                .filter(row ->
                        row.currency().equals(currency) && !row.effectiveOn().isAfter(on))
                .max(Comparator.comparing(FxRate::effectiveOn))
                .map(FxRate::perUsd);
    }
}
