package dev.groundwork.contracts.payment.v1;

import java.time.Instant;
import java.util.UUID;

import dev.groundwork.contracts.Amount;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What became of a job's money, published by payment-service on {@value #TOPIC}, keyed by job id. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = FundsEvent.Unknown.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = FundsEvent.FundsHeld.class, name = "funds.held"),
    @JsonSubTypes.Type(value = FundsEvent.FundsRefused.class, name = "funds.refused"),
    @JsonSubTypes.Type(value = FundsEvent.FundsReleased.class, name = "funds.released"),
})
public sealed interface FundsEvent {

    String TOPIC = "payment.funds.v1";

    /**
     * The job may open.
     *
     * @param publicationId the attempt to publish that this answers
     * @param base rewards of all assignments
     * @param fee the platform's fee on them
     * @param reserve kept for top-ups to the wage floor
     */
    record FundsHeld(
            UUID jobId,
            UUID requesterId,
            UUID publicationId,
            Amount held,
            Amount base,
            Amount fee,
            Amount reserve,
            Instant heldAt)
            implements FundsEvent {}

    /**
     * The job may not open.
     *
     * @param code stable, such as {@code insufficient-funds}
     * @param detail a sentence for the requester, with the amounts
     */
    record FundsRefused(
            UUID jobId,
            UUID requesterId,
            UUID publicationId,
            String code,
            String detail,
            Amount required,
            Amount available,
            Instant refusedAt)
            implements FundsEvent {}

    /** What was left of the hold went back to the requester. */
    record FundsReleased(UUID jobId, UUID requesterId, Amount released, Instant releasedAt) implements FundsEvent {}

    /** Something that a newer payment-service says and this reader does not know yet. */
    record Unknown() implements FundsEvent {}
}
