package dev.groundwork.task.assignment;

/** What becomes of the worker's pay when a rejection stands. */
public enum RejectionOutcome {
    /** Fraud, or no attempt at the task. */
    UNPAID,
    /** A miss in good faith: the wage floor for the time that was spent, as far as the job's hold covers it. */
    FLOOR_PAY,
    /** The fault is the requester's or the platform's: the reward. */
    FULL_PAY
}
