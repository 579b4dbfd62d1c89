package dev.groundwork.task.job;

import java.time.Duration;
import java.util.List;

import dev.groundwork.kit.problem.FieldError;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How a requester wants to decide on answers.
 *
 * @param policy MANUAL when left out
 * @param threshold for AUTO_BY_CONTROL_SCORE: approves answers of workers whose control score is surely at or above it
 * @param revisionWindow ISO 8601, up to an hour: how long a worker may replace an answer that nobody has decided on; none
 *     when left out
 */
@Schema(examples = "{\"policy\": \"AUTO_BY_CONTROL_SCORE\", \"threshold\": 0.85, \"revisionWindow\": \"PT2M\"}")
record NewReview(
        @Nullable ReviewPolicy policy,
        @Nullable Double threshold,

        @Schema(implementation = String.class, examples = "PT2M") @Nullable Duration revisionWindow) {

    private static final Duration LONGEST_REVISION = Duration.ofHours(1);
    private static final double USUAL_THRESHOLD = 0.8;

    /** @param hasControlTasks whether the job measures its workers by control tasks */
    ReviewTerms terms(boolean hasControlTasks, List<FieldError> errors) {
        var chosen = policy == null ? ReviewPolicy.MANUAL : policy;
        boolean byScore = chosen == ReviewPolicy.AUTO_BY_CONTROL_SCORE;
        if (byScore && !hasControlTasks) {
            errors.add(
                    new FieldError("/review/policy", "needs a job with control tasks, by which workers are measured"));
        }
        if (threshold != null && !byScore) {
            errors.add(new FieldError("/review/threshold", "belongs to the policy AUTO_BY_CONTROL_SCORE"));
        }
        if (threshold != null && !(threshold > 0 && threshold < 1)) {
            errors.add(new FieldError("/review/threshold", "must be above 0 and below 1"));
        }
        var revision = revisionWindow == null ? Duration.ZERO : revisionWindow;
        if (revision.isNegative() || revision.compareTo(LONGEST_REVISION) > 0) {
            errors.add(new FieldError("/review/revisionWindow", "must be between PT0S and " + LONGEST_REVISION));
        }
        return new ReviewTerms(
                chosen, byScore ? (threshold == null ? (Double) USUAL_THRESHOLD : threshold) : null, revision);
    }
}
