package dev.groundwork.contracts.task.v1;

import java.time.Instant;
import java.util.UUID;

import dev.groundwork.contracts.Amount;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** Facts about one worker's attempt at one task, published by task-service on {@value #TOPIC}, keyed by job id. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = AssignmentEvent.Unknown.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = AssignmentEvent.AssignmentSubmitted.class, name = "assignment.submitted"),
    @JsonSubTypes.Type(value = AssignmentEvent.AssignmentRevised.class, name = "assignment.revised"),
    @JsonSubTypes.Type(value = AssignmentEvent.AssignmentApproved.class, name = "assignment.approved"),
    @JsonSubTypes.Type(value = AssignmentEvent.AssignmentAcceptedUnused.class, name = "assignment.accepted-unused"),
    @JsonSubTypes.Type(value = AssignmentEvent.AssignmentRejectionHeld.class, name = "assignment.rejection-held"),
    @JsonSubTypes.Type(value = AssignmentEvent.AssignmentAppealed.class, name = "assignment.appealed"),
    @JsonSubTypes.Type(value = AssignmentEvent.AssignmentRejected.class, name = "assignment.rejected"),
    @JsonSubTypes.Type(value = AssignmentEvent.AssignmentOverturned.class, name = "assignment.overturned"),
    @JsonSubTypes.Type(value = AssignmentEvent.AssignmentToppedUp.class, name = "assignment.topped-up"),
    @JsonSubTypes.Type(value = AssignmentEvent.AssignmentTimeCorrected.class, name = "assignment.time-corrected"),
    @JsonSubTypes.Type(value = AssignmentEvent.AssignmentScreenedOut.class, name = "assignment.screened-out"),
    @JsonSubTypes.Type(value = AssignmentEvent.AssignmentReturned.class, name = "assignment.returned"),
    @JsonSubTypes.Type(value = AssignmentEvent.AssignmentExpired.class, name = "assignment.expired"),
})
public sealed interface AssignmentEvent {

    String TOPIC = "task.assignment.v1";

    /**
     * @param activeSeconds time that the worker really spent, as far as measured; never above {@code wallSeconds}
     * @param wallSeconds time between claim and submit
     */
    record AssignmentSubmitted(
            UUID assignmentId,
            UUID jobId,
            UUID requesterId,
            UUID taskId,
            UUID workerId,
            long activeSeconds,
            long wallSeconds,
            Instant submittedAt)
            implements AssignmentEvent {}

    /**
     * The worker handed in another answer in place of the submitted one, which nobody had decided on. The submission was
     * counted already: only {@code addedSeconds} are new.
     *
     * @param activeSeconds of the attempt in all
     * @param addedSeconds of these, what the submission or the revision before had not counted yet
     */
    record AssignmentRevised(
            UUID assignmentId,
            UUID jobId,
            UUID requesterId,
            UUID taskId,
            UUID workerId,
            long activeSeconds,
            long addedSeconds,
            Instant revisedAt)
            implements AssignmentEvent {}

    /**
     * The worker has earned the reward.
     *
     * @param reward the terms that were locked when the worker accepted
     * @param activeSeconds as in {@code assignment.submitted}
     * @param approvedBy {@code requester}, {@code silence} when the review window passed without a decision, or
     *     {@code control-score} where the job's review policy approves by it
     * @param claimedAt when the worker accepted the task; null in events of older versions
     * @param submittedAt when the worker handed the answer in; null in events of older versions
     * @param timeBasis where {@code activeSeconds} come from, as in {@code assignment.expired}; null in events of older versions
     */
    record AssignmentApproved(
            UUID assignmentId,
            UUID jobId,
            UUID requesterId,
            UUID taskId,
            UUID workerId,
            Amount reward,
            long activeSeconds,
            String approvedBy,
            Instant approvedAt,
            @Nullable Instant claimedAt,
            @Nullable Instant submittedAt,
            @Nullable String timeBasis)
            implements AssignmentEvent {

        public AssignmentApproved(
                UUID assignmentId,
                UUID jobId,
                UUID requesterId,
                UUID taskId,
                UUID workerId,
                Amount reward,
                long activeSeconds,
                String approvedBy,
                Instant approvedAt) {
            this(
                    assignmentId,
                    jobId,
                    requesterId,
                    taskId,
                    workerId,
                    reward,
                    activeSeconds,
                    approvedBy,
                    approvedAt,
                    null,
                    null,
                    null);
        }
    }

    /**
     * Paid in full and not used: the worker has earned the reward as by an approval.
     *
     * @param reward the terms that were locked when the worker accepted
     * @param feedback the requester's word on it; null where there was none
     * @param claimedAt when the worker accepted the task; null in events of older versions
     * @param submittedAt when the worker handed the answer in; null in events of older versions
     * @param timeBasis where {@code activeSeconds} come from, as in {@code assignment.expired}; null in events of older versions
     */
    record AssignmentAcceptedUnused(
            UUID assignmentId,
            UUID jobId,
            UUID requesterId,
            UUID taskId,
            UUID workerId,
            Amount reward,
            long activeSeconds,
            @Nullable String feedback,
            Instant acceptedAt,
            @Nullable Instant claimedAt,
            @Nullable Instant submittedAt,
            @Nullable String timeBasis)
            implements AssignmentEvent {

        public AssignmentAcceptedUnused(
                UUID assignmentId,
                UUID jobId,
                UUID requesterId,
                UUID taskId,
                UUID workerId,
                Amount reward,
                long activeSeconds,
                @Nullable String feedback,
                Instant acceptedAt) {
            this(
                    assignmentId,
                    jobId,
                    requesterId,
                    taskId,
                    workerId,
                    reward,
                    activeSeconds,
                    feedback,
                    acceptedAt,
                    null,
                    null,
                    null);
        }
    }

    /**
     * A proposed rejection: the money stays held until it is final.
     *
     * @param reason closed list of reason codes
     * @param evidence what in the answer shows the fault
     * @param clause the clause of the instructions that was broken
     * @param note a further word to the worker; null where there is none
     * @param outcome what becomes of the pay if the rejection stands: {@code UNPAID}, {@code FLOOR_PAY} or
     *     {@code FULL_PAY}; null in events of older versions
     * @param payable what is paid if the rejection stands; null in events of older versions
     * @param appealableUntil until when the worker may appeal; null in events of older versions
     */
    record AssignmentRejectionHeld(
            UUID assignmentId,
            UUID jobId,
            UUID requesterId,
            UUID taskId,
            UUID workerId,
            String reason,
            String evidence,
            String clause,
            @Nullable String note,
            @Nullable String outcome,
            @Nullable Amount payable,
            @Nullable Instant appealableUntil,
            Instant heldAt)
            implements AssignmentEvent {}

    /**
     * The worker contests a rejection: a person who is not the requester rules on it.
     *
     * @param rulingDueAt when it is overturned if nobody has ruled
     */
    record AssignmentAppealed(
            UUID assignmentId,
            UUID jobId,
            UUID requesterId,
            UUID taskId,
            UUID workerId,
            Instant rulingDueAt,
            Instant appealedAt)
            implements AssignmentEvent {}

    /**
     * A rejection is final: upheld by a ruling, or not appealed in time.
     *
     * @param reason as in {@code assignment.rejection-held}
     * @param outcome {@code UNPAID}, {@code FLOOR_PAY} or {@code FULL_PAY}
     * @param payable what the worker gets, nothing where the outcome is {@code UNPAID}; covered by the job's hold
     * @param reward what an approval would have paid
     * @param decidedBy {@code adjudicator}, or {@code no-appeal}
     * @param ruling the adjudicator's written reason; null where there was no appeal
     * @param claimedAt when the worker accepted the task; null in events of older versions
     * @param submittedAt when the worker handed the answer in; null in events of older versions
     * @param timeBasis where {@code activeSeconds} come from, as in {@code assignment.expired}; null in events of older versions
     */
    record AssignmentRejected(
            UUID assignmentId,
            UUID jobId,
            UUID requesterId,
            UUID taskId,
            UUID workerId,
            String reason,
            String outcome,
            Amount payable,
            Amount reward,
            long activeSeconds,
            String decidedBy,
            @Nullable String ruling,
            Instant rejectedAt,
            @Nullable Instant claimedAt,
            @Nullable Instant submittedAt,
            @Nullable String timeBasis)
            implements AssignmentEvent {

        public AssignmentRejected(
                UUID assignmentId,
                UUID jobId,
                UUID requesterId,
                UUID taskId,
                UUID workerId,
                String reason,
                String outcome,
                Amount payable,
                Amount reward,
                long activeSeconds,
                String decidedBy,
                @Nullable String ruling,
                Instant rejectedAt) {
            this(
                    assignmentId,
                    jobId,
                    requesterId,
                    taskId,
                    workerId,
                    reason,
                    outcome,
                    payable,
                    reward,
                    activeSeconds,
                    decidedBy,
                    ruling,
                    rejectedAt,
                    null,
                    null,
                    null);
        }
    }

    /**
     * A rejection did not stand: the worker has earned the reward as by an approval, and the rejection is no part of the
     * worker's record.
     *
     * @param decidedBy {@code adjudicator}, or {@code no-ruling} when nobody ruled in time
     * @param ruling the adjudicator's written reason; null where nobody ruled
     * @param claimedAt when the worker accepted the task; null in events of older versions
     * @param submittedAt when the worker handed the answer in; null in events of older versions
     * @param timeBasis where {@code activeSeconds} come from, as in {@code assignment.expired}; null in events of older versions
     */
    record AssignmentOverturned(
            UUID assignmentId,
            UUID jobId,
            UUID requesterId,
            UUID taskId,
            UUID workerId,
            Amount reward,
            long activeSeconds,
            String decidedBy,
            @Nullable String ruling,
            Instant overturnedAt,
            @Nullable Instant claimedAt,
            @Nullable Instant submittedAt,
            @Nullable String timeBasis)
            implements AssignmentEvent {

        public AssignmentOverturned(
                UUID assignmentId,
                UUID jobId,
                UUID requesterId,
                UUID taskId,
                UUID workerId,
                Amount reward,
                long activeSeconds,
                String decidedBy,
                @Nullable String ruling,
                Instant overturnedAt) {
            this(
                    assignmentId,
                    jobId,
                    requesterId,
                    taskId,
                    workerId,
                    reward,
                    activeSeconds,
                    decidedBy,
                    ruling,
                    overturnedAt,
                    null,
                    null,
                    null);
        }
    }

    /**
     * The worker has earned more than the reward of a paid assignment: the job turned out to take longer than it paid for, or its reward
     * was raised since. Without a fee.
     *
     * @param topUpId names this top-up; an assignment may get another when the price rises again
     */
    record AssignmentToppedUp(
            UUID topUpId,
            UUID assignmentId,
            UUID jobId,
            UUID requesterId,
            UUID workerId,
            Amount amount,
            Instant toppedUpAt)
            implements AssignmentEvent {}

    /**
     * The measured time was disputed by the worker and corrected.
     *
     * @param activeSeconds in force now
     * @param addedSeconds of these, what was not counted before
     */
    record AssignmentTimeCorrected(
            UUID assignmentId,
            UUID jobId,
            UUID requesterId,
            UUID workerId,
            long activeSeconds,
            long addedSeconds,
            Instant correctedAt)
            implements AssignmentEvent {}

    /**
     * The worker answered that the task is not for them, and has earned the pay for the time that it took to find out. It is no
     * submission and no answer.
     *
     * @param payable the wage floor for the credited time, rounded up, never more than the reward; covered by the job's hold
     * @param activeSeconds time that the worker really spent, as far as measured
     * @param floorPerHour of the worker's place, in the currency of the reward
     * @param floorPlace whose floor it is: an ISO 3166 code, or the platform's own
     * @param floorSource where the floor is written down
     */
    record AssignmentScreenedOut(
            UUID assignmentId,
            UUID jobId,
            UUID requesterId,
            UUID taskId,
            UUID workerId,
            Amount payable,
            long activeSeconds,
            Amount floorPerHour,
            String floorPlace,
            String floorSource,
            Instant claimedAt,
            Instant screenedOutAt)
            implements AssignmentEvent {}

    record AssignmentReturned(
            UUID assignmentId, UUID jobId, UUID taskId, UUID workerId, long activeSeconds, Instant returnedAt)
            implements AssignmentEvent {}

    /**
     * The time for a task ran out before it was handed in.
     *
     * @param claimedAt when the worker accepted the task; null in events of older versions
     * @param timeBasis where {@code activeSeconds} come from: {@code measured} by signs of work, {@code reported} by the worker,
     *     {@code wall} where the whole time from claim to submission stands in for what nobody knows, {@code corrected} after a
     *     dispute, {@code none}; null in events of older versions
     */
    record AssignmentExpired(
            UUID assignmentId,
            UUID jobId,
            UUID taskId,
            UUID workerId,
            long activeSeconds,
            Instant expiredAt,
            @Nullable Instant claimedAt,
            @Nullable String timeBasis)
            implements AssignmentEvent {

        public AssignmentExpired(
                UUID assignmentId, UUID jobId, UUID taskId, UUID workerId, long activeSeconds, Instant expiredAt) {
            this(assignmentId, jobId, taskId, workerId, activeSeconds, expiredAt, null, null);
        }
    }

    /** Something that a newer task-service says and this reader does not know yet. */
    record Unknown() implements AssignmentEvent {}
}
