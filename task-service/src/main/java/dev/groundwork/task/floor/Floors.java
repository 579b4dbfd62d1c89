package dev.groundwork.task.floor;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.groundwork.contracts.payment.v1.WageFloorEvent.Kind;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.TryLater;
import dev.groundwork.kit.problem.Unprocessable;

/**
 * Which of the rates in force applies: pure, so that it is tested as a function. A rate in another currency than the pay counts by the
 * marketplace's own floor, which is worth the same in every currency.
 */
record Floors(List<FloorRate> rates) {

    private static final Comparator<FloorRate> BY_HEIGHT =
            Comparator.comparingLong(rate -> rate.perHour().minor());

    static Floors of(List<FloorRate> rates) {
        return new Floors(List.copyOf(rates));
    }

    FloorRate forJob(FloorPolicy policy, Collection<String> places, String currency) {
        FloorRate platform = platform(currency);
        return switch (policy) {
            case UNIFORM -> platform;
            case UNIFORM_MAX -> {
                // A job that admits every place has to meet the dearest one that is known.
                Stream<FloorRate> candidates = places.isEmpty()
                        ? rates.stream().flatMap(rate -> in(platform, rate).stream())
                        : places.stream().map(place -> forPlace(place, currency));
                yield Stream.concat(Stream.of(platform), candidates)
                        .max(BY_HEIGHT)
                        .orElse(platform);
            }
        };
    }

    FloorRate forPlace(String place, String currency) {
        FloorRate platform = platform(currency);
        return Stream.concat(
                        Stream.of(platform),
                        Stream.of(Kind.STATUTORY, Kind.LIVING)
                                .flatMap(kind -> nearest(place, kind).stream())
                                .flatMap(rate -> in(platform, rate).stream()))
                .max(BY_HEIGHT)
                .orElse(platform);
    }

    /**
     * {@return the rate in the currency of one of the marketplace's own floors, rounded up; empty where the marketplace has none in the
     * currency of the rate, so that nothing says what it is worth}
     */
    private Optional<FloorRate> in(FloorRate platform, FloorRate rate) {
        String currency = platform.perHour().currency();
        if (rate.perHour().currency().equals(currency)) {
            return Optional.of(rate);
        }
        return rates.stream()
                .filter(own -> own.kind() == Kind.PLATFORM
                        && own.perHour().currency().equals(rate.perHour().currency()))
                .findFirst()
                .map(own -> rate.saidAs(new Money(
                        Math.ceilDiv(
                                Math.multiplyExact(
                                        rate.perHour().minor(),
                                        platform.perHour().minor()),
                                own.perHour().minor()),
                        currency)));
    }

    /** The rate of the subdivision, or else of its country. */
    private Optional<FloorRate> nearest(String place, Kind kind) {
        int dash = place.indexOf('-');
        List<String> fromNarrow = dash < 0 ? List.of(place) : List.of(place, place.substring(0, dash));
        return fromNarrow.stream()
                .flatMap(name -> rates.stream()
                        .filter(rate -> rate.kind() == kind && rate.place().equals(name)))
                .findFirst();
    }

    private FloorRate platform(String currency) {
        var currencies = new TreeSet<String>();
        for (FloorRate rate : rates) {
            if (rate.kind() == Kind.PLATFORM) {
                if (rate.perHour().currency().equals(currency)) {
                    return rate;
                }
                currencies.add(rate.perHour().currency());
            }
        }
        if (currencies.isEmpty()) {
            throw new TryLater(
                    "wage-floors-unknown",
                    "The wage floors have not arrived from the payment-service yet, and no job is taken without them. Try again in a moment.",
                    Duration.ofSeconds(2));
        }
        throw new Unprocessable(
                "unsupported-currency",
                "There is no wage floor in " + currency + ", so no reward can be checked against it. Use one of: "
                        + String.join(", ", currencies) + ".",
                Map.of("supported", List.copyOf(currencies)));
    }
}
