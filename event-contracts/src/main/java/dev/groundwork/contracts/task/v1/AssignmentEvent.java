package dev.groundwork.contracts.task.v1;

import java.time.Instant;
import java.util.UUID;

import dev.groundwork.contracts.Amount;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Facts about one worker's attempt at one task, published by task-service on {@value #TOPIC}, keyed by job id. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = AssignmentEvent.Unknown.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = AssignmentEvent.AssignmentSubmitted.class, name = "assignment.submitted"),
    @JsonSubTypes.Type(value = AssignmentEvent.AssignmentApproved.class, name = "assignment.approved"),
    @JsonSubTypes.Type(value = AssignmentEvent.AssignmentRejectionHeld.class, name = "assignment.rejection-held"),
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
     * The worker has earned the reward.
     *
     * @param reward the terms that were locked when the worker accepted
     * @param activeSeconds as in {@code assignment.submitted}
     * @param approvedBy {@code requester}, or {@code silence} when the review window passed without a decision
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
            Instant approvedAt)
            implements AssignmentEvent {}

    /**
     * A proposed rejection: the money stays held until it is final.
     *
     * @param reason closed list of reason codes
     * @param evidence what in the answer shows the fault
     * @param clause the clause of the instructions that was broken
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
            Instant heldAt)
            implements AssignmentEvent {}

    record AssignmentReturned(
            UUID assignmentId, UUID jobId, UUID taskId, UUID workerId, long activeSeconds, Instant returnedAt)
            implements AssignmentEvent {}

    record AssignmentExpired(
            UUID assignmentId, UUID jobId, UUID taskId, UUID workerId, long activeSeconds, Instant expiredAt)
            implements AssignmentEvent {}

    /** Something that a newer task-service says and this reader does not know yet. */
    record Unknown() implements AssignmentEvent {}
}
