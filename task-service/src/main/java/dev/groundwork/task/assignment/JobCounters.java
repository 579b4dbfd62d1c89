package dev.groundwork.task.assignment;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import dev.groundwork.kit.database.JointWrite;

/** How many assignments of each job are in which state, and what their rejections came to: the rows of {@code job_progress}. */
final class JobCounters {

    /** Locked in order first, as an update alone takes its rows in the order that suits it. */
    private static final String COUNT = """
            update job_progress p
            set claimed = p.claimed + d.claimed, submitted = p.submitted + d.submitted, approved = p.approved + d.approved,
                rejection_held = p.rejection_held + d.rejection_held, rejected = p.rejected + d.rejected,
                returned = p.returned + d.returned, expired = p.expired + d.expired,
                accepted_unused = p.accepted_unused + d.accepted_unused, appealed = p.appealed + d.appealed,
                review_seconds = p.review_seconds + d.review_seconds,
                rejected_unpaid = p.rejected_unpaid + d.rejected_unpaid,
                rejected_pay_minor = p.rejected_pay_minor + d.rejected_pay_minor,
                overturned = p.overturned + d.overturned,
                rejected_in_full = p.rejected_in_full + d.rejected_in_full,
                screened_out = p.screened_out + d.screened_out,
                screened_out_pay_minor = p.screened_out_pay_minor + d.screened_out_pay_minor
            from (select job_id from job_progress where job_id = any (?) order by job_id for no key update) l,
                 unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                        ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                        ?::bigint[], ?::bigint[], ?::bigint[])
                     as d (job_id, claimed, submitted, approved, rejection_held, rejected, returned, expired,
                           accepted_unused, appealed, review_seconds, rejected_unpaid, rejected_pay_minor, overturned,
                           rejected_in_full, screened_out, screened_out_pay_minor)
            where p.job_id = l.job_id and d.job_id = l.job_id
            """;

    private JobCounters() {}

    /** Moves the counters of the jobs of assignments that were loaded in one state and are in another now. */
    static void count(Connection tx, List<Assignment> moved, JointWrite write) throws SQLException {
        if (moved.isEmpty()) {
            return;
        }
        var byJob = new TreeMap<UUID, Tally>();
        for (Assignment assignment : moved) {
            byJob.computeIfAbsent(assignment.terms().jobId(), Tally::new).moved(assignment);
        }
        var tallies = byJob.values();
        var columns = new Columns<>(tx, tallies);
        var values = new ArrayList<Object>();
        // Once for the locks, once for the rows.
        values.add(columns.uuids(tally -> tally.jobId));
        values.add(columns.uuids(tally -> tally.jobId));
        for (AssignmentState state : List.of(
                AssignmentState.CLAIMED,
                AssignmentState.SUBMITTED,
                AssignmentState.APPROVED,
                AssignmentState.REJECTION_HELD,
                AssignmentState.REJECTED,
                AssignmentState.RETURNED,
                AssignmentState.EXPIRED,
                AssignmentState.ACCEPTED_UNUSED,
                AssignmentState.APPEALED)) {
            values.add(columns.longs(tally -> tally.by(state)));
        }
        values.add(columns.longs(tally -> tally.reviewSeconds));
        values.add(columns.longs(tally -> tally.rejectedUnpaid));
        values.add(columns.longs(tally -> tally.rejectedPayMinor));
        values.add(columns.longs(tally -> tally.overturned));
        values.add(columns.longs(tally -> tally.rejectedInFull));
        values.add(columns.longs(tally -> tally.by(AssignmentState.SCREENED_OUT)));
        values.add(columns.longs(tally -> tally.screenedOutPayMinor));
        write.add("rows of job_progress", COUNT, tallies.size(), values.toArray());
    }

    private static final class Tally {
        private final UUID jobId;
        private final Map<AssignmentState, Long> deltas = new EnumMap<>(AssignmentState.class);
        private long reviewSeconds;
        private long rejectedUnpaid;
        private long rejectedPayMinor;
        private long overturned;
        private long rejectedInFull;
        private long screenedOutPayMinor;

        private Tally(UUID jobId) {
            this.jobId = jobId;
        }

        private void moved(Assignment assignment) {
            deltas.merge(assignment.loadedAs(), -1L, Long::sum);
            deltas.merge(assignment.state(), 1L, Long::sum);
            reviewSeconds += assignment.reviewSeconds();
            var screenOutPay = assignment.screenOutPay();
            screenedOutPayMinor += screenOutPay == null ? 0 : screenOutPay.minor();
            if (assignment.state() == AssignmentState.REJECTED) {
                rejectedUnpaid += assignment.isUnpaid() ? 1 : 0;
                var dispute = assignment.dispute();
                rejectedInFull += assignment.outcome() == RejectionOutcome.FULL_PAY ? 1 : 0;
                rejectedPayMinor += dispute == null ? 0 : dispute.stake().payableMinor();
            } else if (assignment.loadedAs() == AssignmentState.APPEALED) {
                overturned++;
            }
        }

        private long by(AssignmentState state) {
            return deltas.getOrDefault(state, 0L);
        }
    }
}
