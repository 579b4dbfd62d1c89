package dev.groundwork.payment.settlement;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.payment.v1.EarningEvent;
import dev.groundwork.contracts.payment.v1.EarningEvent.WorkerCredited;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentToppedUp;
import dev.groundwork.kit.outbox.OutboxEvent;
import dev.groundwork.payment.escrow.Escrow;
import dev.groundwork.payment.escrow.JobFunds;
import dev.groundwork.payment.guarantee.WorkLog;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Kernel;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.ledger.Receipt;

import io.quarkus.logging.Log;

/**
 * Pays top-ups out of what is held for the job beyond what its unpaid answers need. Where that does not cover one the platform advances
 * it, as a worker does not wait for a requester's money, and gets it back out of what is left at the job's end.
 */
@ApplicationScoped
class TopUps {

    private final Escrow escrow;

    TopUps(Escrow escrow) {
        this.escrow = escrow;
    }

    /**
     * A top-up as it is to be posted.
     *
     * @param advanced whether the platform pays it
     */
    record Payment(AssignmentToppedUp topUp, boolean advanced, Command command) {}

    /**
     * Says who pays each top-up, in the transaction that has locked their jobs. Answers paid in the same posting only leave more to spare:
     * none costs more than was kept for it.
     */
    List<Payment> plan(Connection tx, List<AssignmentToppedUp> topUps, Map<UUID, JobFunds> jobs) throws SQLException {
        List<Payment> payments = new ArrayList<>(topUps.size());
        Map<UUID, Long> spared = new HashMap<>();
        for (AssignmentToppedUp topUp : topUps) {
            JobFunds job = job(jobs, topUp);
            Long known = spared.get(job.jobId());
            long left = known == null ? escrow.sparedMinor(tx, job) : known;
            long amount = Long.parseLong(topUp.amount().minor());
            boolean advanced = amount > left;
            spared.put(job.jobId(), advanced ? left : left - amount);
            // What the platform pays has a key of its own; the business key stays the top-up's, which is paid once.
            payments.add(
                    advanced
                            ? new Payment(
                                    topUp,
                                    true,
                                    command(
                                            topUp,
                                            AccountName.topUpCost(topUp.amount().currency()),
                                            ":platform"))
                            : new Payment(topUp, false, command(topUp, job.escrow(), "")));
        }
        return payments;
    }

    /** Notes what was paid; {@return what is to be told of it} */
    List<OutboxEvent> paid(Connection tx, List<Payment> payments, List<Receipt> receipts, WorkLog work, Instant now)
            throws SQLException {
        Map<UUID, Long> paid = new HashMap<>();
        Map<UUID, Long> advanced = new HashMap<>();
        List<OutboxEvent> events = new ArrayList<>(payments.size());
        for (int i = 0; i < payments.size(); i++) {
            Payment payment = payments.get(i);
            AssignmentToppedUp topUp = payment.topUp();
            if (!isNew(topUp, receipts.get(i))) {
                continue;
            }
            paid.merge(topUp.jobId(), 1L, Long::sum);
            work.paid(
                    topUp.assignmentId(),
                    topUp.jobId(),
                    topUp.workerId(),
                    Long.parseLong(topUp.amount().minor()),
                    now);
            if (payment.advanced()) {
                advanced.merge(topUp.jobId(), Long.parseLong(topUp.amount().minor()), Long::sum);
                Log.warnf(
                        "the money held for job %s does not cover top-up %s: the platform advances it",
                        topUp.jobId(), topUp.topUpId());
            }
            events.add(new OutboxEvent(
                    EarningEvent.TOPIC,
                    topUp.workerId(),
                    new WorkerCredited(topUp.workerId(), topUp.jobId(), topUp.assignmentId(), topUp.amount(), now)));
        }
        escrow.toppedUp(tx, paid);
        escrow.advanced(tx, advanced);
        return events;
    }

    /** A repetition may be planned otherwise than the first time, or meet a refusal of that time: both were paid then. */
    private static boolean isNew(AssignmentToppedUp topUp, Receipt receipt) {
        if (receipt.posted()) {
            return !receipt.repeated();
        }
        if (Kernel.ALREADY_POSTED.equals(receipt.refusal())
                || (receipt.repeated() && Kernel.INSUFFICIENT_FUNDS.equals(receipt.refusal()))) {
            return false;
        }
        throw new IllegalStateException("top-up " + topUp.topUpId() + " cannot be paid: " + receipt.refusal());
    }

    private static Command command(AssignmentToppedUp topUp, AccountName from, String suffix) {
        String businessKey = "topup:" + topUp.topUpId();
        return Command.of(
                "settlement",
                businessKey + suffix,
                "top-up",
                businessKey,
                "{\"assignmentId\":\"" + topUp.assignmentId() + "\",\"jobId\":\"" + topUp.jobId() + "\"}",
                List.of(Leg.move(
                        from,
                        AccountName.payable(topUp.workerId(), topUp.amount().currency()),
                        Long.parseLong(topUp.amount().minor()),
                        Reason.TOP_UP)));
    }

    private static JobFunds job(Map<UUID, JobFunds> jobs, AssignmentToppedUp topUp) {
        JobFunds job = jobs.get(topUp.jobId());
        if (job == null || !job.wasHeld()) {
            throw new IllegalStateException(
                    "no money was held for job " + topUp.jobId() + " of top-up " + topUp.topUpId());
        }
        return job;
    }
}
