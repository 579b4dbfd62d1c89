package dev.groundwork.task.floor;

import java.time.LocalDate;
import java.util.List;

import dev.groundwork.contracts.payment.v1.WageFloorEvent.Kind;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.TryLater;
import dev.groundwork.kit.problem.Unprocessable;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FloorsTest {

    private final Floors floors = Floors.of(List.of(
            rate("platform-EUR", Kind.PLATFORM, 744, "EUR"),
            rate("platform-USD", Kind.PLATFORM, 800, "USD"),
            rate("ES", Kind.STATUTORY, 937, "EUR"),
            rate("FR", Kind.STATUTORY, 1202, "EUR"),
            rate("FR", Kind.LIVING, 1400, "EUR"),
            rate("PT", Kind.STATUTORY, 530, "EUR"),
            rate("US", Kind.STATUTORY, 725, "USD"),
            rate("US-CA", Kind.STATUTORY, 1690, "USD"),
            rate("platform-AUD", Kind.PLATFORM, 1220, "AUD"),
            rate("platform-JPY", Kind.PLATFORM, 1200, "JPY"),
            rate("platform-KES", Kind.PLATFORM, 103200, "KES"),
            rate("AU", Kind.STATUTORY, 2644, "AUD"),
            rate("KE", Kind.STATUTORY, 8264, "KES"),
            rate("KE", Kind.LIVING, 1201, "USD"),
            rate("LI", Kind.STATUTORY, 99900, "CHF")));

    @Test
    void one_reward_for_everyone_meets_the_platforms_floor() {
        assertThat(floors.forJob(FloorPolicy.UNIFORM, List.of("ES", "FR"), "EUR")
                        .place())
                .isEqualTo("platform-EUR");
    }

    @Test
    void the_strict_policy_meets_the_dearest_place_that_is_admitted() {
        assertThat(perHour(FloorPolicy.UNIFORM_MAX, List.of("ES", "PT"), "EUR")).isEqualTo(937);
        assertThat(perHour(FloorPolicy.UNIFORM_MAX, List.of("ES", "FR"), "EUR")).isEqualTo(1400);
        assertThat(perHour(FloorPolicy.UNIFORM_MAX, List.of("PT"), "EUR")).isEqualTo(744);
    }

    @Test
    void a_subdivision_has_its_own_rate_or_its_countrys() {
        assertThat(floors.forPlace("US-CA", "USD").perHour().minor()).isEqualTo(1690);
        assertThat(floors.forPlace("ES-CT", "EUR").place()).isEqualTo("ES");
        assertThat(floors.forPlace("US-TX", "USD").place()).isEqualTo("platform-USD");
    }

    @Test
    void a_place_without_a_rate_has_the_platforms() {
        assertThat(floors.forPlace("VE", "EUR").place()).isEqualTo("platform-EUR");
        assertThat(floors.forPlace("US-TX", "EUR").place()).isEqualTo("platform-EUR");
    }

    @Test
    void a_rate_in_another_currency_counts_by_the_marketplaces_own_floors_rounded_up() {
        FloorRate australia = floors.forJob(FloorPolicy.UNIFORM_MAX, List.of("AU"), "USD");

        // 26.44 AUD where 12.20 AUD and 8.00 USD are worth the same: 17.3377.
        assertThat(australia.perHour()).isEqualTo(new Money(1734, "USD"));
        assertThat(australia.place()).isEqualTo("AU");
        assertThat(australia.source()).isEqualTo("a law; 26.44 AUD an hour");
        assertThat(floors.forPlace("AU", "USD")).isEqualTo(australia);
        // 16.90 USD at 7.44 EUR for 8.00 USD is 15.717; at 1200 JPY, which has no decimals, exactly 2535.
        assertThat(floors.forPlace("US-CA", "EUR").perHour()).isEqualTo(new Money(1572, "EUR"));
        assertThat(floors.forPlace("US-CA", "JPY").perHour()).isEqualTo(new Money(2535, "JPY"));
    }

    @Test
    void a_living_wage_in_dollars_holds_beside_a_law_in_the_places_own_money() {
        assertThat(floors.forPlace("KE", "USD").perHour()).isEqualTo(new Money(1201, "USD"));
        assertThat(floors.forPlace("KE", "KES").kind()).isEqualTo(Kind.LIVING);
        assertThat(floors.forPlace("KE", "KES").perHour()).isEqualTo(new Money(154929, "KES"));
        assertThat(floors.forPlace("KE", "EUR").perHour()).isEqualTo(new Money(1117, "EUR"));
    }

    @Test
    void a_job_for_everywhere_meets_the_dearest_place_in_whatever_currency() {
        assertThat(floors.forJob(FloorPolicy.UNIFORM_MAX, List.of(), "USD").place())
                .isEqualTo("AU");
        assertThat(perHour(FloorPolicy.UNIFORM_MAX, List.of(), "EUR")).isEqualTo(1613);
    }

    @Test
    void a_rate_that_nothing_compares_is_left_out() {
        assertThat(floors.forPlace("LI", "EUR").place()).isEqualTo("platform-EUR");
    }

    @Test
    void a_currency_without_a_platform_floor_is_not_supported() {
        assertThatThrownBy(() -> floors.forJob(FloorPolicy.UNIFORM, List.of(), "GBP"))
                .isInstanceOfSatisfying(Unprocessable.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("unsupported-currency");
                    assertThat(refusal.detail()).contains("AUD, EUR, JPY, KES, USD");
                });
    }

    @Test
    void before_any_floor_has_arrived_the_caller_is_asked_to_wait() {
        assertThatThrownBy(() -> Floors.of(List.of()).forPlace("ES", "EUR")).isInstanceOf(TryLater.class);
    }

    private long perHour(FloorPolicy policy, List<String> places, String currency) {
        return floors.forJob(policy, places, currency).perHour().minor();
    }

    private static FloorRate rate(String place, Kind kind, long minor, String currency) {
        return new FloorRate(place, kind, new Money(minor, currency), LocalDate.of(2026, 1, 1), "a law", "high");
    }
}
