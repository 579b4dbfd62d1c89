package dev.groundwork.task.floor;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import dev.groundwork.contracts.payment.v1.WageFloorEvent.Kind;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.time.TimeStatistic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FloorCheckTest {

    private static final FloorRate SPAIN =
            new FloorRate("ES", Kind.STATUTORY, new Money(937, "EUR"), LocalDate.of(2026, 1, 1), "RD 126/2026", "high");

    /** Vector 1: medians of twelve workers, the price time their eleventh smallest. */
    private static final TaskTime MEASURED = TaskTime.measured(statistic(12, 11, 155, 240, 196), 20);

    private static TimeStatistic statistic(int workers, int rank, long median, long slowest, long price) {
        return new TimeStatistic(workers, workers, median, median, median, slowest, price, rank);
    }

    @Test
    void with_too_few_workers_the_slowest_counts_or_the_estimate_with_its_half() {
        var few = statistic(3, 0, 20, 50, 50);

        assertThat(TaskTime.measured(few, 12))
                .isEqualTo(new TaskTime("slowest_worker_or_requester_estimate_x1_5", 50, 20, 3));
        assertThat(TaskTime.measured(few, 40).seconds()).isEqualTo(60);
    }

    @Test
    void with_a_hundred_workers_the_quantile_itself_counts() {
        assertThat(TaskTime.measured(statistic(100, 0, 155, 900, 190), 20))
                .isEqualTo(new TaskTime("p75_of_worker_medians", 190, 155, 100));
    }

    @Test
    void vector_1_asks_for_52_cents() {
        FloorCheck check = FloorCheck.of(eur(45), SPAIN, MEASURED);

        assertThat(check.required()).isEqualTo(eur(52));
        assertThat(check.shortfall()).isEqualTo(eur(7));
        assertThat(check.passes()).isFalse();
    }

    /** With the floors of the seed: by law where it is higher, else the marketplace's own in the currency of the reward. */
    @ParameterizedTest
    @CsvSource({
        "ES, STATUTORY, 937, EUR, 45, 52",
        "KE, PLATFORM, 103200, KES, 5000, 5619",
        "VE, PLATFORM, 209600, VES, 11000, 11412",
        "IT, PLATFORM, 740, EUR, 40, 41",
        "XX, PLATFORM, 800, USD, 43, 44",
    })
    void vector_1_is_refused_everywhere_with_the_exact_shortfall(
            String place, Kind kind, long floor, String currency, long reward, long required) {
        var rate = new FloorRate(place, kind, new Money(floor, currency), LocalDate.of(2026, 1, 1), "seed", "high");

        FloorCheck check = FloorCheck.of(new Money(reward, currency), rate, MEASURED);

        assertThat(check.shortfall()).isEqualTo(new Money(required - reward, currency));
        assertThatThrownBy(check::orRefuse).isInstanceOf(Unprocessable.class);
        assertThat(FloorCheck.of(new Money(required, currency), rate, MEASURED).passes())
                .isTrue();
    }

    @Test
    void vector_1_is_refused_with_everything_needed_to_see_why() {
        FloorCheck check = FloorCheck.of(eur(45), SPAIN, MEASURED);

        assertThatThrownBy(check::orRefuse).isInstanceOfSatisfying(Unprocessable.class, refusal -> {
            assertThat(refusal.code()).isEqualTo("pay-below-floor");
            assertThat(refusal.detail()).contains("0.45", "0.07", "9.37", "0.52", "RD 126/2026");
            assertThat(refusal.members())
                    .containsExactly(
                            Map.entry("reward", "0.45"),
                            Map.entry("currency", "EUR"),
                            Map.entry("required", "0.52"),
                            Map.entry("shortfall", "0.07"),
                            Map.entry(
                                    "floor",
                                    Map.of(
                                            "per_hour", "9.37",
                                            "kind", "statutory",
                                            "place", "ES",
                                            "effective", "2026-01-01",
                                            "source", "RD 126/2026",
                                            "confidence", "high")),
                            Map.entry(
                                    "time",
                                    Map.of(
                                            "statistic",
                                            "p75_upper80_of_worker_medians",
                                            "seconds",
                                            196L,
                                            "median_seconds",
                                            155L,
                                            "workers",
                                            12)),
                            Map.entry("implied_hourly", Map.of("at_price_time", "8.27", "at_median", "10.45")),
                            Map.entry(
                                    "ways_out",
                                    List.of("raise reward to 0.52", "shorten the task to 172 s and run a new pilot")));
        });
    }

    @Test
    void the_required_reward_passes_and_a_cent_less_does_not() {
        assertThatCode(() -> FloorCheck.of(eur(52), SPAIN, MEASURED).orRefuse()).doesNotThrowAnyException();
        assertThat(FloorCheck.of(eur(51), SPAIN, MEASURED).passes()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"20, 30", "15, 23", "1, 2", "3600, 5400"})
    void until_time_is_measured_one_and_a_half_times_the_estimate_is_priced(long estimate, long priced) {
        TaskTime time = TaskTime.estimatedBy(estimate);

        assertThat(time.seconds()).isEqualTo(priced);
        assertThat(time.statistic()).isEqualTo("requester_estimate_x1_5");
        assertThat(time.workers()).isZero();
    }

    @ParameterizedTest
    // An hour at 7.44 for so many seconds: exact products stay, anything over rounds up to the next cent.
    @CsvSource({"3600, 744", "1800, 372", "1, 1", "23, 5", "4839, 1001"})
    void is_rounded_up_to_the_minor_unit(long seconds, long required) {
        var platform = new FloorRate(
                "platform-EUR", Kind.PLATFORM, eur(744), LocalDate.of(2026, 1, 1), "the platform", "high");

        FloorCheck check = FloorCheck.of(eur(1), platform, new TaskTime("any", seconds, seconds, 0));

        assertThat(check.required()).isEqualTo(eur(required));
    }

    @Test
    void currencies_are_never_mixed() {
        assertThatThrownBy(() -> FloorCheck.of(new Money(45, "USD"), SPAIN, MEASURED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_currency_without_decimals_works_in_whole_units() {
        var japan =
                new FloorRate("JP", Kind.STATUTORY, new Money(1055, "JPY"), LocalDate.of(2026, 1, 1), "MHLW", "high");

        FloorCheck check = FloorCheck.of(new Money(10, "JPY"), japan, TaskTime.estimatedBy(40));

        assertThat(check.required()).isEqualTo(new Money(18, "JPY"));
        assertThat(check.members()).containsEntry("required", "18");
    }

    private static Money eur(long minor) {
        return new Money(minor, "EUR");
    }
}
