package dev.groundwork.task.result;

/** Where the result of a task stands. */
public enum ResultState {
    /** Fewer usable answers than the task wants, or none. */
    OPEN,
    /** As many answers as wanted, and they decide. */
    DONE,
    /** As many answers as wanted, and they do not decide: for a required property another value has as good a claim. */
    DISPUTED
}
