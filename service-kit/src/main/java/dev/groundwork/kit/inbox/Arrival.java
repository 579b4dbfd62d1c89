package dev.groundwork.kit.inbox;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;

import dev.groundwork.kit.event.EventJson;
import dev.groundwork.kit.event.EventTypes;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One record as it came, decoded or not.
 *
 * @param event null when the record cannot be decoded, or when its type is newer than this reader
 * @param fault why it cannot be decoded
 */
record Arrival<E>(
        ConsumerRecord<String, String> record,
        UUID eventId,
        @Nullable E event,
        @Nullable Exception fault) {

    static <E> Arrival<E> of(ConsumerRecord<String, String> record, Class<E> contract, EventJson json) {
        var id = eventId(record);
        var value = record.value();
        if (value == null) {
            return new Arrival<>(record, id, null, new IllegalArgumentException("the event has no content"));
        }
        try {
            var event = json.read(value, contract);
            if (event == null) {
                return new Arrival<>(record, id, null, new IllegalArgumentException("the event is null"));
            }
            if (EventTypes.isUnknown(contract, event)) {
                var type = json.tree(value).path("type");
                return type.isTextual()
                        ? new Arrival<>(record, id, null, null)
                        : new Arrival<>(record, id, null, new IllegalArgumentException("the event has no type"));
            }
            return new Arrival<>(record, id, event, null);
        } catch (JsonProcessingException e) {
            // Without the source text: a cause travels and is logged, content does not.
            e.clearLocation();
            return new Arrival<>(record, id, null, e);
        }
    }

    /** Whether the record's header names one of these types, or names none. */
    static boolean mayBeOneOf(Set<String> types, ConsumerRecord<String, String> record) {
        var header = record.headers().lastHeader("ce_type");
        return header == null
                || header.value() == null
                || types.contains(new String(header.value(), StandardCharsets.UTF_8));
    }

    boolean isUndecodable() {
        return fault != null;
    }

    Received<E> received() {
        if (event == null) {
            throw new IllegalStateException("only a decoded event is handed on");
        }
        return new Received<>(eventId, record.topic(), record.key(), event);
    }

    /** The sender's id, or one that every redelivery of the same record gets again. */
    private static UUID eventId(ConsumerRecord<String, String> record) {
        var header = record.headers().lastHeader("ce_id");
        if (header != null && header.value() != null) {
            var text = new String(header.value(), StandardCharsets.UTF_8);
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException e) {
                var source = record.headers().lastHeader("ce_source");
                var from = source == null ? "" : new String(source.value(), StandardCharsets.UTF_8);
                return derived(from + "|" + text);
            }
        }
        return derived(record.topic() + "-" + record.partition() + "-" + record.offset());
    }

    private static UUID derived(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
