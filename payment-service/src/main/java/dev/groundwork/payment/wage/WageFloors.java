package dev.groundwork.payment.wage;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import dev.groundwork.contracts.payment.v1.WageFloorEvent.Kind;

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
        living.filter(floor -> floor.isUsable() && floor.currency().equals(currency))
                .ifPresent(candidates::add);
        platform(currency, on).ifPresent(candidates::add);
        return candidates.stream()
                .max(Comparator.comparing(WageFloor::perHour)
                        // Equal amounts: the law is named before the house rule.
                        .thenComparing(WageFloor::kind, Comparator.reverseOrder()))
                .or(() -> platform(DEFAULT_CURRENCY, on))
                .orElseThrow(() -> new IllegalStateException("no platform floor in " + DEFAULT_CURRENCY));
    }

    /** {@return the marketplace's own floor in a currency} */
    public Optional<WageFloor> platform(String currency, LocalDate on) {
        return current(WageFloor.PLATFORM_PREFIX + currency, Kind.PLATFORM, on);
    }

    /** {@return what consumers have to know on a day: one floor for each place, and the marketplace's in each currency} */
    List<WageFloor> inForce(LocalDate on) {
        var places = new TreeSet<String>();
        rows.forEach(row -> places.add(row.place()));
        List<WageFloor> inForce = new ArrayList<>();
        for (String place : places) {
            List<WageFloor> candidates = new ArrayList<>();
            for (Kind kind : Kind.values()) {
                current(place, kind, on).filter(WageFloor::isUsable).ifPresent(candidates::add);
            }
            candidates.stream()
                    .max(Comparator.comparing(WageFloor::currency).thenComparing(WageFloor::perHour))
                    .ifPresent(inForce::add);
        }
        return inForce;
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
