package dev.groundwork.task.assignment;

/** The closed list of reasons for which an answer may be turned down; nothing else is one. */
public enum RejectionReason {
    /** The answer is empty or shows no attempt at the task. */
    NO_ATTEMPT,
    /** The answer was made up, copied or produced by a program where a person was asked for. */
    FRAUD,
    /** A clause of the instructions was not followed. */
    INSTRUCTIONS_NOT_FOLLOWED,
    /** The answer is wrong in a way that the instructions decide without doubt. */
    WRONG_ANSWER,
    /** The task itself was broken; the worker is not to blame. */
    TASK_FAULTY
}
