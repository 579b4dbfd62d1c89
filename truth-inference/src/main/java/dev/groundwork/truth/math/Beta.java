package dev.groundwork.truth.math;

/**
 * The Beta distribution, which says what is known of a probability after so many successes and failures.
 *
 * @param alpha successes and what stands for them beforehand, positive
 * @param beta failures and what stands for them beforehand, positive
 */
public record Beta(double alpha, double beta) {

    private static final double TINY = 1e-300;
    private static final double EXACT = 1e-15;
    private static final int MOST_TERMS = 10_000;
    private static final int HALVINGS = 60;

    public Beta {
        if (!(alpha > 0 && beta > 0) || Double.isInfinite(alpha + beta)) {
            throw new IllegalArgumentException("Beta(%s, %s): both are positive and finite".formatted(alpha, beta));
        }
    }

    /** {@return the expected probability} */
    public double mean() {
        return alpha / (alpha + beta);
    }

    /**
     * {@return the probability that it is at most x}
     *
     * <p>The regularised incomplete beta function, by its continued fraction (Abramowitz and Stegun 26.5.8) with Lentz's
     * method, on the side where that converges fast.
     */
    public double atMost(double x) {
        if (x <= 0) {
            return 0;
        }
        if (x >= 1) {
            return 1;
        }
        return x < (alpha + 1) / (alpha + beta + 2) ? tail(alpha, beta, x) : 1 - tail(beta, alpha, 1 - x);
    }

    /**
     * {@return the probability below which it lies with the given probability}
     *
     * @param share 0 to 1
     */
    public double quantile(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share lies between 0 and 1, not at " + share);
        }
        double low = 0;
        double high = 1;
        for (int halving = 0; halving < HALVINGS; halving++) {
            double middle = (low + high) / 2;
            if (atMost(middle) < share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double tail(double a, double b, double x) {
        double logFactor =
                Gamma.logGamma(a + b) - Gamma.logGamma(a) - Gamma.logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
        return Math.exp(logFactor) / (a * fraction(a, b, x));
    }

    /** {@return 1 + d1 / (1 + d2 / (1 + ...))} */
    private static double fraction(double a, double b, double x) {
        double value = 1;
        double numerator = 1;
        double denominator = 0;
        for (int term = 1; term <= MOST_TERMS; term++) {
            int m = term / 2;
            double d = term % 2 == 0
                    ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                    : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            denominator = 1 / nonZero(1 + d * denominator);
            numerator = nonZero(1 + d / numerator);
            double change = numerator * denominator;
            value *= change;
            if (Math.abs(change - 1) < EXACT) {
                break;
            }
        }
        return value;
    }

    private static double nonZero(double x) {
        return Math.abs(x) < TINY ? TINY : x;
    }
}
