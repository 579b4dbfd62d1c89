package dev.groundwork.gateway.limit;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Whose credentials a service has accepted lately, in a fixed amount of memory.
 *
 * <p>To be forgotten costs a caller nothing but to be proven again, so a full set gives any of its places away.
 */
final class ProvenCallers {

    private static final int WAYS = 4;

    /** Stands for an empty place. */
    private static final long NOBODY = 0;

    private final AtomicLongArray places;
    private final int sets;

    /** @param callers for how many there is room, at least */
    ProvenCallers(int callers) {
        this.sets = Integer.highestOneBit(Math.max(1, (callers - 1) / WAYS)) << 1;
        this.places = new AtomicLongArray(sets * WAYS);
    }

    /** @param caller a hash that nobody can choose */
    boolean knows(long caller) {
        return placeOf(caller) >= 0;
    }

    void remember(long caller) {
        if (caller == NOBODY || knows(caller)) {
            return;
        }
        int first = firstOf(caller);
        for (int place = first; place < first + WAYS; place++) {
            if (places.compareAndSet(place, NOBODY, caller)) {
                return;
            }
        }
        places.set(first + (int) (caller >>> 62), caller);
    }

    void forget(long caller) {
        int place = placeOf(caller);
        if (place >= 0) {
            places.compareAndSet(place, caller, NOBODY);
        }
    }

    private int placeOf(long caller) {
        if (caller == NOBODY) {
            return -1;
        }
        int first = firstOf(caller);
        for (int place = first; place < first + WAYS; place++) {
            if (places.getPlain(place) == caller) {
                return place;
            }
        }
        return -1;
    }

    private int firstOf(long caller) {
        return ((int) TokenBuckets.mix(caller) & (sets - 1)) * WAYS;
    }
}
