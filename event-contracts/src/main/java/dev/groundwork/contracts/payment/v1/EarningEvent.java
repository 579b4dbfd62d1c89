package dev.groundwork.contracts.payment.v1;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import dev.groundwork.contracts.Amount;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Money that reached a worker's balance, published by payment-service on {@value #TOPIC}, keyed by worker id. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = EarningEvent.Unknown.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = EarningEvent.WorkerCredited.class, name = "worker.credited"),
    @JsonSubTypes.Type(value = EarningEvent.WorkerWeekToppedUp.class, name = "worker.week-topped-up"),
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

    /** Something that a newer payment-service says and this reader does not know yet. */
    record Unknown() implements EarningEvent {}
}
