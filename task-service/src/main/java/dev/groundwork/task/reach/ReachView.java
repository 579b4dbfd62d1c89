package dev.groundwork.task.reach;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Who may do a job, and when it may be done.
 *
 * @param groupsOf workers are counted in whole groups of so many
 * @param eligibleWorkers active workers in the places of the job, rounded down to whole groups; left out where they are fewer
 * @param workedLately how many of these gave answers in the last seven days, rounded down likewise; left out where they are fewer
 * @param tooFewForOverlap whether they are surely fewer than the answers that each task wants, by the rounded number
 * @param finish when it may be done; left out where that is not known yet
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Reach", examples = """
                {"groupsOf": 10, "eligibleWorkers": 240, "workedLately": 30, "tooFewForOverlap": false,
                 "finish": {"earliestDays": 1.5, "latestDays": 4.2}}""")
record ReachView(
        int groupsOf,
        @Nullable Long eligibleWorkers,
        @Nullable Long workedLately,
        boolean tooFewForOverlap,
        @Nullable Finish finish) {

    /**
     * @param earliestDays if all of the work that eligible workers did lately goes to this job
     * @param latestDays if it waits for all that is open in other jobs
     */
    @Schema(name = "ReachFinish")
    record Finish(double earliestDays, double latestDays) {}
}
