package dev.groundwork.task.worktime;

import java.time.Instant;
import java.util.UUID;

import dev.groundwork.task.time.TimeBasis;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A worker's word against a measured time.
 *
 * @param workerId a pseudonym, as everywhere
 * @param measuredSeconds what counted when the dispute was opened
 * @param timeBasis where that came from
 * @param claimedSeconds what the worker says
 * @param wallSeconds from claim to submission, or to the deadline where it ran out of time: no more can be claimed
 * @param dueAt without a decision the claim is accepted then
 * @param creditedSeconds what counts since the decision
 * @param decidedBy {@code person} or {@code silence}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(examples = """
                {"id": "0198c0de-0000-7000-8000-000000000901", "assignmentId": "0198c0de-0000-7000-8000-000000000101",
                 "jobId": "0198c0de-0000-7000-8000-000000000001", "workerId": "0198c0de-0000-7000-8000-0000000000aa",
                 "state": "OPEN", "measuredSeconds": 250, "timeBasis": "measured", "claimedSeconds": 400, "wallSeconds": 420,
                 "reason": "I read the long instructions on paper.", "openedAt": "2026-11-22T18:10:00Z",
                 "dueAt": "2026-12-06T18:10:00Z"}""")
record TimeDisputeView(
        UUID id,
        UUID assignmentId,
        UUID jobId,
        UUID workerId,
        State state,
        long measuredSeconds,
        TimeBasis timeBasis,
        long claimedSeconds,
        long wallSeconds,
        String reason,
        Instant openedAt,
        Instant dueAt,
        @Nullable Long creditedSeconds,
        @Nullable Instant decidedAt,
        @Nullable String decidedBy,
        @Nullable String note) {

    /** Where a dispute stands. */
    enum State {
        /** Waits for a person. */
        OPEN,
        /** The worker's word counts. */
        ACCEPTED,
        /** The measured time stays. */
        DECLINED
    }
}
