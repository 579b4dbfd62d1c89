package dev.groundwork.task.control;

import java.util.ArrayList;
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
 * @param next training tasks that the worker has not tried, in order
 * @param allowance training answers that the job may still buy, of all its trainees together
 * @param worthwhile whether the job has a real task that waits for somebody
 */
public record Trainee(
        TrainingCourse course,
        int failed,
        int held,
        int submitted,
        List<KnownTask> next,
        Allowance allowance,
        boolean worthwhile) {

    public Trainee {
        next = List.copyOf(next);
    }

    /** {@return how many training tasks may be handed out now} */
    public int open() {
        if (failed >= course.attempts() || !worthwhile) {
            return 0;
        }
        long most = Math.min(next.size(), allowance.left());
        return Math.clamp(
                (long) course.tasks() * (failed + 1) - held - submitted, 0, Math.toIntExact(Math.max(0, most)));
    }

    /** {@return the training tasks that are handed out to a worker who asks for so many; they are gone from the allowance} */
    public List<KnownTask> take(int wanted) {
        int most = Math.min(wanted, open());
        var taken = new ArrayList<KnownTask>(most);
        while (taken.size() < most && allowance.take()) {
            taken.add(next.get(taken.size()));
        }
        return List.copyOf(taken);
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
        if (!worthwhile) {
            return new RuleViolation(
                    "no-tasks-left",
                    "No task of this job is open now, so nobody is trained for it. GET /v1/offers lists jobs with open tasks.");
        }
        return new RuleViolation(
                "training-full",
                "The job has no training task left for you: you have answered each of them, or all that it pays for are taken. You"
                        + " have not failed; another may come when somebody returns one.");
    }

    private DomainProblem notPassed() {
        return new NotAllowed(
                "training-not-passed",
                ("Fewer than %.0f %% of your training answers were right, and every attempt is used up. You are paid for all of"
                                + " them; other jobs are not affected.")
                        .formatted(100 * course.threshold()));
    }
}
