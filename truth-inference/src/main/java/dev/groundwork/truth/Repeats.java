package dev.groundwork.truth;

/** What several answers of one worker to one task count for. */
public enum Repeats {
    /** The last answer counts, in the order in which they were added: a worker who answers again corrects themselves. */
    LAST,
    /** Every answer counts, as if it came from one more worker of the same skill. */
    ALL
}
