package dev.groundwork.payment.escrow;

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

import dev.groundwork.contracts.payment.v1.FundsEvent;
import dev.groundwork.contracts.payment.v1.FundsEvent.FundsReleased;
import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.outbox.OutboxEvent;
import dev.groundwork.payment.escrow.Retention.Retained;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Amounts;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Ledger;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.PostingEngine;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.ledger.Receipt;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;

/**
 * Gives back what is left in the escrow of jobs that are over, to the platform first what it advanced for their top-ups. A job waits
 * here until as many of its approvals are paid as the task-service counted: the two facts travel on different topics and come in any
 * order. What its work may still cost stays a while longer, up to the reserve; the rest goes back at once.
 */
@ApplicationScoped
public class Releases {

    private static final int BATCH = 200;

    private final PostingEngine engine;
    private final Ledger ledger;
    private final Retention retention;
    private final Outbox outbox;
    private final AgroalDataSource database;
    private final Clock clock;

    Releases(
            PostingEngine engine,
            Ledger ledger,
            Retention retention,
            Outbox outbox,
            AgroalDataSource database,
            Clock clock) {
        this.engine = engine;
        this.ledger = ledger;
        this.retention = retention;
        this.outbox = outbox;
        this.database = database;
        this.clock = clock;
    }

    /** Releases what is due now; called after every batch of events, and by the clock for what a crash left. */
    @Scheduled(
            identity = "releases",
            every = "${groundwork.payment.releases.every:5s}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void run() {
        try {
            while (releaseBatch() == BATCH) {
                Log.debug("more jobs to release");
            }
        } catch (SQLException | IllegalStateException e) {
            // Nothing is lost: the rows stay due.
            Log.error("What is left of ended jobs could not be released; trying again at the next turn", e);
        }
    }

    private int releaseBatch() throws SQLException {
        int released = Transactions.call(database, this::release);
        if (released > 0) {
            outbox.wake();
        }
        return released;
    }

    private int release(Connection tx) throws SQLException {
        Instant now = clock.instant();
        Map<UUID, JobFunds> locked = JobFundsTable.lockReleasable(tx, BATCH, now);
        Map<UUID, Retained> retained = retention.of(tx, locked.keySet());
        List<JobFunds> jobs = new ArrayList<>();
        List<JobFunds> parts = new ArrayList<>();
        List<Command> commands = new ArrayList<>(locked.size());
        List<Command> partCommands = new ArrayList<>();
        Map<UUID, Instant> until = new HashMap<>();
        for (JobFunds job : locked.values()) {
            Retained kept = retained.get(job.jobId());
            if (kept == null) {
                jobs.add(job);
                commands.add(command(job, repayable(tx, job)));
            } else {
                until.put(job.jobId(), kept.until());
                long keep = Math.min(kept.minor(), job.terms().price().reserve());
                long free = ledger.available(tx, job.escrow()) - Math.addExact(keep, job.advancedMinor());
                if (free > 0) {
                    parts.add(job);
                    partCommands.add(part(job, free));
                }
            }
        }
        commands.addAll(partCommands);
        List<Receipt> receipts = engine.post(tx, commands);
        int released = finish(tx, jobs, receipts, now);
        Map<UUID, Long> early = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            Receipt receipt = receipts.get(jobs.size() + i);
            if (receipt.posted()) {
                early.put(parts.get(i).jobId(), receipt.amountsMinor().getFirst());
            }
        }
        JobFundsTable.retain(tx, until, early);
        return released + until.size();
    }

    private int finish(Connection tx, List<JobFunds> jobs, List<Receipt> receipts, Instant now) throws SQLException {
        List<OutboxEvent> events = new ArrayList<>();
        int released = 0;
        for (int i = 0; i < jobs.size(); i++) {
            JobFunds job = jobs.get(i);
            if (!receipts.get(i).posted()) {
                // One job must not keep the others' money back; it stays due, and the audit shows its escrow.
                Log.errorf(
                        "What is left of job %s cannot be released: %s",
                        job.jobId(), receipts.get(i).refusal());
                continue;
            }
            released++;
            long left = Math.addExact(receipts.get(i).amountsMinor().getLast(), job.releasedEarlyMinor());
            job.released(left, now);
            events.add(new OutboxEvent(
                    FundsEvent.TOPIC,
                    job.jobId(),
                    new FundsReleased(
                            job.jobId(),
                            job.terms().requesterId(),
                            Amounts.of(left, job.terms().currency()),
                            now)));
        }
        JobFundsTable.save(tx, jobs);
        outbox.addAll(tx, events);
        return released;
    }

    /** What need not stay goes back at once. */
    private static Command part(JobFunds job, long minor) {
        String key = "release-part:" + job.jobId() + ":" + job.releasedEarlyMinor();
        return Command.of(
                "escrow",
                key,
                "release",
                key,
                "{\"jobId\":\"" + job.jobId() + "\"}",
                List.of(Leg.move(
                        job.escrow(),
                        AccountName.available(
                                job.terms().requesterId(), job.terms().currency()),
                        minor,
                        Reason.RELEASE)));
    }

    /** {@return what the platform gets back of what it advanced: as much as is left} */
    private long repayable(Connection tx, JobFunds job) throws SQLException {
        return job.advancedMinor() == 0 ? 0 : Math.clamp(ledger.available(tx, job.escrow()), 0, job.advancedMinor());
    }

    static Command command(JobFunds job, long repaidMinor) {
        String currency = job.terms().currency();
        List<Leg> legs = new ArrayList<>(2);
        if (repaidMinor > 0) {
            legs.add(Leg.move(job.escrow(), AccountName.topUpCost(currency), repaidMinor, Reason.TOP_UP));
        }
        legs.add(Leg.sweep(job.escrow(), AccountName.available(job.terms().requesterId(), currency), Reason.RELEASE));
        String key = "release:" + job.jobId();
        return Command.of("escrow", key, "release", key, "{\"jobId\":\"" + job.jobId() + "\"}", legs);
    }
}
