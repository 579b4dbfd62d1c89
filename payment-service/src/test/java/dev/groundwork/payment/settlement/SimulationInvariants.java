package dev.groundwork.payment.settlement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentApproved;
import dev.groundwork.payment.escrow.JobFunds;
import dev.groundwork.payment.escrow.SimulatedEscrow;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.MemoryLedger;
import dev.groundwork.payment.ledger.MemoryLedger.Transfer;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.settlement.Simulation.Payout;

/** What has to hold after every step of a simulation, and what at its end; by their numbers in the design. */
final class SimulationInvariants {

    /** How many of them {@link #violations} checks. */
    static final int COUNT = 9;

    private SimulationInvariants() {}

    static List<String> violations(
            MemoryLedger ledger,
            SimulatedEscrow escrow,
            Collection<Payout> payouts,
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
        for (Payout payout : payouts) {
            long inClearing = ledger.available(clearing(payout.id()));
            if (inClearing != (payout.state() == Payout.State.SENT ? payout.amount() : 0)) {
                wrong.add("8: payout " + payout.id() + " is " + payout.state() + ", in clearing are " + inClearing);
            }
        }
        for (UUID worker : workers) {
            long earned = 0;
            long gone = 0;
            for (Transfer transfer : ledger.transfers()) {
                if (transfer.reason() == Reason.REWARD
                        && transfer.credit().ownerId().equals(worker)) {
                    earned += transfer.amount();
                }
                if (transfer.reason() == Reason.REVERSAL
                        && transfer.debit().ownerId().equals(worker)) {
                    earned -= transfer.amount();
                }
            }
            for (Payout payout : payouts) {
                if (payout.worker().equals(worker)
                        && (payout.state() == Payout.State.SENT || payout.state() == Payout.State.SETTLED)) {
                    gone += payout.amount();
                }
            }
            long held = payouts.stream()
                    .filter(payout -> payout.worker().equals(worker) && payout.state() == Payout.State.HELD)
                    .mapToLong(Payout::amount)
                    .sum();
            long owed = ledger.available(AccountName.payable(worker, "EUR"))
                    + held
                    + ledger.available(AccountName.held(worker, "EUR"))
                    - ledger.available(AccountName.debt(worker, "EUR"));
            if (earned - gone != owed) {
                wrong.add("10: worker " + worker + " earned " + earned + ", was paid " + gone + ", is owed " + owed);
            }
        }
        announced.forEach((assignment, times) -> {
            if (times != 1) {
                wrong.add("6: the pay for " + assignment + " was announced " + times + " times");
            }
        });
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

    static AccountName clearing(UUID payout) {
        return AccountName.clearing(payout, "EUR");
    }
}
