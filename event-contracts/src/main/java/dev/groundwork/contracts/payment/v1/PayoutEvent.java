package dev.groundwork.contracts.payment.v1;

import java.time.Instant;
import java.util.UUID;

import dev.groundwork.contracts.Amount;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What became of one worker's payout, published by payment-service on {@value #TOPIC}, keyed by worker id. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = PayoutEvent.Unknown.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = PayoutEvent.PayoutSent.class, name = "payout.sent"),
    @JsonSubTypes.Type(value = PayoutEvent.PayoutSettled.class, name = "payout.settled"),
    @JsonSubTypes.Type(value = PayoutEvent.PayoutFailed.class, name = "payout.failed"),
})
public sealed interface PayoutEvent {

    String TOPIC = "payment.payout.v1";

    /** @param endToEndId the reference that the worker's bank shows */
    record PayoutSent(UUID payoutId, UUID batchId, UUID workerId, Amount amount, String endToEndId, Instant sentAt)
            implements PayoutEvent {}

    record PayoutSettled(UUID payoutId, UUID batchId, UUID workerId, Amount amount, Instant settledAt)
            implements PayoutEvent {}

    /**
     * The money is the worker's again: on the balance, or kept until the payout method is repaired.
     *
     * @param reason why, and what to do, for the worker to read
     */
    record PayoutFailed(UUID payoutId, UUID batchId, UUID workerId, Amount amount, String reason, Instant failedAt)
            implements PayoutEvent {}

    /** Something that a newer payment-service says and this reader does not know yet. */
    record Unknown() implements PayoutEvent {}
}
