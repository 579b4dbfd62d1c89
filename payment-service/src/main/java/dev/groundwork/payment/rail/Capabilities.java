package dev.groundwork.payment.rail;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What a rail can do.
 *
 * @param currencies ISO 4217 codes; empty where it moves any
 * @param methods rails of payout methods that it can pay, such as bank accounts named for SEPA
 * @param minimumMinor the least that it moves, in minor units
 * @param itemsPerMessage 1 or more
 * @param idempotencyWindow how long it knows a message again that is sent twice
 * @param cutOffs by currency; where there is none, it takes payments at any time
 */
public record Capabilities(
        Set<String> currencies,
        String methods,
        long minimumMinor,
        int itemsPerMessage,
        Duration idempotencyWindow,
        Map<String, CutOff> cutOffs) {

    /** The window of a rail that knows every message again, such as a folder that files are moved to by name. */
    public static final Duration FOR_EVER = Duration.ofDays(36_500);

    public Capabilities {
        currencies = Set.copyOf(currencies);
        cutOffs = Map.copyOf(cutOffs);
        if (itemsPerMessage < 1) {
            throw new IllegalArgumentException("a message has at least one payout");
        }
    }

    public boolean moves(String currency) {
        return currencies.isEmpty() || currencies.contains(currency);
    }

    public CutOff cutOff(String currency) {
        return cutOffs.getOrDefault(currency, CutOff.NONE);
    }
}
