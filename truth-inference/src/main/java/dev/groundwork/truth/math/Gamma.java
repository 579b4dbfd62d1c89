package dev.groundwork.truth.math;

/** The logarithm of the gamma function and its derivative, for positive arguments. */
public final class Gamma {

    /** From here on the asymptotic series is exact to the last digits. */
    private static final double LARGE = 12;

    private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    private Gamma() {}

    /**
     * {@return ln Γ(x)}
     *
     * <p>Stirling's series after shifting x upwards by ln Γ(x) = ln Γ(x + 1) - ln x (Abramowitz and Stegun 6.1.41).
     *
     * @throws IllegalArgumentException unless x is positive
     */
    public static double logGamma(double x) {
        requirePositive(x);
        double factors = 1;
        double at = x;
        while (at < LARGE) {
            factors *= at;
            at++;
        }
        double inverse = 1 / at;
        double square = inverse * inverse;
        double series = inverse
                * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188))));
        return (at - 0.5) * Math.log(at) - at + HALF_LOG_TWO_PI + series - Math.log(factors);
    }

    /**
     * {@return ψ(x), the derivative of ln Γ(x)}
     *
     * <p>The asymptotic series after shifting x upwards by ψ(x) = ψ(x + 1) - 1/x (Abramowitz and Stegun 6.3.18).
     *
     * @throws IllegalArgumentException unless x is positive
     */
    public static double digamma(double x) {
        requirePositive(x);
        double shift = 0;
        double at = x;
        while (at < LARGE) {
            shift += 1 / at;
            at++;
        }
        double square = 1 / (at * at);
        double series =
                square * (1.0 / 12 - square * (1.0 / 120 - square * (1.0 / 252 - square * (1.0 / 240 - square / 132))));
        return Math.log(at) - 0.5 / at - series - shift;
    }

    private static void requirePositive(double x) {
        if (!(x > 0)) {
            throw new IllegalArgumentException("the gamma function is wanted here for positive numbers only, not " + x);
        }
    }
}
