package dev.groundwork.kit.outbox;

import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A message as it will lie on the topic.
 *
 * @param eventId the CloudEvents id, by which consumers know a repetition
 * @param headers further headers; they win over those that the relay makes
 */
public record OutboxMessage(
        UUID eventId, String topic, @Nullable String key, String type, String payload, Map<String, String> headers) {}
