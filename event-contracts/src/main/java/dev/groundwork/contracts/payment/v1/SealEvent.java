package dev.groundwork.contracts.payment.v1;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The chain of seals over the ledger, published by payment-service on {@value #TOPIC} under one key, so in its order. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = SealEvent.Unknown.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = SealEvent.LedgerSealed.class, name = "ledger.sealed"),
})
public sealed interface SealEvent {

    String TOPIC = "payment.seal.v1";

    String KEY = "ledger";

    /**
     * A stretch of postings that cannot be changed unnoticed any more.
     *
     * @param block its place in the chain, from 1
     * @param hash SHA-256, in hex, over the previous hash and everything in the block
     */
    record LedgerSealed(
            long block, long fromSeq, long toSeq, long postings, String previousHash, String hash, Instant sealedAt)
            implements SealEvent {}

    /** Something that a newer payment-service says and this reader does not know yet. */
    record Unknown() implements SealEvent {}
}
