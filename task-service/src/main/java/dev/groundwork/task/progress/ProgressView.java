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
 * @param acceptedUnused paid in full and not used
 * @param rejectionHeld proposed for rejection, the money held
 * @param appealed of the rejections, those that wait for a ruling; the money held
 * @param rejected rejections that are final
 * @param rejectedUnpaid of these, the unpaid: their slots are open again
 * @param overturned of the approved, those that were rejected first, and wrongly
 * @param returned attempts that were given back; their slots are open again
 * @param expired attempts that ran out of time; likewise
 * @param screenedOut workers who found that the job is not for them, up to its {@code screenOuts} beside the answers; likewise
 * @param spent rewards and fees of approved and unused assignments, and what rejected and screened out ones were paid
 * @param medianActiveSeconds of the latest thousand answers; left out while there are none
 * @param pilot while the time is measured that the reward has to pay for; the rest of the job opens when it does
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
        long acceptedUnused,
        long rejectionHeld,
        long appealed,
        long rejected,
        long rejectedUnpaid,
        long overturned,
        long returned,
        long expired,
        long screenedOut,
        MoneyBody spent,
        @Nullable Double medianActiveSeconds,
        @Nullable Pilot pilot) {

    /**
     * How far the measuring of a job's time is.
     *
     * @param workers how many different workers it asks for
     * @param wanted answers that it takes
     * @param measured answers of these with a time
     */
    record Pilot(int workers, long wanted, long measured) {}

    /** {@return whether nothing will change any more} */
    boolean isFinal() {
        return state.hasEnded() && claimed == 0 && submitted == 0 && rejectionHeld == 0 && appealed == 0;
    }
}
