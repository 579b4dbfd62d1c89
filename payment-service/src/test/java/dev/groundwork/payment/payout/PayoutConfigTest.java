package dev.groundwork.payment.payout;

import java.util.Map;

import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Settings of payouts as they are read at the start of the service. */
class PayoutConfigTest {

    private static final ValidatorFactory FACTORY = Validation.buildDefaultValidatorFactory();

    @AfterAll
    static void no_more_is_validated() {
        FACTORY.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "50001", "1000000"})
    void a_page_that_does_nothing_or_does_not_fit_into_memory_ends_the_start_with_what_may_be_set(String page) {
        assertThatThrownBy(() -> settings(Map.of("groundwork.payment.payout.page", page)))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining(
                        "groundwork.payment.payout.page is how many payouts a step has in memory: set it from 1 to 50000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "50000"})
    void a_page_up_to_the_bounds_is_taken(String page) {
        assertThat(settings(Map.of("groundwork.payment.payout.page", page)).page())
                .hasToString(page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "10"})
    void a_band_that_nobody_or_a_crowd_has_to_approve_ends_the_start(String people) {
        assertThatThrownBy(() -> settings(Map.of("groundwork.payment.payout.approval.bands.100000", people)))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("groundwork.payment.payout.approval.bands");
    }

    @Test
    void a_band_is_taken() {
        assertThat(settings(Map.of("groundwork.payment.payout.approval.bands.100000", "2"))
                        .approval()
                        .bands())
                .isEqualTo(Map.of(100_000L, 2));
    }

    @Test
    void nothing_has_to_be_set() {
        assertThat(settings(Map.of()).page()).isEqualTo(5_000);
    }

    static PayoutConfig settings(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(PayoutConfig.class)
                .withValidator((BeanValidationConfigValidator) FACTORY::getValidator)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(PayoutConfig.class);
    }
}
