package dev.groundwork.payment.rail;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A message that came from a rail.
 *
 * @param externalId the rail's name for it: the same again is the same message
 * @param refused the key of a message of ours of which the rail carries out nothing that it had not said the end of; null where
 *     it speaks of single payouts
 * @param card what it says of a deposit; null where it speaks of payouts
 */
public record Inbound(
        String externalId,
        List<RailEvent> events,
        @Nullable String refused,
        @Nullable CardEvent card) {

    public Inbound {
        events = List.copyOf(events);
    }

    public Inbound(String externalId, List<RailEvent> events) {
        this(externalId, events, null);
    }

    public Inbound(String externalId, List<RailEvent> events, @Nullable String refused) {
        this(externalId, events, refused, null);
    }
}
