package dev.groundwork.payment.settlement;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.payment.v1.EarningEvent;
import dev.groundwork.contracts.payment.v1.EarningEvent.WorkerCredited;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentToppedUp;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.outbox.OutboxEvent;
import dev.groundwork.payment.escrow.Escrow;
import dev.groundwork.payment.escrow.JobFunds;
import dev.groundwork.payment.guarantee.WorkLog;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Amounts;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Kernel;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.PostingEngine;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.ledger.Receipt;

import io.quarkus.logging.Log;

/**
 * Pays finished work, many answers in one go: the reward from the job's escrow to the worker, the fee to the platform; for a
 * rejected answer, and to a worker who found that the job is not for them, what the time is worth, for the former without a
 * fee. An answer is paid once, whatever was said of it. What cannot be paid now is parked and never lost.
 */
@ApplicationScoped
public class Settlement {

    private final Escrow escrow;
    private final TopUps topUps;
    private final PostingEngine engine;
    private final Outbox outbox;
    private final Clock clock;

    Settlement(Escrow escrow, TopUps topUps, PostingEngine engine, Outbox outbox, Clock clock) {
        this.escrow = escrow;
        this.topUps = topUps;
        this.engine = engine;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Pays each approval and each top-up once, ever; a repetition changes nothing. All of it is one posting, as the engine asks for.
     *
     * @param parked whether the approvals come out of the parked ones
     * @param work is told what was paid for the first time
     */
    void settle(Connection tx, List<Approval> approvals, List<AssignmentToppedUp> owed, boolean parked, WorkLog work)
            throws SQLException {
        if (approvals.isEmpty() && owed.isEmpty()) {
            return;
        }
        Map<UUID, JobFunds> jobs = escrow.lock(
                tx,
                Stream.concat(
                                approvals.stream().map(Approval::jobId),
                                owed.stream().map(AssignmentToppedUp::jobId))
                        .toList());
        Instant now = clock.instant();
        List<Approval> payable = new ArrayList<>(approvals.size());
        List<Command> commands = new ArrayList<>(approvals.size());
        var park = new Parking(now);
        for (Approval approval : approvals) {
            JobFunds job = job(jobs, approval);
            if (job.wasHeld()) {
                payable.add(approval);
                commands.add(command(approval, job));
            } else {
                park.add(
                        approval,
                        job.state() == JobFunds.State.RELEASED ? "job-never-funded" : null,
                        approval.attempt());
            }
        }
        List<TopUps.Payment> payments = topUps.plan(tx, owed, jobs);
        payments.forEach(payment -> commands.add(payment.command()));
        List<Receipt> receipts = engine.post(tx, commands);
        Map<UUID, Long> paid = new HashMap<>();
        List<OutboxEvent> events = new ArrayList<>(payable.size());
        for (int i = 0; i < payable.size(); i++) {
            Approval approval = payable.get(i);
            Receipt receipt = receipts.get(i);
            if (receipt.posted()) {
                park.leave(approval);
                if (!receipt.repeated()) {
                    paid.merge(approval.jobId(), 1L, Long::sum);
                    events.add(credited(approval, now));
                    work.paid(
                            approval.assignmentId(),
                            approval.jobId(),
                            approval.workerId(),
                            Math.addExact(approval.rewardMinor(), approval.topUpMinor()),
                            now);
                }
            } else if (Kernel.ALREADY_POSTED.equals(receipt.refusal())) {
                park.leave(approval);
            } else if (Receipt.KEY_REUSED.equals(receipt.refusal())) {
                throw new IllegalStateException(
                        "assignment " + approval.assignmentId() + " was approved before on other terms");
            } else {
                Log.errorf(
                        "assignment %s of job %s is approved and cannot be paid: %s",
                        approval.assignmentId(), approval.jobId(), receipt.refusal());
                park.add(approval, receipt.refusal(), approval.attempt() + 1);
            }
        }
        if (!paid.isEmpty()) {
            paid.forEach((jobId, count) -> job(jobs, jobId).settled(count));
            escrow.saveSettled(
                    tx, paid.keySet().stream().map(id -> job(jobs, id)).toList());
        }
        park.save(tx, parked);
        events.addAll(topUps.paid(tx, payments, receipts.subList(payable.size(), receipts.size()), work, now));
        outbox.addAll(tx, events);
    }

    private static Command command(Approval approval, JobFunds job) {
        if (!approval.currency().equals(job.terms().currency())) {
            throw new IllegalArgumentException("assignment " + approval.assignmentId() + " is paid in "
                    + approval.currency() + ", its job in " + job.terms().currency());
        }
        AccountName escrow = job.escrow();
        List<Leg> legs = new ArrayList<>(3);
        legs.add(Leg.move(
                escrow,
                AccountName.payable(approval.workerId(), approval.currency()),
                approval.rewardMinor(),
                approval.reason()));
        if (approval.topUpMinor() > 0) {
            legs.add(Leg.move(
                    escrow,
                    AccountName.payable(approval.workerId(), approval.currency()),
                    approval.topUpMinor(),
                    Reason.TOP_UP));
        }
        long fee = approval.withFee() ? job.fee(approval.rewardMinor()) : 0;
        if (fee > 0) {
            legs.add(Leg.move(escrow, AccountName.feeRevenue(approval.currency()), fee, Reason.FEE));
        }
        String businessKey = "approve:" + approval.assignmentId();
        // A refusal is final for its key: another attempt, such as after the escrow was filled up, has a key of its
        // own.
        String key = approval.attempt() == 1 ? businessKey : businessKey + ":" + approval.attempt();
        return Command.of("settlement", key, "approve", businessKey, approval.payload(), legs);
    }

    private static OutboxEvent credited(Approval approval, Instant now) {
        var amount = Amounts.of(approval.rewardMinor() + approval.topUpMinor(), approval.currency());
        return new OutboxEvent(
                EarningEvent.TOPIC,
                approval.workerId(),
                new WorkerCredited(approval.workerId(), approval.jobId(), approval.assignmentId(), amount, now));
    }

    private static JobFunds job(Map<UUID, JobFunds> jobs, Approval approval) {
        return job(jobs, approval.jobId());
    }

    private static JobFunds job(Map<UUID, JobFunds> jobs, UUID jobId) {
        JobFunds job = jobs.get(jobId);
        if (job == null) {
            throw new IllegalStateException("not locked: job " + jobId);
        }
        return job;
    }
}
