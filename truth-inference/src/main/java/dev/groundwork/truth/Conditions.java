package dev.groundwork.truth;

import org.jspecify.annotations.Nullable;

/**
 * What a method may use besides the answers.
 *
 * @param gold control tasks whose right labels are certain
 * @param previous an earlier result for the same tasks and classes, possibly fewer tasks, to start from; null starts from the votes
 * @param limit how long it may go on
 */
public record Conditions(ControlLabels gold, @Nullable Inference previous, Limit limit) {

    /** No control task, no earlier result, the usual limit. */
    public static final Conditions PLAIN = new Conditions(ControlLabels.none(), null, Limit.USUAL);

    /** {@return the same with control tasks} */
    public Conditions gold(ControlLabels control) {
        return new Conditions(control, previous, limit);
    }

    /** {@return the same with an earlier result to start from} */
    public Conditions previous(Inference earlier) {
        return new Conditions(gold, earlier, limit);
    }

    /** {@return the same with another limit} */
    public Conditions limit(Limit other) {
        return new Conditions(gold, previous, other);
    }
}
