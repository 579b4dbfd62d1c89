package dev.groundwork.contracts.task.v1;

import java.time.Instant;
import java.util.UUID;

import dev.groundwork.contracts.Amount;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** Facts about a job, published by task-service on {@value #TOPIC}, keyed by job id. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = JobEvent.Unknown.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = JobEvent.JobPublishRequested.class, name = "job.publish-requested"),
    @JsonSubTypes.Type(value = JobEvent.JobOpened.class, name = "job.opened"),
    @JsonSubTypes.Type(value = JobEvent.JobPaused.class, name = "job.paused"),
    @JsonSubTypes.Type(value = JobEvent.JobResumed.class, name = "job.resumed"),
    @JsonSubTypes.Type(value = JobEvent.JobCompleted.class, name = "job.completed"),
    @JsonSubTypes.Type(value = JobEvent.JobCancelled.class, name = "job.cancelled"),
})
public sealed interface JobEvent {

    String TOPIC = "task.job.v1";

    /**
     * The requester wants the job open; the payment-service answers with {@code funds.held} or {@code funds.refused}.
     *
     * @param publicationId names this attempt to publish: the answer carries it, and a job refused once may be
     *     published again under a new one
     * @param assignments how many approved assignments the job may cost at most
     */
    record JobPublishRequested(
            UUID jobId,
            UUID requesterId,
            UUID publicationId,
            String title,
            Amount reward,
            long assignments,
            Instant requestedAt)
            implements JobEvent {}

    record JobOpened(UUID jobId, UUID requesterId, String title, Amount reward, long assignments, Instant openedAt)
            implements JobEvent {}

    record JobPaused(UUID jobId, UUID requesterId, String reason, Instant pausedAt) implements JobEvent {}

    record JobResumed(UUID jobId, UUID requesterId, Instant resumedAt) implements JobEvent {}

    /**
     * Every task is done and every assignment final: what is left of the hold goes back to the requester.
     *
     * @param paid how many assignments are paid, approved or not: what is left waits for as many; null in events of
     *     older versions, where only approved ones were
     */
    record JobCompleted(
            UUID jobId,
            UUID requesterId,
            long approved,
            @Nullable Long paid,
            Instant completedAt) implements JobEvent {}

    /**
     * Cancelled, and every assignment final: what is left of the hold goes back to the requester.
     *
     * @param paid as in {@code job.completed}
     */
    record JobCancelled(
            UUID jobId,
            UUID requesterId,
            long approved,
            @Nullable Long paid,
            Instant cancelledAt) implements JobEvent {}

    /** Something that a newer task-service says and this reader does not know yet. */
    record Unknown() implements JobEvent {}
}
