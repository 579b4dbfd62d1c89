package dev.groundwork.payment.settlement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentApproved;
import dev.groundwork.payment.escrow.JobFunds;
import dev.groundwork.payment.escrow.SimulatedEscrow;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.MemoryLedger;
import dev.groundwork.payment.ledger.MemoryLedger.Transfer;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.payout.SimulatedPayouts;
import dev.groundwork.payment.payout.SimulatedPayouts.Line;
import dev.groundwork.payment.payout.SimulatedPayouts.State;

/** What has to hold after every step of a simulation, and what at its end; by their numbers in the design. */
final class SimulationInvariants {

    /** How many of them {@link #violations} checks. */
    static final int COUNT = 10;

    private SimulationInvariants() {}

    static List<String> violations(
            MemoryLedger ledger,
            SimulatedEscrow escrow,
            Collection<Line> payouts,
            List<UUID> workers,
            Map<UUID, Integer> announced) {
        List<String> wrong = new ArrayList<>(ledger.violations());
        Map<UUID, Long> rewards = new HashMap<>();
        for (Transfer transfer : ledger.transfers()) {
            if (transfer.reason() == Reason.REWARD) {
                rewards.merge(transfer.debit().ownerId(), 1L, Long::sum);
            }
        }
        for (JobFunds job : escrow.jobs()) {
            if (SimulatedEscrow.settled(job) != rewards.getOrDefault(job.jobId(), 0L)) {
                wrong.add("7: job " + job.jobId() + " counts other approvals than were paid");
            }
            if (job.state() == JobFunds.State.RELEASED
                    && ledger.available(AccountName.escrow(job.jobId(), "EUR")) != 0) {
                wrong.add("8: job " + job.jobId() + " is released and holds money");
            }
        }
        wrong.addAll(batches(ledger, payouts));
        wrong.addAll(workers(ledger, payouts, workers));
        announced.forEach((assignment, times) -> {
            if (times != 1) {
                wrong.add("6: the pay for " + assignment + " was announced " + times + " times");
            }
        });
        return wrong;
    }

    /** In the clearing account of a batch is what left in it and has not come to an end; each hold is its payout's, and its alone. */
    private static List<String> batches(MemoryLedger ledger, Collection<Line> payouts) {
        List<String> wrong = new ArrayList<>();
        Map<Long, Transfer> holds = new HashMap<>();
        for (Transfer transfer : ledger.transfers()) {
            if (transfer.phase() == Leg.Phase.PENDING) {
                holds.put(transfer.seq(), transfer);
            }
        }
        Map<UUID, Long> away = new LinkedHashMap<>();
        Set<Long> taken = new HashSet<>();
        for (Line payout : payouts) {
            away.merge(payout.batchId(), payout.state() == State.SUBMITTED ? payout.amount() : 0, Long::sum);
            if (payout.holdSeq() == 0) {
                continue;
            }
            Transfer hold = holds.get(payout.holdSeq());
            if (!taken.add(payout.holdSeq())
                    || hold == null
                    || hold.amount() != payout.amount()
                    || !hold.debit().equals(AccountName.payable(payout.worker(), "EUR"))
                    || !hold.credit().equals(SimulatedPayouts.clearing(payout.batchId()))
                    || ledger.isResolved(payout.holdSeq()) != (payout.state() != State.RESERVED)) {
                wrong.add("9: payout " + payout.id() + " is " + payout.state() + ", its hold is " + hold);
            }
        }
        away.forEach((batch, minor) -> {
            long inClearing = ledger.available(SimulatedPayouts.clearing(batch));
            if (inClearing != minor) {
                wrong.add("8: batch " + batch + " has " + minor + " under way, in clearing are " + inClearing);
            }
        });
        return wrong;
    }

    /** What a worker earned has left in payouts or is owed. */
    private static List<String> workers(MemoryLedger ledger, Collection<Line> payouts, List<UUID> workers) {
        Map<UUID, Long> earned = new HashMap<>();
        for (Transfer transfer : ledger.transfers()) {
            if (transfer.reason() == Reason.REWARD) {
                earned.merge(transfer.credit().ownerId(), transfer.amount(), Long::sum);
            } else if (transfer.reason() == Reason.REVERSAL) {
                earned.merge(transfer.debit().ownerId(), -transfer.amount(), Long::sum);
            }
        }
        Map<UUID, Long> gone = new HashMap<>();
        Map<UUID, Long> reserved = new HashMap<>();
        for (Line payout : payouts) {
            switch (payout.state()) {
                case SUBMITTED, SETTLED -> gone.merge(payout.worker(), payout.amount(), Long::sum);
                case RESERVED -> reserved.merge(payout.worker(), payout.amount(), Long::sum);
                case READY, HELD, RETURNED, FAILED, RELEASED -> {}
            }
        }
        List<String> wrong = new ArrayList<>();
        for (UUID worker : workers) {
            long owed = ledger.available(AccountName.payable(worker, "EUR"))
                    + reserved.getOrDefault(worker, 0L)
                    + ledger.available(AccountName.held(worker, "EUR"))
                    - ledger.available(AccountName.debt(worker, "EUR"));
            if (earned.getOrDefault(worker, 0L) - gone.getOrDefault(worker, 0L) != owed) {
                wrong.add("10: worker " + worker + " earned " + earned.getOrDefault(worker, 0L) + ", was paid "
                        + gone.getOrDefault(worker, 0L) + ", is owed " + owed);
            }
        }
        return wrong;
    }

    /** @throws AssertionError for an approval that was paid not at all or twice, or a job that keeps money */
    static void everyApprovalOfAFundedJobIsPaidOnce(
            SimulatedEscrow escrow, List<AssignmentApproved> approvals, Map<UUID, Integer> announced) {
        Map<UUID, JobFunds> funds = new HashMap<>();
        escrow.jobs().forEach(job -> funds.put(job.jobId(), job));
        for (AssignmentApproved approval : approvals) {
            JobFunds job = funds.get(approval.jobId());
            boolean due = job != null && job.wasHeld();
            int times = announced.getOrDefault(approval.assignmentId(), 0);
            if (times != (due ? 1 : 0)) {
                throw new AssertionError("approval " + approval.assignmentId() + " of a job that is "
                        + (job == null ? "unknown" : job.state()) + " was paid " + times + " times");
            }
        }
        for (JobFunds job : funds.values()) {
            if (job.state() != JobFunds.State.RELEASED) {
                throw new AssertionError("job " + job.jobId() + " is over and " + job.state());
            }
        }
    }
}
