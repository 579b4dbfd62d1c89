package dev.groundwork.task.job;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How answers of a job are decided on.
 *
 * @param threshold the lower bound of a worker's control score from which answers are approved; with
 *     {@link ReviewPolicy#AUTO_BY_CONTROL_SCORE} only
 * @param revisionWindow how long after submitting a worker may send another answer, while nobody has decided
 */
public record ReviewTerms(ReviewPolicy policy, @Nullable Double threshold, Duration revisionWindow) {

    public ReviewTerms {
        if ((policy == ReviewPolicy.AUTO_BY_CONTROL_SCORE) != (threshold != null)) {
            throw new IllegalArgumentException("a threshold belongs to the control score: " + policy);
        }
    }

    /** {@return what applies where a requester says nothing} */
    public static ReviewTerms usual() {
        return new ReviewTerms(ReviewPolicy.MANUAL, null, Duration.ZERO);
    }
}
