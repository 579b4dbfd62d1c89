package dev.groundwork.truth.gold;

import dev.groundwork.truth.math.Gamma;

/**
 * Whether control tasks have become known: workers are better at old ones than at fresh ones.
 *
 * @param oldAccuracy share of right answers to old control tasks; 0 without answers
 * @param freshAccuracy share of right answers to fresh control tasks; 0 without answers
 * @param chance the probability that the same skill on both shows a difference at least as large, 0 to 1; 1 when either
 *     has no answers
 */
public record GoldLeak(double oldAccuracy, double freshAccuracy, double chance) {

    /** Below this chance a person should look. */
    private static final double REMARKABLE = 0.01;

    /**
     * Compares the answers to old and fresh control tasks by Fisher's exact test, one-sided (Fisher, Statistical Methods
     * for Research Workers, section 21.02).
     */
    public static GoldLeak compare(int oldRight, int oldAnswered, int freshRight, int freshAnswered) {
        require(oldRight, oldAnswered);
        require(freshRight, freshAnswered);
        if (oldAnswered == 0 || freshAnswered == 0) {
            return new GoldLeak(share(oldRight, oldAnswered), share(freshRight, freshAnswered), 1);
        }
        int right = Math.addExact(oldRight, freshRight);
        double all = logChoose(Math.addExact(oldAnswered, freshAnswered), right);
        double chance = 0;
        for (int more = oldRight; more <= Math.min(oldAnswered, right); more++) {
            chance += Math.exp(logChoose(oldAnswered, more) + logChoose(freshAnswered, right - more) - all);
        }
        return new GoldLeak(share(oldRight, oldAnswered), share(freshRight, freshAnswered), Math.min(1, chance));
    }

    /** {@return whether the difference is too large for chance: the old control tasks should be replaced} */
    public boolean suspected() {
        return chance < REMARKABLE;
    }

    private static void require(int right, int answered) {
        if (right < 0 || right > answered) {
            throw new IllegalArgumentException("%d right of %d answers".formatted(right, answered));
        }
    }

    private static double share(int right, int answered) {
        return answered == 0 ? 0 : (double) right / answered;
    }

    private static double logChoose(int n, int k) {
        return k < 0 || k > n
                ? Double.NEGATIVE_INFINITY
                : Gamma.logGamma(n + 1.0) - Gamma.logGamma(k + 1.0) - Gamma.logGamma(n - k + 1.0);
    }
}
