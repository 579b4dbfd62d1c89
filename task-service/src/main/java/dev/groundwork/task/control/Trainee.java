package dev.groundwork.task.control;

import java.util.List;
import java.util.Map;

import dev.groundwork.kit.problem.DomainProblem;
import dev.groundwork.kit.problem.NotAllowed;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.task.policy.TrainingCourse;

import org.jspecify.annotations.Nullable;

/**
 * A worker who has not passed the training of a job.
 *
 * @param failed attempts that did not pass
 * @param held training tasks in the worker's hands
 * @param submitted training answers handed in, in all attempts
 * @param next training tasks that the worker has not had, in order
 */
public record Trainee(TrainingCourse course, int failed, int held, int submitted, List<KnownTask> next) {

    public Trainee {
        next = List.copyOf(next);
    }

    /** {@return how many training tasks may be handed out now} */
    public int open() {
        if (failed >= course.attempts()) {
            return 0;
        }
        return Math.clamp((long) course.tasks() * (failed + 1) - held - submitted, 0, next.size());
    }

    /** {@return why there is none; null where {@link #open} is above zero} */
    public @Nullable DomainProblem refusal() {
        if (failed >= course.attempts()) {
            return notPassed();
        }
        if (open() > 0) {
            return null;
        }
        if (held > 0) {
            return new RuleViolation(
                    "training-unfinished",
                    "You hold %d training tasks of this job. Hand them in: the real tasks open when enough of your answers are right."
                            .formatted(held),
                    Map.of("held", held));
        }
        if (submitted >= course.tasks() * (failed + 1)) {
            return new RuleViolation(
                    "training-unchecked", "Your training answers are being checked. Claim again in a moment.");
        }
        return notPassed();
    }

    private DomainProblem notPassed() {
        return new NotAllowed(
                "training-not-passed",
                ("Fewer than %.0f %% of your training answers were right, and every attempt is used up. You are paid for all of"
                                + " them; other jobs are not affected.")
                        .formatted(100 * course.threshold()));
    }
}
