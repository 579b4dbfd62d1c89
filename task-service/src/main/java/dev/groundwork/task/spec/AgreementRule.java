package dev.groundwork.task.spec;

import org.jspecify.annotations.Nullable;

/**
 * When two values of a property say the same.
 *
 * @param threshold how alike they must be at least, above 0, at most 1
 * @param tolerance the distance at which two numbers are one half alike; null where a twentieth of the range of the schema
 *     or, without one, of the right number does
 */
public record AgreementRule(
        Metric metric, double threshold, @Nullable Double tolerance) {

    public AgreementRule {
        if (!(threshold > 0 && threshold <= 1)) {
            throw new IllegalArgumentException("a threshold is above 0 and at most 1, not " + threshold);
        }
        if (tolerance != null && !(tolerance > 0 && tolerance < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a tolerance is a positive distance, not " + tolerance);
        }
    }

    /** {@return whether values that are so much alike say the same} */
    public boolean isMetBy(double likeness) {
        // Sums of shares miss their value by the last digit, which must not decide.
        return likeness >= threshold - 1e-9;
    }
}
