package dev.groundwork.task.assignment;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where an attempt stands, and the only edges by which it moves; every path, single or in bulk, asks here.
 *
 * <p>Attempts are never reused: a slot that comes back is claimed as a new assignment.
 */
public enum AssignmentState {
    CLAIMED,
    SUBMITTED,
    APPROVED,
    ACCEPTED_UNUSED,
    REJECTION_HELD,
    APPEALED,
    REJECTED,
    /** The worker said that the task is not for them, and is paid for finding out. */
    SCREENED_OUT,
    RETURNED,
    EXPIRED;

    /** What can happen to an assignment. */
    public enum Act {
        /** The worker hands in an answer. */
        SUBMIT,
        /** The worker hands in another answer in place of one that nobody has decided on. */
        REVISE,
        /** The worker answers that the task is not for them. */
        SCREEN_OUT,
        /** The worker gives the task back. */
        GIVE_BACK,
        /** The deadline passes without an answer. */
        EXPIRE,
        /** The requester accepts the answer. */
        APPROVE,
        /** The worker's control score is surely high, and the job's review policy approves by it. */
        CONTROL_SCORE,
        /** The review window passes without a decision. */
        SILENCE,
        /** The requester takes an answer to pay for it and not to use it. */
        SOFT_REJECT,
        /** The requester proposes a rejection; the money stays held. */
        REJECT,
        /** The worker contests the rejection. */
        APPEAL,
        /** The appeal window passes without an appeal. */
        LAPSE,
        /** An adjudicator finds that the rejection stands. */
        UPHOLD,
        /** An adjudicator finds that it does not. */
        OVERTURN,
        /** The adjudicators' time passes without a ruling. */
        NO_RULING
    }

    /**
     * The answers that may enter aggregates, exports and statistics, as a condition on a row of {@code assignment} named
     * {@code a}: handed in, and neither contested by the requester, nor paid for without being of use, nor unpaid. What the
     * requester rejects is not delivered while that is open, and never if it stays unpaid.
     */
    public static final String USABLE_SQL =
            "(a.state in ('SUBMITTED', 'APPROVED') or a.state = 'REJECTED' and a.outcome = 'FULL_PAY')";

    /** The other answers, as a condition on the same row: what was made of them before must not leave the service. */
    public static final String WITHDRAWN_SQL = "(a.state in ('ACCEPTED_UNUSED', 'REJECTION_HELD', 'APPEALED')"
            + " or a.state = 'REJECTED' and a.outcome is distinct from 'FULL_PAY')";

    private static final Map<AssignmentState, Map<Act, AssignmentState>> EDGES = Map.of(
            CLAIMED,
                    Map.of(
                            Act.SUBMIT, SUBMITTED,
                            Act.SCREEN_OUT, SCREENED_OUT,
                            Act.GIVE_BACK, RETURNED,
                            Act.EXPIRE, EXPIRED),
            SUBMITTED,
                    Map.of(
                            Act.REVISE, SUBMITTED,
                            Act.APPROVE, APPROVED,
                            Act.CONTROL_SCORE, APPROVED,
                            Act.SILENCE, APPROVED,
                            Act.SOFT_REJECT, ACCEPTED_UNUSED,
                            Act.REJECT, REJECTION_HELD),
            REJECTION_HELD, Map.of(Act.APPEAL, APPEALED, Act.LAPSE, REJECTED),
            APPEALED, Map.of(Act.UPHOLD, REJECTED, Act.OVERTURN, APPROVED, Act.NO_RULING, APPROVED));

    private static final Set<AssignmentState> ANSWERED =
            EnumSet.of(SUBMITTED, APPROVED, ACCEPTED_UNUSED, REJECTION_HELD, APPEALED, REJECTED);

    /** {@return the state that follows, or nothing where the act is not allowed} */
    public Optional<AssignmentState> after(Act act) {
        return Optional.ofNullable(EDGES.getOrDefault(this, Map.of()).get(act));
    }

    /** {@return whether the worker has handed in an answer} */
    public boolean isAnswered() {
        return ANSWERED.contains(this);
    }

    /**
     * {@return whether an answer in this state may enter aggregates and exports} Of the rejected ones those that are paid in
     * full may too, which {@link #USABLE_SQL} and {@link Assignment#isUsable()} know.
     */
    public boolean isUsable() {
        return this == SUBMITTED || this == APPROVED;
    }
}
