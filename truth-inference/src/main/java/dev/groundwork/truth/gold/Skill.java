package dev.groundwork.truth.gold;

import dev.groundwork.truth.math.Beta;

/**
 * How often a worker is right, as far as their control answers show it.
 *
 * @param right right control answers, old ones possibly counting less than one
 * @param answered control answers, counted in the same way
 * @param priorMean the accuracy expected of somebody unknown, between 0 and 1
 * @param priorAnswers how many answers that expectation is worth, positive
 */
public record Skill(double right, double answered, double priorMean, double priorAnswers) {

    /** An unknown worker is expected to be right half the time, which one answer is enough to shake: Toloka's rule. */
    private static final double TOLOKA_MEAN = 0.5;

    private static final double TOLOKA_ANSWERS = 1;

    public Skill {
        if (!(right >= 0 && right <= answered) || !(priorMean > 0 && priorMean < 1) || !(priorAnswers > 0)) {
            throw new IllegalArgumentException(
                    "%s right of %s answers, expected %s worth %s: answers are not fewer than right ones, what is expected lies between 0 and 1"
                            .formatted(right, answered, priorMean, priorAnswers));
        }
    }

    /**
     * {@return the skill of an unknown worker in a crowd}
     *
     * @param classes how many classes a task has: nobody is expected to be worse than chance
     * @param crowdAccuracy the share of right control answers of the whole crowd
     * @param priorAnswers how many answers the expectation is worth
     */
    public static Skill unknown(int classes, double crowdAccuracy, double priorAnswers) {
        double mean = Math.clamp(Math.max(1.0 / classes, crowdAccuracy), 0.01, 0.99);
        return new Skill(0, 0, mean, priorAnswers);
    }

    /** {@return the skill by Toloka's formula (right + k) / (answered + 2k) with k = 0.5} */
    public static Skill toloka(double right, double answered) {
        return new Skill(right, answered, TOLOKA_MEAN, TOLOKA_ANSWERS);
    }

    /** {@return the skill after one more control answer} */
    public Skill after(boolean rightAnswer) {
        return new Skill(right + (rightAnswer ? 1 : 0), answered + 1, priorMean, priorAnswers);
    }

    /**
     * {@return the skill with all control answers so far counting less}
     *
     * @param factor what is left of each, 0 to 1
     */
    public Skill faded(double factor) {
        if (!(factor >= 0 && factor <= 1)) {
            throw new IllegalArgumentException("answers fade to a share between 0 and 1, not to " + factor);
        }
        return new Skill(factor * right, factor * answered, priorMean, priorAnswers);
    }

    /** {@return what is known of the probability of a right answer} */
    public Beta belief() {
        return new Beta(right + priorMean * priorAnswers, answered - right + (1 - priorMean) * priorAnswers);
    }

    /** {@return the expected probability of a right answer} */
    public double mean() {
        return belief().mean();
    }

    /**
     * {@return the probability of a right answer that the worker exceeds with the given certainty}
     *
     * @param certainty 0 to 1, such as 0.95
     */
    public double lowerBound(double certainty) {
        return belief().quantile(1 - certainty);
    }
}
