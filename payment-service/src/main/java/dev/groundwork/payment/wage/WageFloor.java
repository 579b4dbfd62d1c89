package dev.groundwork.payment.wage;

import java.time.LocalDate;

import dev.groundwork.contracts.payment.v1.WageFloorEvent.Kind;
import dev.groundwork.kit.money.Money;

import org.jspecify.annotations.Nullable;

/**
 * An hourly minimum of one place from one day on.
 *
 * @param place ISO 3166-1 country, ISO 3166-2 subdivision, or {@code platform-<currency>}
 * @param perHourMinor minor units; null where the place has no rate
 * @param obsolete a rate so old or so eaten by inflation that it must never be used alone
 * @param confidence {@code high}, {@code medium} or {@code low}
 * @param reviewBy when somebody has to look whether it still holds
 */
public record WageFloor(
        String place,
        Kind kind,
        LocalDate effectiveFrom,
        @Nullable Long perHourMinor,
        String currency,
        boolean obsolete,
        String source,
        String note,
        String confidence,
        @Nullable LocalDate reviewBy) {

    static final String PLATFORM_PREFIX = "platform-";

    /** {@return whether there is a rate that may be used} */
    boolean isUsable() {
        return perHourMinor != null && !obsolete;
    }

    /** {@return the same floor, said in another currency} */
    WageFloor withAmount(Money perHour) {
        return new WageFloor(
                place,
                kind,
                effectiveFrom,
                perHour.minor(),
                perHour.currency(),
                obsolete,
                source,
                note,
                confidence,
                reviewBy);
    }

    /** @throws IllegalStateException where the place has no rate */
    public Money perHour() {
        if (perHourMinor == null) {
            throw new IllegalStateException(place + " has no rate");
        }
        return new Money(perHourMinor, currency);
    }
}
