package dev.groundwork.task.assignment;

import org.jspecify.annotations.Nullable;

/** Where the money of an answer stands, in the worker's words. */
public enum PayState {
    /** Waits for a decision; silence pays. */
    WAITING,
    /** The reward is earned. */
    EARNED,
    /** A rejection is open: the money goes nowhere until it is final. */
    HELD,
    /** The rejection stands, and what it comes to is earned; or the time is, of a worker for whom the task was not. */
    EARNED_IN_PART,
    /** The rejection stands, and nothing is paid. */
    UNPAID;

    /** {@return null where there is no answer to pay for} */
    static @Nullable PayState of(AssignmentState state, @Nullable RejectionOutcome outcome) {
        return switch (state) {
            case CLAIMED, RETURNED, EXPIRED -> null;
            case SUBMITTED -> WAITING;
            case APPROVED, ACCEPTED_UNUSED -> EARNED;
            case SCREENED_OUT -> EARNED_IN_PART;
            case REJECTION_HELD, APPEALED -> HELD;
            case REJECTED ->
                outcome == null || outcome == RejectionOutcome.UNPAID
                        ? UNPAID
                        : outcome == RejectionOutcome.FULL_PAY ? EARNED : EARNED_IN_PART;
        };
    }
}
