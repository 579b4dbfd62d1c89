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
            rate("US-CA", Kind.STATUTORY, 1690, "USD")));

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
        assertThat(perHour(FloorPolicy.UNIFORM_MAX, List.of(), "EUR")).isEqualTo(1400);
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
        assertThat(floors.forPlace("US-CA", "EUR").place()).isEqualTo("platform-EUR");
    }

    @Test
    void a_currency_without_a_platform_floor_is_not_supported() {
        assertThatThrownBy(() -> floors.forJob(FloorPolicy.UNIFORM, List.of(), "GBP"))
                .isInstanceOfSatisfying(Unprocessable.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("unsupported-currency");
                    assertThat(refusal.detail()).contains("EUR, USD");
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
