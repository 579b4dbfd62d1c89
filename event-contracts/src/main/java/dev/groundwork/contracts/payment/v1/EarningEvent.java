package dev.groundwork.contracts.payment.v1;

import java.time.Instant;
import java.util.UUID;

import dev.groundwork.contracts.Amount;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Money that reached a worker's balance, published by payment-service on {@value #TOPIC}, keyed by worker id. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = EarningEvent.Unknown.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = EarningEvent.WorkerCredited.class, name = "worker.credited"),
})
public sealed interface EarningEvent {

    String TOPIC = "payment.earning.v1";

    record WorkerCredited(UUID workerId, UUID jobId, UUID assignmentId, Amount amount, Instant creditedAt)
            implements EarningEvent {}

    /** Something that a newer payment-service says and this reader does not know yet. */
    record Unknown() implements EarningEvent {}
}
