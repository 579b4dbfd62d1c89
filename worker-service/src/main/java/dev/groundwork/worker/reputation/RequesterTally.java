package dev.groundwork.worker.reputation;

import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentAcceptedUnused;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentAppealed;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentApproved;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentOverturned;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRejected;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRejectionHeld;

/** What a batch of events adds to one requester's record. */
record RequesterTally(
        long approved,
        long acceptedUnused,
        long rejectionHeld,
        long rejected,
        long unpaid,
        long appealed,
        long overturned) {

    private static final String UNPAID = "UNPAID";

    /** {@return the sums per requester, in the order of their ids: who locks rows in one order never deadlocks} */
    static SortedMap<UUID, RequesterTally> perRequester(Collection<AssignmentEvent> events) {
        var tallies = new TreeMap<UUID, RequesterTally>();
        for (var event : events) {
            switch (event) {
                case AssignmentApproved e -> add(tallies, e.requesterId(), new RequesterTally(1, 0, 0, 0, 0, 0, 0));
                case AssignmentAcceptedUnused e ->
                    add(tallies, e.requesterId(), new RequesterTally(0, 1, 0, 0, 0, 0, 0));
                case AssignmentRejectionHeld e ->
                    add(tallies, e.requesterId(), new RequesterTally(0, 0, 1, 0, 0, 0, 0));
                case AssignmentAppealed e -> add(tallies, e.requesterId(), new RequesterTally(0, 0, 0, 0, 0, 1, 0));
                case AssignmentRejected e ->
                    add(
                            tallies,
                            e.requesterId(),
                            new RequesterTally(0, 0, -1, 1, e.outcome().equals(UNPAID) ? 1 : 0, 0, 0));
                case AssignmentOverturned e -> add(tallies, e.requesterId(), new RequesterTally(0, 0, -1, 0, 0, 0, 1));
                default -> {
                    // Neither a decision nor the end of one.
                }
            }
        }
        return tallies;
    }

    private static void add(SortedMap<UUID, RequesterTally> tallies, UUID requesterId, RequesterTally more) {
        tallies.merge(requesterId, more, RequesterTally::plus);
    }

    private RequesterTally plus(RequesterTally more) {
        return new RequesterTally(
                approved + more.approved,
                acceptedUnused + more.acceptedUnused,
                rejectionHeld + more.rejectionHeld,
                rejected + more.rejected,
                unpaid + more.unpaid,
                appealed + more.appealed,
                overturned + more.overturned);
    }
}
