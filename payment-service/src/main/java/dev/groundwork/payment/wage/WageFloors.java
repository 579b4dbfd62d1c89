package dev.groundwork.payment.wage;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import dev.groundwork.contracts.payment.v1.WageFloorEvent.Kind;
import dev.groundwork.kit.money.Money;

/**
 * Finds the hourly minimum of a place: the highest of the statutory rate (of the subdivision, else of the country), the
 * living wage where one is known, and the marketplace's own floor. Where the law gives no usable rate, the marketplace's
 * floor stands alone.
 */
public final class WageFloors {

    /** In which the marketplace's floor is named for a place whose currency is not known. */
    static final String DEFAULT_CURRENCY = "USD";

    private final List<WageFloor> rows;

    public WageFloors(Collection<WageFloor> rows) {
        this.rows = List.copyOf(rows);
    }

    /**
     * @param place ISO 3166-1 or ISO 3166-2 code; an unknown one has the marketplace's floor
     * @param on the day of the work
     * @throws IllegalStateException when the marketplace has no floor of its own, not even in {@value #DEFAULT_CURRENCY}
     */
    public WageFloor resolve(String place, LocalDate on) {
        Optional<WageFloor> statutory = nearest(place, Kind.STATUTORY, on);
        Optional<WageFloor> living = nearest(place, Kind.LIVING, on);
        String currency = statutory.or(() -> living).map(WageFloor::currency).orElse(DEFAULT_CURRENCY);
        List<WageFloor> candidates = new ArrayList<>();
        statutory.filter(WageFloor::isUsable).ifPresent(candidates::add);
        living.filter(WageFloor::isUsable)
                .flatMap(floor -> saidIn(currency, floor, on))
                .ifPresent(candidates::add);
        platform(currency, on).ifPresent(candidates::add);
        return candidates.stream()
                .max(Comparator.comparing(WageFloor::perHour)
                        // Equal amounts: the law is named before the house rule.
                        .thenComparing(WageFloor::kind, Comparator.reverseOrder()))
                .or(() -> platform(DEFAULT_CURRENCY, on))
                .orElseThrow(() -> new IllegalStateException("no platform floor in " + DEFAULT_CURRENCY));
    }

    /**
     * Finds the floor for work that is paid in another currency than that of the place, as for {@link #resolve}; what the law or the
     * living wage of the place ask for is converted, rounded up, and left out where no exchange rate is known.
     *
     * @param place empty where nobody said where the worker lives
     * @param worked the day whose floors hold
     * @param converted the day whose exchange rates hold
     * @return the floor, its amount in the wanted currency
     */
    WageFloor resolveIn(String currency, String place, LocalDate worked, FxRates rates, LocalDate converted) {
        List<WageFloor> candidates = new ArrayList<>();
        for (Kind kind : List.of(Kind.STATUTORY, Kind.LIVING)) {
            nearest(place, kind, worked)
                    .filter(WageFloor::isUsable)
                    .flatMap(floor ->
                            rates.convert(floor.perHour(), currency, converted).map(floor::withAmount))
                    .ifPresent(candidates::add);
        }
        platform(currency, worked)
                .or(() -> platform(DEFAULT_CURRENCY, worked)
                        .flatMap(floor -> rates.convert(floor.perHour(), currency, converted)
                                .map(floor::withAmount)))
                .ifPresent(candidates::add);
        return candidates.stream()
                .max(Comparator.comparing(WageFloor::perHour).thenComparing(WageFloor::kind, Comparator.reverseOrder()))
                .orElseThrow(() -> new IllegalStateException("no platform floor in " + currency));
    }

    /** {@return the marketplace's own floor in a currency} */
    public Optional<WageFloor> platform(String currency, LocalDate on) {
        return current(WageFloor.PLATFORM_PREFIX + currency, Kind.PLATFORM, on);
    }

    /** {@return what consumers have to know on a day: each floor that may be used, at most one for a place and kind} */
    List<WageFloor> inForce(LocalDate on) {
        var places = new TreeSet<String>();
        rows.forEach(row -> places.add(row.place()));
        List<WageFloor> inForce = new ArrayList<>();
        for (String place : places) {
            for (Kind kind : Kind.values()) {
                current(place, kind, on).filter(WageFloor::isUsable).ifPresent(inForce::add);
            }
        }
        return inForce;
    }

    /** A floor as an amount of another currency, rounded up: the marketplace's own is worth the same in each. */
    private Optional<WageFloor> saidIn(String currency, WageFloor floor, LocalDate on) {
        if (floor.currency().equals(currency)) {
            return Optional.of(floor);
        }
        return platform(currency, on).flatMap(wanted -> platform(floor.currency(), on)
                .map(own -> floor.withAmount(new Money(
                        Math.ceilDiv(
                                Math.multiplyExact(
                                        floor.perHour().minor(),
                                        wanted.perHour().minor()),
                                own.perHour().minor()),
                        currency))));
    }

    private Optional<WageFloor> nearest(String place, Kind kind, LocalDate on) {
        Optional<WageFloor> own = current(place, kind, on);
        int dash = place.indexOf('-');
        return own.isPresent() || dash < 0 ? own : current(place.substring(0, dash), kind, on);
    }

    private Optional<WageFloor> current(String place, Kind kind, LocalDate on) {
        return rows.stream()
                .filter(row -> row.place().equals(place)
                        && row.kind() == kind
                        && !row.effectiveFrom().isAfter(on))
                .max(Comparator.comparing(WageFloor::effectiveFrom));
    }
}
