package dev.groundwork.task.job;

import java.util.List;

import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.policy.ControlShare;
import dev.groundwork.task.policy.DynamicOverlap;
import dev.groundwork.task.policy.QualityPolicy;
import dev.groundwork.task.policy.TrainingCourse;
import dev.groundwork.task.spec.TaskSpec;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a requester posts for the quality of a job; every member may be left out.
 *
 * @param overlap buys answers until the label is sure enough; left out for a fixed overlap
 * @param control mixes in tasks with known answers
 * @param training is done, paid, before the real tasks
 */
@Schema(examples = """
                {"overlap": {"min": 2, "max": 7, "confidence": 0.9, "ambiguityMargin": 0.2},
                 "control": {"share": 0.2, "floor": 0.05},
                 "training": {"tasks": 5, "threshold": 0.8, "attempts": 2, "workers": 50}}""")
record NewQuality(
        @Nullable NewOverlap overlap,
        @Nullable NewControl control,
        @Nullable NewTraining training) {

    private static final int MOST_OVERLAP = 1000;
    private static final int USUAL_MIN = 2;
    private static final int USUAL_MAX = 5;

    /**
     * Dynamic overlap as posted.
     *
     * @param min fewest answers; 2 when left out
     * @param max most answers; the job's overlap when left out, or 5 when that says nothing
     * @param confidence 0.5 to 0.999; 0.9 when left out
     * @param ambiguityMargin 0 to 1; 0.2 when left out
     * @param calibrated false when left out
     */
    record NewOverlap(
            @Nullable Integer min,
            @Nullable Integer max,
            @Nullable Double confidence,
            @Nullable Double ambiguityMargin,
            @Nullable Boolean calibrated) {}

    /**
     * Control tasks as posted.
     *
     * @param share of a new worker's tasks, above 0, at most 0.5; 0.2 when left out
     * @param floor of a reliable worker's tasks, from 0 to the share; 0.05 when left out
     * @param reliableAt accuracy that a reliable worker exceeds, 0.51 to 0.999; 0.9 when left out
     * @param maxUses of one control task; 200 when left out
     * @param perWorker control tasks of one worker; 200 when left out
     * @param answers most control answers; what the share comes to when left out
     * @param namedClaims whether workers may claim tasks by name; false when left out
     */
    record NewControl(
            @Nullable Double share,
            @Nullable Double floor,
            @Nullable Double reliableAt,
            @Nullable Integer maxUses,
            @Nullable Integer perWorker,
            @Nullable Long answers,
            @Nullable Boolean namedClaims) {}

    /**
     * Training as posted.
     *
     * @param tasks of one attempt, 1 to 100; 5 when left out
     * @param threshold share of right answers that passes, above 0; 0.8 when left out
     * @param attempts 1 to 10; 2 when left out
     * @param workers whose training the hold covers; 50 when left out
     */
    record NewTraining(
            @Nullable Integer tasks,
            @Nullable Double threshold,
            @Nullable Integer attempts,
            @Nullable Integer workers) {}

    /**
     * The policy with every usual value filled in; faults go to {@code errors}, and the policy means nothing then.
     *
     * @param jobOverlap as posted
     * @throws Unprocessable {@code overlap-needs-categories} when the spec has nothing that labels can be counted of
     */
    QualityPolicy policy(@Nullable Integer jobOverlap, TaskSpec spec, List<FieldError> errors) {
        int before = errors.size();
        var dynamic = overlap == null ? null : overlap(overlap, jobOverlap, errors);
        var share = control == null ? null : control(control, errors);
        var course = training == null ? null : training(training, errors);
        if (dynamic != null && errors.size() == before) {
            requireCategories(spec);
        }
        return new QualityPolicy(dynamic, share, course);
    }

    private static void requireCategories(TaskSpec spec) {
        boolean any = spec.outputs().stream().anyMatch(field -> field.kind().isCounted());
        if (!any) {
            throw new Unprocessable(
                    "overlap-needs-categories",
                    "Dynamic overlap stops when a label is sure enough, and no output of the spec is a choice, a yes or no,"
                            + " a rating or a preference. Add one, or leave out quality.overlap and say how many answers each task gets with"
                            + " overlap.");
        }
    }

    private static @Nullable DynamicOverlap overlap(
            NewOverlap posted, @Nullable Integer jobOverlap, List<FieldError> errors) {
        int min = posted.min == null ? USUAL_MIN : posted.min;
        int usualMax = jobOverlap != null && jobOverlap >= min ? jobOverlap : Math.max(min, USUAL_MAX);
        int max = posted.max == null ? usualMax : posted.max;
        double confidence = posted.confidence == null ? 0.9 : posted.confidence;
        double margin = posted.ambiguityMargin == null ? 0.2 : posted.ambiguityMargin;
        var check = new Check(errors, "/quality/overlap");
        check.range("/min", min, 1, MOST_OVERLAP);
        check.range("/max", max, min, MOST_OVERLAP);
        check.range("/confidence", confidence, 0.5, 0.999);
        check.range("/ambiguityMargin", margin, 0, 1);
        return check.isFine()
                ? new DynamicOverlap(min, max, confidence, margin, Boolean.TRUE.equals(posted.calibrated))
                : null;
    }

    private static @Nullable ControlShare control(NewControl posted, List<FieldError> errors) {
        double share = posted.share == null ? 0.2 : posted.share;
        double floor = posted.floor == null ? Math.min(0.05, share) : posted.floor;
        double reliableAt = posted.reliableAt == null ? 0.9 : posted.reliableAt;
        int maxUses = posted.maxUses == null ? 200 : posted.maxUses;
        int perWorker = posted.perWorker == null ? 200 : posted.perWorker;
        var check = new Check(errors, "/quality/control");
        check.range("/share", share, 0.001, 0.5);
        check.range("/floor", floor, 0, Math.max(0, share));
        check.range("/reliableAt", reliableAt, 0.51, 0.999);
        check.range("/maxUses", maxUses, 1, 1_000_000);
        check.range("/perWorker", perWorker, 1, 1_000_000);
        if (posted.answers != null) {
            check.range("/answers", posted.answers, 0, 100_000_000);
        }
        return check.isFine()
                ? new ControlShare(
                        share,
                        floor,
                        reliableAt,
                        maxUses,
                        perWorker,
                        posted.answers,
                        Boolean.TRUE.equals(posted.namedClaims))
                : null;
    }

    private static @Nullable TrainingCourse training(NewTraining posted, List<FieldError> errors) {
        int tasks = posted.tasks == null ? 5 : posted.tasks;
        double threshold = posted.threshold == null ? 0.8 : posted.threshold;
        int attempts = posted.attempts == null ? 2 : posted.attempts;
        int workers = posted.workers == null ? 50 : posted.workers;
        var check = new Check(errors, "/quality/training");
        check.range("/tasks", tasks, 1, 100);
        check.range("/threshold", threshold, 0.01, 1);
        check.range("/attempts", attempts, 1, 10);
        check.range("/workers", workers, 1, 100_000);
        return check.isFine() ? new TrainingCourse(tasks, threshold, attempts, workers) : null;
    }

    /** Ranges of one part of the policy. */
    private static final class Check {
        private final List<FieldError> errors;
        private final String at;
        private final int before;

        private Check(List<FieldError> errors, String at) {
            this.errors = errors;
            this.at = at;
            this.before = errors.size();
        }

        private void range(String member, long value, long least, long most) {
            if (value < least || value > most) {
                errors.add(new FieldError(at + member, "must be from " + least + " to " + most));
            }
        }

        private void range(String member, double value, double least, double most) {
            if (!(value >= least && value <= most)) {
                errors.add(new FieldError(at + member, "must be from " + least + " to " + most));
            }
        }

        private boolean isFine() {
            return errors.size() == before;
        }
    }
}
