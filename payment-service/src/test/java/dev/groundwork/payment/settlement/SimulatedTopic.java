package dev.groundwork.payment.settlement;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.groundwork.payment.settlement.Chance.Fault;

/** A topic, and how far the service has read it. */
final class SimulatedTopic {

    /** Something said on a topic. */
    record Event(UUID id, Object body) {}

    private final Chance chance;
    private final List<Event> events = new ArrayList<>();
    private int offset;

    SimulatedTopic(Chance chance) {
        this.chance = chance;
    }

    void say(Object body) {
        events.add(new Event(chance.id(), body));
    }

    /** {@return what a poll gives: what follows, and with faults what was had before, or the other way round} */
    List<Event> poll(int most) {
        int from = offset;
        if (chance.happens(Fault.REPLAY_FROM_START, 25)) {
            from = 0;
        } else if (offset > 0 && chance.happens(Fault.MESSAGE_REPEATED, 6)) {
            from = Math.max(0, offset - 1 - chance.below(4));
        }
        int to = Math.min(events.size(), Math.max(offset, from) + 1 + chance.below(most));
        List<Event> batch = new ArrayList<>(events.subList(from, to));
        if (chance.happens(Fault.MESSAGE_REORDERED, 6)) {
            chance.shuffle(batch);
        }
        return batch;
    }

    /** Offsets only matter once the transaction is through; a crash after it leaves them behind. */
    void acknowledge(List<Event> batch) {
        int to = offset;
        for (Event event : batch) {
            to = Math.max(to, events.indexOf(event) + 1);
        }
        if (!chance.happens(Fault.CRASH_AFTER_COMMIT, 8)) {
            offset = to;
        }
    }

    boolean isTakenIn() {
        return offset == events.size();
    }

    int mark() {
        return offset;
    }

    void backTo(int mark) {
        offset = mark;
    }
}
