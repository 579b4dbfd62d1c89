package dev.groundwork.kit.inbox;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * An event that has not had its effect yet.
 *
 * @param eventId its CloudEvents id; derived from its place on the topic where the sender gave none
 * @param event never the contract's record for unknown types
 */
public record Received<E>(
        UUID eventId, String topic, @Nullable String key, E event) {}
