package dev.groundwork.contracts.payment.v1;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import dev.groundwork.contracts.Amount;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Money that reached a worker's balance, or was taken back from it, published by payment-service on {@value #TOPIC}, keyed by worker id. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = EarningEvent.Unknown.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = EarningEvent.WorkerCredited.class, name = "worker.credited"),
    @JsonSubTypes.Type(value = EarningEvent.WorkerWeekToppedUp.class, name = "worker.week-topped-up"),
    @JsonSubTypes.Type(value = EarningEvent.WorkerPayTakenBack.class, name = "worker.pay-taken-back"),
})
public sealed interface EarningEvent {

    String TOPIC = "payment.earning.v1";

    record WorkerCredited(UUID workerId, UUID jobId, UUID assignmentId, Amount amount, Instant creditedAt)
            implements EarningEvent {}

    /**
     * What lifts a worker's week with a requester to the wage floor; a week may be topped up again when more is known of it.
     *
     * @param week its Monday
     */
    record WorkerWeekToppedUp(UUID workerId, UUID requesterId, LocalDate week, Amount amount, Instant creditedAt)
            implements EarningEvent {}

    /**
     * The pay for an answer that should not have been paid was taken back, once and all of it; what was not on the balance any more is
     * owed.
     *
     * @param amount above zero: what the worker had been credited for the answer
     * @param reason by whoever took it back
     */
    record WorkerPayTakenBack(
            UUID workerId,
            UUID requesterId,
            UUID jobId,
            UUID assignmentId,
            Amount amount,
            String reason,
            Instant takenBackAt)
            implements EarningEvent {}

    /** Something that a newer payment-service says and this reader does not know yet. */
    record Unknown() implements EarningEvent {}
}
