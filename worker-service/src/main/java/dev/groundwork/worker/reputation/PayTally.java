package dev.groundwork.worker.reputation;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

import dev.groundwork.contracts.Amount;
import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentAcceptedUnused;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentApproved;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentOverturned;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRejected;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentScreenedOut;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentToppedUp;

import org.jspecify.annotations.Nullable;

/**
 * What a batch of events adds to what one requester has paid one worker.
 *
 * @param answers that were paid
 * @param payMinor in minor units of the currency
 * @param waits answers of which it is known when they were handed in
 * @param waitSeconds from then to the decision that pays
 */
record PayTally(long answers, long payMinor, long activeSeconds, long waits, long waitSeconds) {

    /** Who has paid whom, in the order in which rows are locked. */
    record Key(UUID requesterId, UUID workerId, String currency) implements Comparable<Key> {

        private static final Comparator<Key> ORDER = Comparator.comparing(Key::requesterId)
                .thenComparing(Key::workerId)
                .thenComparing(Key::currency);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    static SortedMap<Key, PayTally> perPair(Collection<AssignmentEvent> events) {
        var tallies = new TreeMap<Key, PayTally>();
        for (var event : events) {
            switch (event) {
                case AssignmentApproved e ->
                    add(
                            tallies,
                            e.requesterId(),
                            e.workerId(),
                            e.reward(),
                            paid(e.reward(), e.activeSeconds(), e.submittedAt(), e.approvedAt()));
                case AssignmentAcceptedUnused e ->
                    add(
                            tallies,
                            e.requesterId(),
                            e.workerId(),
                            e.reward(),
                            paid(e.reward(), e.activeSeconds(), e.submittedAt(), e.acceptedAt()));
                case AssignmentOverturned e ->
                    add(
                            tallies,
                            e.requesterId(),
                            e.workerId(),
                            e.reward(),
                            paid(e.reward(), e.activeSeconds(), e.submittedAt(), e.overturnedAt()));
                case AssignmentRejected e ->
                    // Unpaid time is time as well.
                    add(
                            tallies,
                            e.requesterId(),
                            e.workerId(),
                            e.payable(),
                            new PayTally(0, minor(e.payable()), e.activeSeconds(), 0, 0));
                case AssignmentScreenedOut e ->
                    add(
                            tallies,
                            e.requesterId(),
                            e.workerId(),
                            e.payable(),
                            new PayTally(0, minor(e.payable()), e.activeSeconds(), 0, 0));
                case AssignmentToppedUp e ->
                    add(
                            tallies,
                            e.requesterId(),
                            e.workerId(),
                            e.amount(),
                            new PayTally(0, minor(e.amount()), 0, 0, 0));
                default -> {
                    // Neither pay nor the time of it.
                }
            }
        }
        return tallies;
    }

    private static PayTally paid(Amount reward, long activeSeconds, @Nullable Instant submitted, Instant decided) {
        long waited = submitted == null
                ? 0
                : Math.max(0, Duration.between(submitted, decided).toSeconds());
        return new PayTally(1, minor(reward), activeSeconds, submitted == null ? 0 : 1, waited);
    }

    private static long minor(Amount amount) {
        return Long.parseLong(amount.minor());
    }

    private static void add(
            SortedMap<Key, PayTally> tallies, UUID requesterId, UUID workerId, Amount amount, PayTally more) {
        tallies.merge(new Key(requesterId, workerId, amount.currency()), more, PayTally::plus);
    }

    private PayTally plus(PayTally more) {
        return new PayTally(
                answers + more.answers,
                Math.addExact(payMinor, more.payMinor),
                activeSeconds + more.activeSeconds,
                waits + more.waits,
                waitSeconds + more.waitSeconds);
    }
}
