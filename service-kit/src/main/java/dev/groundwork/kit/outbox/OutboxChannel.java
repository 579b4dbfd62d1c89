package dev.groundwork.kit.outbox;

import java.util.Map;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.smallrye.common.annotation.Identifier;

/** How the channel {@code outbox} talks to Kafka: SmallRye merges this map into the channel's own settings, which win. */
class OutboxChannel {

    static final String NAME = "outbox";

    @Produces
    @Singleton
    @Identifier(NAME) Map<String, Object> settings() {
        return Map.of(
                "acks", "all",
                "enable.idempotence", "true",
                // With more, a topic that the first request creates can take the second request before the repeated
                // first one, and then refuses that one for ever as out of order. The relay waits for a whole batch
                // anyway.
                "max.in.flight.requests.per.connection", "1",
                // A broker that is away for hours must not make the client give up on a record and then send a later
                // one of the same key: it retries for as long as the process lives.
                "delivery.timeout.ms", Integer.toString(Integer.MAX_VALUE),
                "retries", Integer.toString(Integer.MAX_VALUE),
                // Sending stops for this long where the broker or the topic is unknown: shorter than the relay's lease.
                "max.block.ms", "2000",
                "linger.ms", "1",
                "batch.size", "65536",
                "key.serializer", "org.apache.kafka.common.serialization.StringSerializer",
                "value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    }
}
