package dev.groundwork.worker.reputation;

import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentApproved;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentExpired;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRejectionHeld;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentReturned;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentSubmitted;

/** What a batch of events adds to one worker's record. */
record Tally(long submitted, long approved, long rejectionHeld, long returned, long expired, long activeSeconds) {

    /** {@return the sums per worker, in the order of their ids: who locks rows in one order never deadlocks} */
    static SortedMap<UUID, Tally> perWorker(Collection<AssignmentEvent> events) {
        var tallies = new TreeMap<UUID, Tally>();
        for (var event : events) {
            switch (event) {
                case AssignmentSubmitted e -> add(tallies, e.workerId(), new Tally(1, 0, 0, 0, 0, e.activeSeconds()));
                // The approval repeats the seconds of the submission: they count once.
                case AssignmentApproved e -> add(tallies, e.workerId(), new Tally(0, 1, 0, 0, 0, 0));
                case AssignmentRejectionHeld e -> add(tallies, e.workerId(), new Tally(0, 0, 1, 0, 0, 0));
                case AssignmentReturned e -> add(tallies, e.workerId(), new Tally(0, 0, 0, 1, 0, e.activeSeconds()));
                case AssignmentExpired e -> add(tallies, e.workerId(), new Tally(0, 0, 0, 0, 1, e.activeSeconds()));
                case AssignmentEvent.Unknown ignored -> {}
            }
        }
        return tallies;
    }

    private static void add(SortedMap<UUID, Tally> tallies, UUID workerId, Tally more) {
        tallies.merge(workerId, more, Tally::plus);
    }

    private Tally plus(Tally more) {
        return new Tally(
                submitted + more.submitted,
                approved + more.approved,
                rejectionHeld + more.rejectionHeld,
                returned + more.returned,
                expired + more.expired,
                activeSeconds + more.activeSeconds);
    }
}
