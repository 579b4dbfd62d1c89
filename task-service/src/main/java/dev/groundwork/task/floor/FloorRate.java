package dev.groundwork.task.floor;

import java.time.LocalDate;
import java.util.Locale;

import dev.groundwork.contracts.payment.v1.WageFloorEvent.Kind;
import dev.groundwork.kit.money.Money;

/**
 * An hourly minimum and where it comes from.
 *
 * @param place ISO 3166 country or subdivision; {@code platform-<currency>} for the platform's own
 * @param perHour in the minor unit of its currency
 * @param source where the number was read
 * @param confidence {@code high}, {@code medium} or {@code low}
 */
public record FloorRate(String place, Kind kind, Money perHour, LocalDate effective, String source, String confidence) {

    /** {@return the kind as the API spells it} */
    public String kindWord() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** {@return the same rate as an amount of another currency; the source says what it was} */
    FloorRate saidAs(Money other) {
        return new FloorRate(
                place,
                kind,
                other,
                effective,
                source + "; " + perHour.decimal() + " " + perHour.currency() + " an hour",
                confidence);
    }
}
