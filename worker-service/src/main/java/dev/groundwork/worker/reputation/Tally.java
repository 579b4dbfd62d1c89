package dev.groundwork.worker.reputation;

import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentAcceptedUnused;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentAppealed;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentApproved;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentExpired;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentOverturned;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRejected;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRejectionHeld;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentReturned;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRevised;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentScreenedOut;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentSubmitted;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentTimeCorrected;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentToppedUp;

/**
 * What a batch of events adds to one worker's record. What a rejection does to it depends on how it ends: while it is open it
 * is only known to be open, and one that is overturned is an approval like any other.
 */
record Tally(
        long submitted,
        long approved,
        long acceptedUnused,
        long rejectionHeld,
        long rejected,
        long returned,
        long expired,
        long activeSeconds) {

    private static final String BY_FAULT_OF_THE_REQUESTER = "FULL_PAY";

    /** {@return the sums per worker, in the order of their ids: who locks rows in one order never deadlocks} */
    static SortedMap<UUID, Tally> perWorker(Collection<AssignmentEvent> events) {
        var tallies = new TreeMap<UUID, Tally>();
        for (var event : events) {
            switch (event) {
                case AssignmentSubmitted e ->
                    add(tallies, e.workerId(), new Tally(1, 0, 0, 0, 0, 0, 0, e.activeSeconds()));
                // The submission is counted: only what the worker spent since is new.
                case AssignmentRevised e ->
                    add(tallies, e.workerId(), new Tally(0, 0, 0, 0, 0, 0, 0, e.addedSeconds()));
                // The approval repeats the seconds of the submission: they count once.
                case AssignmentApproved e -> add(tallies, e.workerId(), new Tally(0, 1, 0, 0, 0, 0, 0, 0));
                case AssignmentAcceptedUnused e -> add(tallies, e.workerId(), new Tally(0, 0, 1, 0, 0, 0, 0, 0));
                case AssignmentRejectionHeld e -> add(tallies, e.workerId(), new Tally(0, 0, 0, 1, 0, 0, 0, 0));
                case AssignmentAppealed ignored -> {}
                case AssignmentRejected e ->
                    add(tallies, e.workerId(), new Tally(0, 0, 0, -1, countsAgainst(e) ? 1 : 0, 0, 0, 0));
                case AssignmentOverturned e -> add(tallies, e.workerId(), new Tally(0, 1, 0, -1, 0, 0, 0, 0));
                // Neither an answer nor a decision: what stays of it is the time.
                case AssignmentScreenedOut e ->
                    add(tallies, e.workerId(), new Tally(0, 0, 0, 0, 0, 0, 0, e.activeSeconds()));
                case AssignmentReturned e ->
                    add(tallies, e.workerId(), new Tally(0, 0, 0, 0, 0, 1, 0, e.activeSeconds()));
                case AssignmentExpired e ->
                    add(tallies, e.workerId(), new Tally(0, 0, 0, 0, 0, 0, 1, e.activeSeconds()));
                case AssignmentTimeCorrected e ->
                    add(tallies, e.workerId(), new Tally(0, 0, 0, 0, 0, 0, 0, e.addedSeconds()));
                // Money is no work.
                case AssignmentToppedUp ignored -> {}
                case AssignmentEvent.Unknown ignored -> {}
            }
        }
        return tallies;
    }

    private static boolean countsAgainst(AssignmentRejected event) {
        return !event.outcome().equals(BY_FAULT_OF_THE_REQUESTER);
    }

    private static void add(SortedMap<UUID, Tally> tallies, UUID workerId, Tally more) {
        tallies.merge(workerId, more, Tally::plus);
    }

    private Tally plus(Tally more) {
        return new Tally(
                submitted + more.submitted,
                approved + more.approved,
                acceptedUnused + more.acceptedUnused,
                rejectionHeld + more.rejectionHeld,
                rejected + more.rejected,
                returned + more.returned,
                expired + more.expired,
                activeSeconds + more.activeSeconds);
    }
}
