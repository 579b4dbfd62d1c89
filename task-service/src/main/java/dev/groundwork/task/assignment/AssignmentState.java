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
    RETURNED,
    EXPIRED;

    /** What can happen to an assignment. */
    public enum Act {
        /** The worker hands in an answer. */
        SUBMIT,
        /** The worker gives the task back. */
        GIVE_BACK,
        /** The deadline passes without an answer. */
        EXPIRE,
        /** The requester accepts the answer. */
        APPROVE,
        /** The review window passes without a decision. */
        SILENCE,
        /** The requester proposes a rejection; the money stays held. */
        REJECT
    }

    private static final Map<AssignmentState, Map<Act, AssignmentState>> EDGES = Map.of(
            CLAIMED, Map.of(Act.SUBMIT, SUBMITTED, Act.GIVE_BACK, RETURNED, Act.EXPIRE, EXPIRED),
            SUBMITTED, Map.of(Act.APPROVE, APPROVED, Act.SILENCE, APPROVED, Act.REJECT, REJECTION_HELD));

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
}
