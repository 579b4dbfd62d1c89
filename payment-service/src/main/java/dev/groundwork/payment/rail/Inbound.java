package dev.groundwork.payment.rail;

import java.util.List;

/**
 * A message that came from a rail.
 *
 * @param externalId the rail's name for it: the same again is the same message
 */
public record Inbound(String externalId, List<RailEvent> events) {

    public Inbound {
        events = List.copyOf(events);
    }
}
