package dev.groundwork.task.progress;

import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.task.job.JobState;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How far a job has come.
 *
 * @param tasksDone tasks that want nothing more; while workers are at work it may be behind by what they hold, never ahead
 * @param assignments how many answers are wanted in all
 * @param open of these, how many nobody has claimed
 * @param claimed in workers' hands now
 * @param submitted waiting for a decision
 * @param rejectionHeld proposed for rejection, the money held
 * @param returned attempts that were given back; their slots are open again
 * @param expired attempts that ran out of time; likewise
 * @param spent rewards and fees of approved assignments
 * @param medianActiveSeconds of the latest thousand answers; left out while there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProgressView(
        JobState state,
        @Nullable String stateReason,
        long tasks,
        long tasksDone,
        long assignments,
        long open,
        long claimed,
        long submitted,
        long approved,
        long rejectionHeld,
        long rejected,
        long returned,
        long expired,
        MoneyBody spent,
        @Nullable Double medianActiveSeconds) {

    /** {@return whether nothing will change any more} */
    boolean isFinal() {
        return state.hasEnded() && claimed == 0 && submitted == 0 && rejectionHeld == 0;
    }
}
