package dev.groundwork.truth.math;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class GammaTest {

    private static final double EULER = 0.5772156649015329;

    @Test
    void agrees_with_known_values() {
        assertThat(Gamma.logGamma(0.5)).isCloseTo(Math.log(Math.sqrt(Math.PI)), within(1e-13));
        assertThat(Gamma.logGamma(1)).isCloseTo(0, within(1e-13));
        assertThat(Gamma.logGamma(11)).isCloseTo(Math.log(3_628_800), within(1e-12));
        assertThat(Gamma.digamma(1)).isCloseTo(-EULER, within(1e-13));
        assertThat(Gamma.digamma(0.5)).isCloseTo(-EULER - 2 * Math.log(2), within(1e-13));
        assertThat(Gamma.digamma(2)).isCloseTo(1 - EULER, within(1e-13));
    }

    @Test
    void follows_its_recurrence_and_its_derivative() {
        for (double x = 0.05; x < 40; x += 0.37) {
            assertThat(Gamma.logGamma(x + 1)).isCloseTo(Gamma.logGamma(x) + Math.log(x), within(1e-12));
            assertThat(Gamma.digamma(x + 1)).isCloseTo(Gamma.digamma(x) + 1 / x, within(1e-12));
            double step = 1e-5 * x;
            double slope = (Gamma.logGamma(x + step) - Gamma.logGamma(x - step)) / (2 * step);
            assertThat(Gamma.digamma(x)).isCloseTo(slope, within(1e-6 * Math.max(1, 1 / x)));
        }
    }

    @Test
    void refuses_what_is_not_positive() {
        assertThatThrownBy(() -> Gamma.logGamma(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Gamma.digamma(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
