package dev.groundwork.payment.rail;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

import dev.groundwork.payment.rail.sepa.TargetCalendar;

/**
 * Until when a rail takes payments for the same day, in the civil time of a place.
 *
 * @param time the last moment of the day, inclusive
 * @param days the days on which it moves money
 */
public record CutOff(LocalTime time, ZoneId zone, Days days) {

    /** The days on which a rail moves money. */
    public enum Days {
        ALL,
        /** Monday to Friday. */
        WEEKDAYS,
        /** Those of the T2 system, in which euros settle. */
        TARGET
    }

    /** Of rails that take payments at any time. */
    public static final CutOff NONE = new CutOff(LocalTime.MAX, ZoneOffset.UTC, Days.ALL);

    /** {@return the first day on which what is given in at that moment can be executed} */
    public LocalDate valueDate(Instant moment) {
        var local = moment.atZone(zone);
        var date = local.toLocalTime().isAfter(time) ? local.toLocalDate().plusDays(1) : local.toLocalDate();
        while (!isOpen(date)) {
            date = date.plusDays(1);
        }
        return date;
    }

    /** {@return the last moment at which something for that day can be given in} */
    public Instant deadline(LocalDate valueDate) {
        return valueDate.atTime(time).atZone(zone).toInstant();
    }

    private boolean isOpen(LocalDate date) {
        return switch (days) {
            case ALL -> true;
            case WEEKDAYS -> date.getDayOfWeek() != DayOfWeek.SATURDAY && date.getDayOfWeek() != DayOfWeek.SUNDAY;
            case TARGET -> TargetCalendar.isOpen(date);
        };
    }
}
