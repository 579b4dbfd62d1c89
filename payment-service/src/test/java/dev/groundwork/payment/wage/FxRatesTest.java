package dev.groundwork.payment.wage;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import dev.groundwork.contracts.payment.v1.WageFloorEvent.Kind;
import dev.groundwork.kit.money.Money;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FxRatesTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 16);

    private final FxRates rates = new FxRates(List.of(
            rate("EUR", "2026-01-01", "0.925"),
            rate("GBP", "2026-01-01", "0.8"),
            rate("GBP", "2026-11-17", "0.64"),
            rate("JPY", "2026-01-01", "150")));

    @Test
    void amounts_are_converted_at_the_rates_of_the_day_and_rounded_up() {
        assertThat(rates.convert(new Money(1042, "GBP"), "EUR", DAY)).contains(new Money(1205, "EUR"));
        assertThat(rates.convert(new Money(1042, "GBP"), "EUR", DAY.plusDays(1)))
                .contains(new Money(1507, "EUR"));
        assertThat(rates.convert(new Money(800, "USD"), "JPY", DAY)).contains(new Money(1200, "JPY"));
        assertThat(rates.convert(new Money(1, "JPY"), "EUR", DAY)).contains(new Money(1, "EUR"));
    }

    @Test
    void an_amount_in_its_own_currency_needs_no_rate_and_an_unknown_rate_gives_none() {
        assertThat(rates.convert(new Money(5, "KWD"), "KWD", DAY)).contains(new Money(5, "KWD"));
        assertThat(rates.convert(new Money(5, "KWD"), "EUR", DAY)).isEmpty();
        assertThat(rates.convert(new Money(5, "GBP"), "EUR", LocalDate.of(2025, 12, 31)))
                .isEmpty();
    }

    @Test
    void a_floor_is_said_in_the_currency_of_the_pay() {
        List<WageFloor> rows = new ArrayList<>(WageSeed.read());
        rows.add(new WageFloor(
                "GB", Kind.LIVING, LocalDate.of(2026, 4, 1), 1345L, "GBP", false, "Living Wage", "", "high", null));
        var floors = new WageFloors(rows);

        WageFloor inEuros = floors.resolveIn("EUR", "GB", DAY, rates, DAY);
        assertThat(inEuros.kind()).isEqualTo(Kind.LIVING);
        // 13.45 / 0.8 × 0.925
        assertThat(inEuros.perHour()).isEqualTo(new Money(1556, "EUR"));
        assertThat(floors.resolveIn("EUR", "ES", DAY, rates, DAY).perHour()).isEqualTo(new Money(937, "EUR"));
        // No rate of the shilling is known: what the marketplace asks for in euros stands alone.
        assertThat(floors.resolveIn("EUR", "KE", DAY, rates, DAY).place()).isEqualTo("platform-EUR");
        assertThat(floors.resolveIn("EUR", "", DAY, rates, DAY).place()).isEqualTo("platform-EUR");
    }

    private static FxRate rate(String currency, String from, String perUsd) {
        return new FxRate(currency, LocalDate.parse(from), new BigDecimal(perUsd), "test");
    }
}
