package dev.groundwork.kit.outbox;

import java.util.UUID;

/**
 * A fact to publish.
 *
 * @param key events of one key keep their order; usually the id of the aggregate
 * @param event a record of the event contracts; its type is the name that the contract gives it
 */
public record OutboxEvent(String topic, String key, Object event) {

    public OutboxEvent(String topic, UUID key, Object event) {
        this(topic, key.toString(), event);
    }
}
