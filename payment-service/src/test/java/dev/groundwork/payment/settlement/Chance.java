package dev.groundwork.payment.settlement;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** All that a seed decides: what is drawn, and which faults happen. A seed says the same twice as long as nobody draws from elsewhere. */
final class Chance {

    /** What may go wrong; a seed switches each on or off. */
    enum Fault {
        CRASH_BEFORE_COMMIT,
        CRASH_AFTER_COMMIT,
        COMMIT_OUTCOME_UNKNOWN,
        MESSAGE_REPEATED,
        MESSAGE_REORDERED,
        REPLAY_FROM_START,
        RELAY_SENDS_TWICE,
        BANK_LATE,
        BANK_TWICE,
        BANK_CONTRADICTS,
        BANK_SILENT,
        CLOCK_JUMPS
    }

    private final Random random;
    private final Set<Fault> enabled = EnumSet.noneOf(Fault.class);
    private final Map<Fault, Integer> injected = new EnumMap<>(Fault.class);
    private boolean quiet;

    Chance(long seed) {
        random = new Random(seed);
        for (Fault fault : Fault.values()) {
            if (random.nextInt(3) > 0) {
                enabled.add(fault);
            }
        }
    }

    void enable(Fault fault) {
        enabled.add(fault);
    }

    /** Lets no fault happen any more. */
    void endFaults() {
        quiet = true;
    }

    boolean happens(Fault fault, int oneIn) {
        if (quiet || !enabled.contains(fault) || random.nextInt(oneIn) != 0) {
            return false;
        }
        injected.merge(fault, 1, Integer::sum);
        return true;
    }

    /** {@return how often each fault has happened} */
    Map<Fault, Integer> injected() {
        return injected;
    }

    /** {@return a number from 0 to one less than this} */
    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    boolean even() {
        return random.nextBoolean();
    }

    UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    void shuffle(List<?> list) {
        Collections.shuffle(list, random);
    }
}
