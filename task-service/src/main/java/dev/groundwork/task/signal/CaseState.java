package dev.groundwork.task.signal;

/** Where a case stands; people move it, and nobody else. */
enum CaseState {
    /** Waits for a person. */
    OPEN,
    /** A person found nothing wrong. */
    DISMISSED,
    /** A person found what the sign pointed to. What follows from it is decided elsewhere, by people. */
    CONFIRMED
}
