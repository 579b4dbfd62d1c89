package dev.groundwork.kit.lease;

import java.util.UUID;

/**
 * A right that one replica holds until it expires by the clock of the database.
 *
 * @param epoch grows with every change of holder; whoever writes under a lease compares it in the same transaction, so that
 *     a holder that slept through its expiry can do no harm
 */
public record Lease(String name, UUID holder, long epoch) {}
