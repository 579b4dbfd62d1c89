package dev.groundwork.payment.settlement;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.payment.v1.EarningEvent;
import dev.groundwork.contracts.payment.v1.EarningEvent.WorkerPayTakenBack;
import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.outbox.OutboxEvent;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.payment.escrow.Escrow;
import dev.groundwork.payment.escrow.JobFunds;
import dev.groundwork.payment.guarantee.WorkLog;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Amounts;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.PostingEngine;
import dev.groundwork.payment.ledger.Purpose;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.ledger.Receipt;
import dev.groundwork.payment.ledger.Reversal;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;

/**
 * Takes back the pay for an answer that should not have been paid: reward and top-up from the worker, the fee from the
 * platform, all of it to the job, or to the requester where the job is over.
 */
@ApplicationScoped
class ApprovalReversals {

    private final Escrow escrow;
    private final PostingEngine engine;
    private final Outbox outbox;
    private final AgroalDataSource database;
    private final Clock clock;

    ApprovalReversals(Escrow escrow, PostingEngine engine, Outbox outbox, AgroalDataSource database, Clock clock) {
        this.escrow = escrow;
        this.engine = engine;
        this.outbox = outbox;
        this.database = database;
        this.clock = clock;
    }

    /**
     * What was taken back, in minor units.
     *
     * @param reversedMinor all of it
     * @param owedMinor the part that the worker did not have any more and owes now
     * @param repeated whether it had been taken back before
     */
    record Reversed(UUID posting, String currency, long reversedMinor, long owedMinor, boolean repeated) {}

    /** The posting that paid an answer. */
    private record Paid(UUID posting, UUID jobId, String currency, long totalMinor) {}

    /**
     * Takes the pay back, once: a repetition finds it done.
     *
     * @throws NotFound {@code approval-not-found} where the answer was never paid
     */
    Reversed reverse(UUID assignmentId, String reason) {
        try {
            Reversed reversed = Transactions.call(database, tx -> reverse(tx, assignmentId, reason));
            Log.infof("the pay for assignment %s was taken back", assignmentId);
            return reversed;
        } catch (SQLException e) {
            throw new IllegalStateException("the pay for assignment " + assignmentId + " could not be taken back", e);
        }
    }

    private Reversed reverse(Connection tx, UUID assignmentId, String reason) throws SQLException {
        Paid paid = find(tx, assignmentId);
        Map<UUID, JobFunds> jobs = escrow.lock(tx, List.of(paid.jobId()));
        JobFunds job = Objects.requireNonNull(jobs.get(paid.jobId()));
        Command reversal = Reversal.of(tx, paid.posting(), reason);
        List<Command> commands = new ArrayList<>(List.of(reversal));
        if (job.state() == JobFunds.State.RELEASED) {
            commands.add(releasing(job, reversal));
        }
        List<Receipt> receipts = engine.post(tx, commands);
        Receipt receipt = receipts.getFirst();
        if (!receipts.stream().allMatch(Receipt::posted)) {
            throw new RuleViolation(
                    "reversal-refused",
                    "The pay cannot be taken back (" + receipt.refusal() + "); what it went to has moved on.");
        }
        if (!receipt.repeated()) {
            takenBack(tx, assignmentId, job, fromWorker(reversal), reason);
        }
        return new Reversed(
                receipt.id(), paid.currency(), paid.totalMinor(), owed(reversal, receipt), receipt.repeated());
    }

    /** What comes back to a job that is over goes on to its requester. */
    static Command releasing(JobFunds job, Command reversal) {
        long back = 0;
        for (Leg leg : reversal.legs()) {
            // A part and its rest are one amount.
            if (leg.credit().equals(job.escrow()) && leg.share() != Leg.Share.REST) {
                back = Math.addExact(back, leg.amountMinor());
            }
        }
        String key = "release-reversed:" + reversal.reverses();
        return Command.of(
                "settlement",
                key,
                "release",
                key,
                "{}",
                List.of(Leg.move(
                        job.escrow(),
                        AccountName.available(
                                job.terms().requesterId(), job.terms().currency()),
                        back,
                        Reason.RELEASE)));
    }

    /** Nobody counts it as earned any more, and whoever heard of the pay hears of this. */
    private void takenBack(Connection tx, UUID assignmentId, JobFunds job, List<Leg> fromWorker, String reason)
            throws SQLException {
        if (fromWorker.isEmpty()) {
            return;
        }
        long minor = fromWorker.stream().mapToLong(Leg::amountMinor).reduce(0, Math::addExact);
        UUID workerId = fromWorker.getFirst().debit().ownerId();
        WorkLog.takenBack(tx, assignmentId, minor);
        outbox.addAll(
                tx,
                List.of(new OutboxEvent(
                        EarningEvent.TOPIC,
                        workerId,
                        new WorkerPayTakenBack(
                                workerId,
                                job.terms().requesterId(),
                                job.jobId(),
                                assignmentId,
                                Amounts.of(minor, job.terms().currency()),
                                reason,
                                clock.instant()))));
    }

    /** {@return what the worker had been paid: each amount once, as it is taken from the balance and the rest as a debt} */
    private static List<Leg> fromWorker(Command reversal) {
        return reversal.legs().stream()
                .filter(leg -> leg.debit().purpose() == Purpose.PAYABLE)
                .toList();
    }

    private static long owed(Command reversal, Receipt receipt) {
        long owed = 0;
        for (int i = 0; i < reversal.legs().size(); i++) {
            if (reversal.legs().get(i).share() == Leg.Share.REST) {
                owed += receipt.amountsMinor().get(i);
            }
        }
        return owed;
    }

    private static Paid find(Connection tx, UUID assignmentId) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select p.id, a.owner_id, a.currency, sum(t.amount)
                from posting p
                         join transfer t on t.posting_id = p.id
                         join account a on a.id = t.debit_account and a.owner_type = 'JOB'
                where p.business_key = ?
                group by p.id, a.owner_id, a.currency""")) {
            statement.setString(1, "approve:" + assignmentId);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new NotFound("approval", assignmentId);
                }
                return new Paid(
                        Objects.requireNonNull(row.getObject(1, UUID.class)),
                        Objects.requireNonNull(row.getObject(2, UUID.class)),
                        row.getString(3),
                        row.getLong(4));
            }
        }
    }
}
