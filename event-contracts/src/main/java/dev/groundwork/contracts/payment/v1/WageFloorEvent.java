package dev.groundwork.contracts.payment.v1;

import java.time.LocalDate;

import dev.groundwork.contracts.Amount;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The hourly minimum of a place, published by payment-service on {@value #TOPIC} (compacted), keyed by place; living wages by place and {@code /living}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = WageFloorEvent.Unknown.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = WageFloorEvent.WageFloorSet.class, name = "wage-floor.set"),
})
public sealed interface WageFloorEvent {

    String TOPIC = "payment.wage-floor.v1";

    enum Kind {
        /** Set by law in the place. */
        STATUTORY,
        /** Enough to live on in the place, where configured. */
        LIVING,
        /** The marketplace's own floor, everywhere; one for each currency. */
        PLATFORM
    }

    /**
     * @param place ISO 3166-1 country or ISO 3166-2 subdivision; for the platform floor {@code platform-EUR} and the
     *     like
     * @param perHour in the currency of the place, at its minor unit
     * @param source where the number was read
     * @param confidence {@code high}, {@code medium} or {@code low}
     */
    record WageFloorSet(
            String place, Kind kind, Amount perHour, LocalDate effectiveFrom, String source, String confidence)
            implements WageFloorEvent {}

    /** Something that a newer payment-service says and this reader does not know yet. */
    record Unknown() implements WageFloorEvent {}
}
