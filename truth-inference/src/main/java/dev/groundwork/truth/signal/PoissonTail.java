package dev.groundwork.truth.signal;

/**
 * The probability of many rare things. A sum of independent events with different probabilities is less spread than a
 * Poisson variable of the same mean, so that for counts above the mean this errs on the side of calling them chance.
 */
final class PoissonTail {

    private PoissonTail() {}

    /** {@return the probability of at least that many where that many are expected; from 0 to 1} */
    static double atLeast(int count, double expected) {
        if (count <= 0) {
            return 1;
        }
        if (expected <= 0) {
            return 0;
        }
        if (count <= expected) {
            return 1 - below(count, expected);
        }
        // Above the mean the terms fall from the first one on; summing them keeps the digits of a tiny tail.
        double term = Math.exp(logTerm(count, expected));
        double sum = 0;
        for (int i = count; term > sum * 1e-16; i++) {
            sum += term;
            term *= expected / (i + 1);
        }
        return Math.min(1, sum);
    }

    private static double below(int count, double expected) {
        double sum = 0;
        double logTerm = -expected;
        for (int i = 0; i < count; i++) {
            sum += Math.exp(logTerm);
            logTerm += Math.log(expected / (i + 1));
        }
        return Math.min(1, sum);
    }

    private static double logTerm(int count, double expected) {
        double logTerm = -expected;
        for (int i = 1; i <= count; i++) {
            logTerm += Math.log(expected / i);
        }
        return logTerm;
    }
}
