package dev.groundwork.task.assignment;

/** The closed list of reasons for which an answer may be turned down; nothing else is one. Each has one outcome. */
public enum RejectionReason {
    /** The answer is empty or shows no attempt at the task. */
    NO_ATTEMPT(RejectionOutcome.UNPAID),
    /** The answer was made up, copied or produced by a program where a person was asked for. */
    FRAUD(RejectionOutcome.UNPAID),
    /** The answer came faster than anybody can have thought about it; recomputed from the times of the others. */
    TOO_FAST(RejectionOutcome.UNPAID),
    /** A clause of the instructions was not followed. */
    INSTRUCTIONS_NOT_FOLLOWED(RejectionOutcome.FLOOR_PAY),
    /** The answer is wrong in a way that the instructions decide without doubt. */
    WRONG_ANSWER(RejectionOutcome.FLOOR_PAY),
    /** The worker missed control tasks; one of them is a slip and no reason. */
    GOLD_MISS(RejectionOutcome.FLOOR_PAY),
    /** The task itself was broken; the worker is not to blame. */
    TASK_FAULTY(RejectionOutcome.FULL_PAY);

    private final RejectionOutcome outcome;

    RejectionReason(RejectionOutcome outcome) {
        this.outcome = outcome;
    }

    /**
     * What a rejection for this reason comes to.
     *
     * @param goodFaith whether the worker spent as long as the task takes; work in good faith is paid for its time, except
     *     where the reason is fraud, whose evidence says otherwise
     */
    public RejectionOutcome outcome(boolean goodFaith) {
        return goodFaith && outcome == RejectionOutcome.UNPAID && this != FRAUD ? RejectionOutcome.FLOOR_PAY : outcome;
    }
}
