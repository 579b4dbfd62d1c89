package dev.groundwork.task.review;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A requester who rejected more than is usual, and whose further rejections wait for a person.
 *
 * @param jobId where one more rejection was tried
 * @param rejections of the requester in the hour before, or of the job
 * @param decided answers of the job that were decided on
 * @param allowed rejections in an hour, or the share of a job's decisions
 * @param reason why it was lifted or confirmed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(examples = """
                {"id": "0198c0de-0000-7000-8000-000000000301", "requesterId": "0198c0de-0000-7000-8000-00000000ac3e",
                 "jobId": "0198c0de-0000-7000-8000-000000000001", "cause": "HOURLY", "rejections": 10, "decided": 14,
                 "allowed": 10, "lockedAt": "2026-11-22T18:00:00Z", "state": "OPEN"}""")
record RejectionLock(
        UUID id,
        UUID requesterId,
        UUID jobId,
        Cause cause,
        long rejections,
        long decided,
        double allowed,
        Instant lockedAt,
        State state,
        @Nullable Instant reviewedAt,
        @Nullable UUID reviewedBy,
        @Nullable String reason) {

    /** What was more than is usual. */
    enum Cause {
        /** The rejections of an hour. */
        HOURLY,
        /** The share of rejections in a job. */
        RATE
    }

    /** Where the lock stands; it locks until it is lifted. */
    enum State {
        /** Nobody has looked at it yet. */
        OPEN,
        /** A person found that it is right. */
        CONFIRMED,
        /** A person found that the rejections are in order. */
        LIFTED
    }
}
