package dev.groundwork.task.job;

/** Who decides on answers. Whatever it is, silence approves at the end of the review window, and a person may decide before. */
public enum ReviewPolicy {
    /** The requester's people. */
    MANUAL,
    /** Answers of workers whose control score is surely high are approved at once; the rest waits. Nothing is rejected so. */
    AUTO_BY_CONTROL_SCORE,
    /** Nobody is expected to look: the review window is a day at most. */
    SILENCE
}
