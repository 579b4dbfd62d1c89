package dev.groundwork.payment.wage;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import dev.groundwork.contracts.payment.v1.WageFloorEvent.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class WageFloorsTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    private final WageFloors floors = new WageFloors(WageSeed.read());

    @ParameterizedTest
    @CsvSource({
        "ES, ES, STATUTORY, 9.37 EUR",
        "DE, DE, STATUTORY, 13.90 EUR",
        "US, platform-USD, PLATFORM, 8.00 USD",
        "US-CA, US-CA, STATUTORY, 16.90 USD",
        "US-OH, platform-USD, PLATFORM, 8.00 USD",
        "KE, platform-KES, PLATFORM, 1032.00 KES",
        "VE, platform-VES, PLATFORM, 2096.00 VES",
        "UG, platform-UGX, PLATFORM, 28800 UGX",
        "IT, platform-EUR, PLATFORM, 7.40 EUR",
        "SE, platform-SEK, PLATFORM, 76.00 SEK",
        "JP, platform-JPY, PLATFORM, 1200 JPY",
        "XX, platform-USD, PLATFORM, 8.00 USD",
    })
    void the_highest_of_law_and_house_rule_holds(String place, String rateOf, Kind kind, String perHour) {
        WageFloor floor = floors.resolve(place, TODAY);

        assertThat(floor.place()).isEqualTo(rateOf);
        assertThat(floor.kind()).isEqualTo(kind);
        assertThat(floor.perHour()).hasToString(perHour);
        assertThat(floor.source()).isNotBlank();
        assertThat(floor.effectiveFrom()).isBeforeOrEqualTo(TODAY);
        assertThat(floor.confidence()).isIn("high", "medium", "low");
    }

    @Test
    void a_rate_holds_from_its_day_on_and_the_older_one_until_then() {
        List<WageFloor> rows = new ArrayList<>(WageSeed.read());
        rows.add(new WageFloor(
                "DE",
                Kind.STATUTORY,
                LocalDate.of(2027, 1, 1),
                1460L,
                "EUR",
                false,
                "Mindestlohn 2027",
                "",
                "high",
                null));
        var withNext = new WageFloors(rows);

        assertThat(withNext.resolve("DE", LocalDate.of(2026, 12, 31)).perHour()).hasToString("13.90 EUR");
        assertThat(withNext.resolve("DE", LocalDate.of(2027, 1, 1)).perHour()).hasToString("14.60 EUR");
    }

    @Test
    void a_living_wage_lifts_the_floor_where_one_is_known() {
        List<WageFloor> rows = new ArrayList<>(WageSeed.read());
        rows.add(new WageFloor(
                "GB",
                Kind.LIVING,
                LocalDate.of(2026, 4, 1),
                1345L,
                "GBP",
                false,
                "Living Wage Foundation",
                "",
                "high",
                null));

        assertThat(new WageFloors(rows).resolve("GB", TODAY).kind()).isEqualTo(Kind.LIVING);
    }

    @Test
    void a_living_wage_in_dollars_stands_beside_the_law_and_neither_hides_the_other() {
        List<WageFloor> rows = new ArrayList<>(WageSeed.read());
        rows.add(living("KE", 1201, "USD"));
        rows.add(living("ES", 1600, "USD"));
        var both = new WageFloors(rows);

        assertThat(both.inForce(TODAY))
                .filteredOn(floor -> List.of("KE", "ES").contains(floor.place()))
                .extracting(floor -> floor.place() + " " + floor.kind() + " " + floor.perHour())
                .containsExactly(
                        "ES STATUTORY 9.37 EUR",
                        "ES LIVING 16.00 USD",
                        "KE STATUTORY 82.64 KES",
                        "KE LIVING 12.01 USD");
        // 1032.00 KES, 7.40 EUR and 8.00 USD are worth the same.
        assertThat(both.resolve("KE", TODAY).perHour()).hasToString("1549.29 KES");
        assertThat(both.resolve("ES", TODAY).perHour()).hasToString("14.80 EUR");
        assertThat(both.resolve("ES", TODAY).kind()).isEqualTo(Kind.LIVING);
    }

    private static WageFloor living(String place, long minor, String currency) {
        return new WageFloor(
                place, Kind.LIVING, LocalDate.of(2026, 4, 1), minor, currency, false, "a survey", "", "high", null);
    }

    @Test
    void consumers_are_told_of_each_usable_floor_once() {
        List<WageFloor> inForce = floors.inForce(TODAY);

        assertThat(inForce).extracting(WageFloor::place).doesNotHaveDuplicates();
        assertThat(inForce).extracting(WageFloor::place).contains("ES", "US-CA", "platform-EUR", "platform-USD");
        assertThat(inForce).extracting(WageFloor::place).doesNotContain("IT", "SE", "VE", "UG");
    }
}
