package dev.groundwork.kit.inbox;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Objects;

import jakarta.inject.Singleton;

import dev.groundwork.kit.outbox.OutboxMessage;

import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the message that waits on {@code <topic>.dead} for a person: all of the original, and why it is there. */
@Singleton
class DeadLetters {

    private static final int MAX_CAUSE = 500;

    private final String service;

    DeadLetters(@ConfigProperty(name = "quarkus.application.name") String service) {
        this.service = service;
    }

    OutboxMessage of(Arrival<?> arrival, Throwable cause) {
        var record = arrival.record();
        var headers = new LinkedHashMap<String, String>();
        for (var header : record.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), storable(new String(header.value(), StandardCharsets.UTF_8)));
            }
        }
        // A replay keeps this id, so that it counts as the same event wherever it had its effect.
        headers.put("ce_id", arrival.eventId().toString());
        headers.put("ce_deadcause", storable(cause(cause)));
        headers.put("ce_deadservice", service);
        headers.put("dead-original-partition", Integer.toString(record.partition()));
        headers.put("dead-original-offset", Long.toString(record.offset()));
        var key = record.key();
        return new OutboxMessage(
                arrival.eventId(),
                record.topic() + ".dead",
                key == null ? null : storable(key),
                Objects.requireNonNullElse(headers.get("ce_type"), "unknown"),
                storable(Objects.requireNonNullElse(record.value(), "")),
                headers);
    }

    private static String cause(Throwable cause) {
        var text = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        return text.length() <= MAX_CAUSE ? text : text.substring(0, MAX_CAUSE);
    }

    /** PostgreSQL has no text with a NUL in it, and no JSON has one either: nothing is lost that could be read. */
    private static String storable(String text) {
        return text.replace('\u0000', '\ufffd');
    }
}
