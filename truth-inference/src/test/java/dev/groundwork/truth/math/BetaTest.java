package dev.groundwork.truth.math;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class BetaTest {

    @Test
    void agrees_with_closed_forms() {
        for (double x = 0.02; x < 1; x += 0.07) {
            assertThat(new Beta(1, 1).atMost(x)).isCloseTo(x, within(1e-12));
            assertThat(new Beta(3, 1).atMost(x)).isCloseTo(x * x * x, within(1e-12));
            assertThat(new Beta(1, 4).atMost(x)).isCloseTo(1 - Math.pow(1 - x, 4), within(1e-12));
            assertThat(new Beta(0.5, 0.5).atMost(x)).isCloseTo(2 / Math.PI * Math.asin(Math.sqrt(x)), within(1e-12));
            assertThat(new Beta(2, 3).atMost(x)).isCloseTo(binomialTail(x), within(1e-12));
        }
        assertThat(new Beta(7, 2).atMost(0)).isZero();
        assertThat(new Beta(7, 2).atMost(1)).isEqualTo(1);
        assertThat(new Beta(7, 2).mean()).isCloseTo(7 / 9.0, within(1e-12));
    }

    @Test
    void finds_the_quantile_that_it_reports() {
        for (double share : new double[] {0.001, 0.05, 0.5, 0.95}) {
            for (var beta :
                    new Beta[] {new Beta(0.5, 0.5), new Beta(8.5, 2.5), new Beta(400, 30), new Beta(1e5, 2e5)}) {
                assertThat(beta.atMost(beta.quantile(share))).isCloseTo(share, within(1e-9));
            }
        }
    }

    @Test
    void refuses_what_is_no_distribution() {
        assertThatThrownBy(() -> new Beta(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Beta(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Beta(1, 1).quantile(1.5)).isInstanceOf(IllegalArgumentException.class);
    }

    /** P(Beta(2, 3) at most x) is P(Binomial(4, x) at least 2). */
    private static double binomialTail(double x) {
        double y = 1 - x;
        return 1 - Math.pow(y, 4) - 4 * x * Math.pow(y, 3);
    }
}
