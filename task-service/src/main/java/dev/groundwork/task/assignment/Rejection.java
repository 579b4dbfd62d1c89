package dev.groundwork.task.assignment;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Why an answer was turned down: all three of reason, evidence and clause, or it is no rejection.
 *
 * @param evidence what in the answer shows the fault
 * @param items where it shows: JSON pointers into the answer, or ids of other assignments of the worker in the same job;
 *     empty for the answer as a whole
 * @param clause the clause of the instructions that was broken
 * @param note a word to the worker
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Rejection(
        RejectionReason reason,
        String evidence,
        @Nullable List<String> items,
        String clause,
        @Nullable String note) {

    public Rejection(RejectionReason reason, String evidence, String clause, @Nullable String note) {
        this(reason, evidence, null, clause, note);
    }

    /**
     * What is at stake in a rejection, fixed when it is proposed.
     *
     * @param payableMinor paid if it stands; in the minor unit of the reward's currency
     */
    public record Stake(RejectionOutcome outcome, long payableMinor) {

        public Stake {
            if (payableMinor < 0 || (outcome == RejectionOutcome.UNPAID) != (payableMinor == 0)) {
                throw new IllegalArgumentException(outcome + " does not come to " + payableMinor);
            }
        }
    }
}
