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
    @JsonSubTypes.Type(value = JobEvent.JobPilotStarted.class, name = "job.pilot-started"),
    @JsonSubTypes.Type(value = JobEvent.JobOpened.class, name = "job.opened"),
    @JsonSubTypes.Type(value = JobEvent.JobPriceRaiseRequested.class, name = "job.price-raise-requested"),
    @JsonSubTypes.Type(value = JobEvent.JobPriceRaised.class, name = "job.price-raised"),
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
     * @param client id of the program by which it is published; null where nobody says
     */
    record JobPublishRequested(
            UUID jobId,
            UUID requesterId,
            UUID publicationId,
            String title,
            Amount reward,
            long assignments,
            Instant requestedAt,
            @Nullable String client)
            implements JobEvent {

        /** From before it was told. */
        public JobPublishRequested(
                UUID jobId,
                UUID requesterId,
                UUID publicationId,
                String title,
                Amount reward,
                long assignments,
                Instant requestedAt) {
            this(jobId, requesterId, publicationId, title, reward, assignments, requestedAt, null);
        }
    }

    /**
     * The money is held and a few workers may claim one task each, until their time is measured; {@code job.opened} follows, or
     * {@code job.paused} with the reason {@code underpaid}.
     *
     * @param workers how many the pilot asks for
     */
    record JobPilotStarted(
            UUID jobId, UUID requesterId, String title, Amount reward, int workers, long assignments, Instant startedAt)
            implements JobEvent {}

    record JobOpened(UUID jobId, UUID requesterId, String title, Amount reward, long assignments, Instant openedAt)
            implements JobEvent {}

    /**
     * The requester wants to pay more; the payment-service holds what that adds to the price and answers with {@code funds.held} or
     * {@code funds.refused}, whose {@code publicationId} is then the {@code raiseId}.
     *
     * @param reward the higher one
     * @param assignments as in {@code job.publish-requested}
     * @param client id of the program by which it is raised; null where nobody says
     */
    record JobPriceRaiseRequested(
            UUID jobId,
            UUID requesterId,
            UUID raiseId,
            Amount reward,
            long assignments,
            Instant requestedAt,
            @Nullable String client)
            implements JobEvent {

        /** From before it was told. */
        public JobPriceRaiseRequested(
                UUID jobId, UUID requesterId, UUID raiseId, Amount reward, long assignments, Instant requestedAt) {
            this(jobId, requesterId, raiseId, reward, assignments, requestedAt, null);
        }
    }

    /**
     * A higher reward is in force for who claims from now on; {@code assignment.topped-up} makes up for earlier work.
     *
     * @param reward the higher one
     */
    record JobPriceRaised(UUID jobId, UUID requesterId, Amount reward, Instant raisedAt) implements JobEvent {}

    /** @param reason {@code requester}, or {@code underpaid} when the measured time asks for more than the reward */
    record JobPaused(UUID jobId, UUID requesterId, String reason, Instant pausedAt) implements JobEvent {}

    record JobResumed(UUID jobId, UUID requesterId, Instant resumedAt) implements JobEvent {}

    /**
     * Every task is done and every assignment final: what is left of the hold goes back to the requester.
     *
     * @param paid how many assignments are paid, approved or not: what is left waits for as many; null in events of
     *     older versions, where only approved ones were
     * @param topUps how many {@code assignment.topped-up} there are for the job; null in events of older versions: none
     */
    record JobCompleted(
            UUID jobId,
            UUID requesterId,
            long approved,
            @Nullable Long paid,
            @Nullable Long topUps,
            Instant completedAt)
            implements JobEvent {}

    /**
     * Cancelled, and every assignment final: what is left of the hold goes back to the requester.
     *
     * @param paid as in {@code job.completed}
     * @param topUps as in {@code job.completed}
     */
    record JobCancelled(
            UUID jobId,
            UUID requesterId,
            long approved,
            @Nullable Long paid,
            @Nullable Long topUps,
            Instant cancelledAt)
            implements JobEvent {}

    /** Something that a newer task-service says and this reader does not know yet. */
    record Unknown() implements JobEvent {}
}
