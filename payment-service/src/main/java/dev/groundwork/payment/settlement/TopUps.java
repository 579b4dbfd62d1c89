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

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.payment.v1.EarningEvent;
import dev.groundwork.contracts.payment.v1.EarningEvent.WorkerCredited;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentToppedUp;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.outbox.OutboxEvent;
import dev.groundwork.payment.escrow.Escrow;
import dev.groundwork.payment.escrow.JobFunds;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Kernel;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.PostingEngine;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.ledger.Receipt;

import io.quarkus.logging.Log;

/**
 * Pays top-ups out of what is held for the job, its reserve included. Where that is used up the platform advances what is owed: a worker
 * does not wait for a requester's money.
 */
@ApplicationScoped
class TopUps {

    private final Escrow escrow;
    private final PostingEngine engine;
    private final Outbox outbox;
    private final Clock clock;

    TopUps(Escrow escrow, PostingEngine engine, Outbox outbox, Clock clock) {
        this.escrow = escrow;
        this.engine = engine;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Pays each top-up once, ever; a repetition changes nothing. */
    void pay(Connection tx, List<AssignmentToppedUp> topUps) throws SQLException {
        if (topUps.isEmpty()) {
            return;
        }
        Map<UUID, JobFunds> jobs =
                escrow.lock(tx, topUps.stream().map(AssignmentToppedUp::jobId).toList());
        Instant now = clock.instant();
        Map<UUID, Long> paid = new HashMap<>();
        List<OutboxEvent> events = new ArrayList<>(topUps.size());
        List<AssignmentToppedUp> left = new ArrayList<>();
        List<Receipt> receipts = engine.post(
                tx,
                topUps.stream()
                        .map(topUp -> command(topUp, job(jobs, topUp).escrow(), ""))
                        .toList());
        for (int i = 0; i < topUps.size(); i++) {
            if (Kernel.INSUFFICIENT_FUNDS.equals(receipts.get(i).refusal())) {
                left.add(topUps.get(i));
            } else {
                note(topUps.get(i), receipts.get(i), paid, events, now);
            }
        }
        advance(tx, left, paid, events, now);
        escrow.toppedUp(tx, paid);
        outbox.addAll(tx, events);
    }

    /** A refusal is final for its key, so what the platform pays has a key of its own; the business key stays the top-up's. */
    private void advance(
            Connection tx, List<AssignmentToppedUp> left, Map<UUID, Long> paid, List<OutboxEvent> events, Instant now)
            throws SQLException {
        List<Receipt> receipts = engine.post(
                tx,
                left.stream()
                        .map(topUp -> command(
                                topUp, AccountName.topUpCost(topUp.amount().currency()), ":platform"))
                        .toList());
        for (int i = 0; i < left.size(); i++) {
            Log.warnf(
                    "the money held for job %s does not cover top-up %s: the platform pays it",
                    left.get(i).jobId(), left.get(i).topUpId());
            note(left.get(i), receipts.get(i), paid, events, now);
        }
    }

    private static void note(
            AssignmentToppedUp topUp, Receipt receipt, Map<UUID, Long> paid, List<OutboxEvent> events, Instant now) {
        if (!receipt.posted()) {
            if (Kernel.ALREADY_POSTED.equals(receipt.refusal())) {
                return;
            }
            throw new IllegalStateException("top-up " + topUp.topUpId() + " cannot be paid: " + receipt.refusal());
        }
        if (!receipt.repeated()) {
            paid.merge(topUp.jobId(), 1L, Long::sum);
            events.add(new OutboxEvent(
                    EarningEvent.TOPIC,
                    topUp.workerId(),
                    new WorkerCredited(topUp.workerId(), topUp.jobId(), topUp.assignmentId(), topUp.amount(), now)));
        }
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
