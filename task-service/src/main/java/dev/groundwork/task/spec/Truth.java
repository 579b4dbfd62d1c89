package dev.groundwork.task.spec;

/** What is known of a condition. */
public enum Truth {
    YES,
    NO,
    /** It depends on what only the worker's screen has seen. */
    UNKNOWN;

    static Truth of(boolean known) {
        return known ? YES : NO;
    }

    Truth negated() {
        return switch (this) {
            case YES -> NO;
            case NO -> YES;
            case UNKNOWN -> UNKNOWN;
        };
    }
}
