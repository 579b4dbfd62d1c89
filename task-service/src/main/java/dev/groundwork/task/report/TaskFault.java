package dev.groundwork.task.report;

/** What may be wrong with a task. */
enum TaskFault {
    /** A picture, a recording or a link does not load. */
    MEDIA_MISSING(false),
    /** What is asked cannot be told from the instructions. */
    INSTRUCTIONS_UNCLEAR(false),
    /** None of the answers that can be given is right. */
    NO_ANSWER_FITS(false),
    /** It asks for what tells who the worker is, or shows it of somebody else. */
    PERSONAL_DATA(true),
    /** It shows what harms, or asks for it, and did not say so before. */
    HARMFUL(true),
    /** Something else, in the worker's words. */
    OTHER(false);

    private final boolean urgent;

    TaskFault(boolean urgent) {
        this.urgent = urgent;
    }

    /** {@return whether one report of it is enough for a person to look} */
    boolean isUrgent() {
        return urgent;
    }
}
