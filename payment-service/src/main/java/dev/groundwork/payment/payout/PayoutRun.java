package dev.groundwork.payment.payout;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.groundwork.contracts.payment.v1.PayoutEvent;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutSent;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutSettled;
import dev.groundwork.kit.Ids;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Amounts;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.PostingEngine;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.ledger.Receipt;
import dev.groundwork.payment.payout.PayoutTable.Candidate;
import dev.groundwork.payment.payout.PayoutTable.LockedDetails;
import dev.groundwork.payment.payout.PayoutTable.StoredFile;
import dev.groundwork.payment.rail.sepa.CreditTransfer;
import dev.groundwork.payment.rail.sepa.Pain001;
import dev.groundwork.payment.rail.sepa.TargetCalendar;
import dev.groundwork.payment.rail.sepa.TransferFile;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;

/**
 * What finance does with a payout batch: each public method is one step and one transaction, of a fixed number of
 * statements however many workers are in it.
 */
@ApplicationScoped
public class PayoutRun {

    /** A hundred thousand workers take a while on a small machine. */
    private static final int STEP_SECONDS = 900;

    private final PayoutBatchRepository batches;
    private final PayoutMethods methods;
    private final PostingEngine engine;
    private final Outbox outbox;
    private final PayoutConfig config;
    private final AgroalDataSource database;
    private final Clock clock;

    PayoutRun(
            PayoutBatchRepository batches,
            PayoutMethods methods,
            PostingEngine engine,
            Outbox outbox,
            PayoutConfig config,
            AgroalDataSource database,
            Clock clock) {
        this.batches = batches;
        this.methods = methods;
        this.engine = engine;
        this.outbox = outbox;
        this.config = config;
        this.database = database;
        this.clock = clock;
    }

    /**
     * Collects all workers who can be paid and reserves what they are owed.
     *
     * @param minimum balances below it are left alone
     * @throws RuleViolation {@code nothing-to-pay}
     */
    @Transactional(Transactional.TxType.MANDATORY)
    PayoutBatch propose(String maker, String rail, Money minimum) {
        Instant now = now();
        var batch = new PayoutBatch(Ids.next(), rail, minimum, maker, now);
        batches.persistAndFlush(batch);
        try (var tx = database.getConnection()) {
            List<Payout> payouts = freeze(tx, batch, PayoutTable.lockCandidates(tx, rail, minimum), now);
            if (payouts.isEmpty()) {
                throw new RuleViolation(
                        "nothing-to-pay",
                        "No worker has at least " + minimum + ", a payout method for " + rail
                                + " and no payout under way. Lower the minimum, or wait.");
            }
            PayoutTable.insert(tx, payouts);
            batch.propose(payouts.size(), total(payouts), contentHash(batch, payouts));
            PayoutTable.note(tx, batch, "PROPOSE", maker, now);
        } catch (SQLException e) {
            throw new IllegalStateException("the batch could not be proposed", e);
        }
        Log.infof("payout batch %s proposed: %d payouts, %s", batch.id(), batch.payoutCount(), batch.total());
        return batch;
    }

    private List<Payout> freeze(Connection tx, PayoutBatch batch, List<Candidate> candidates, Instant now)
            throws SQLException {
        List<UUID> ids = new ArrayList<>(candidates.size());
        List<Command> commands = new ArrayList<>(candidates.size());
        for (Candidate candidate : candidates) {
            UUID id = Ids.next();
            ids.add(id);
            commands.add(command(
                    "payout-hold",
                    id,
                    Leg.hold(
                            AccountName.payable(candidate.workerId(), batch.currency()),
                            clearing(batch),
                            candidate.amountMinor(),
                            Reason.PAYOUT)));
        }
        List<Receipt> holds = post(tx, commands);
        List<Payout> payouts = new ArrayList<>(candidates.size());
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            payouts.add(new Payout(
                    ids.get(i),
                    batch.id(),
                    i + 1,
                    candidate.workerId(),
                    candidate.methodId(),
                    new Money(candidate.amountMinor(), batch.currency()),
                    Payout.endToEndId(ids.get(i)),
                    Payout.State.QUEUED,
                    "",
                    holds.get(i).transferSeq(1),
                    now));
        }
        return payouts;
    }

    /**
     * Takes the reserved money off the balances and writes the file for the bank, which is kept before anyone is told.
     *
     * @param contentHash what the checker saw
     * @throws RuleViolation {@code batch-not-proposed}, {@code batch-changed}
     */
    @Transactional
    @TransactionConfiguration(timeout = STEP_SECONDS)
    public PayoutBatch release(UUID id, String checker, String contentHash) {
        PayoutBatch batch = locked(id);
        if (batch.wasReleasedBy(checker, contentHash)) {
            return batch;
        }
        Instant now = now();
        batch.release(checker, contentHash, now);
        try (var tx = database.getConnection()) {
            List<Payout> payouts = PayoutTable.ofBatch(tx, id);
            if (!contentHash(batch, payouts).equals(batch.contentHash())) {
                throw new IllegalStateException("payouts of batch " + id + " were changed behind its back");
            }
            List<Command> commands = new ArrayList<>(payouts.size());
            for (Payout payout : payouts) {
                commands.add(command(
                        "payout-post",
                        payout.id(),
                        Leg.post(
                                payout.holdSeq(),
                                AccountName.payable(payout.workerId(), batch.currency()),
                                clearing(batch),
                                payout.amount().minor(),
                                Reason.PAYOUT)));
            }
            post(tx, commands);
            PayoutTable.keepFile(tx, batch, Pain001.KIND, file(batch, payouts, PayoutTable.details(tx, id), now), now);
            PayoutTable.note(tx, batch, "RELEASE", checker, now);
        } catch (SQLException e) {
            throw new IllegalStateException("the batch could not be released", e);
        }
        Log.infof("payout batch %s released", id);
        return batch;
    }

    private StoredFile file(PayoutBatch batch, List<Payout> payouts, List<LockedDetails> details, Instant now) {
        List<CreditTransfer> transfers = new ArrayList<>(payouts.size());
        for (int i = 0; i < payouts.size(); i++) {
            Payout payout = payouts.get(i);
            BankAccount account =
                    methods.open(details.get(i).workerId(), details.get(i).details());
            transfers.add(new CreditTransfer(
                    payout.endToEndId(),
                    payout.amount().minor(),
                    account.holderName(),
                    account.iban(),
                    account.bic(),
                    account.town(),
                    account.country(),
                    "Groundwork payout " + payout.id()));
        }
        byte[] bytes = Pain001.write(new TransferFile(
                Payout.endToEndId(batch.id()),
                now,
                TargetCalendar.executionDate(now, config.cutOff()),
                new TransferFile.Debtor(
                        config.debtor().name(),
                        config.debtor().iban(),
                        config.debtor().bic()),
                transfers,
                config.transfersPerBlock()));
        return new StoredFile(HexFormat.of().formatHex(sha256().digest(bytes)), bytes);
    }

    /** The file was given to the bank. */
    @Transactional
    @TransactionConfiguration(timeout = STEP_SECONDS)
    public PayoutBatch sent(UUID id, String actor) {
        PayoutBatch batch = locked(id);
        if (batch.state() == PayoutBatch.State.SENT) {
            return batch;
        }
        Instant now = now();
        batch.sent(now);
        try (var tx = database.getConnection()) {
            PayoutTable.change(tx, id, Payout.State.QUEUED, Payout.State.SENT, now);
            PayoutTable.note(tx, batch, "SEND", actor, now);
            for (Payout payout : PayoutTable.ofBatch(tx, id)) {
                outbox.add(
                        PayoutEvent.TOPIC,
                        payout.workerId(),
                        new PayoutSent(
                                payout.id(),
                                id,
                                payout.workerId(),
                                Amounts.of(payout.amount()),
                                payout.endToEndId(),
                                now));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the batch could not be marked as sent", e);
        }
        return batch;
    }

    /** The bank has booked the batch: one line on the statement, one transfer in the books. */
    @Transactional
    @TransactionConfiguration(timeout = STEP_SECONDS)
    public PayoutBatch settle(UUID id, String actor) {
        PayoutBatch batch = locked(id);
        if (batch.state() == PayoutBatch.State.SETTLED) {
            return batch;
        }
        Instant now = now();
        batch.settled(now);
        try (var tx = database.getConnection()) {
            post(
                    tx,
                    List.of(command(
                            "payout-settle",
                            id,
                            Leg.move(
                                    clearing(batch),
                                    AccountName.cash(batch.currency()),
                                    batch.total().minor(),
                                    Reason.PAYOUT_SETTLED))));
            PayoutTable.change(tx, id, Payout.State.SENT, Payout.State.SETTLED, now);
            PayoutTable.note(tx, batch, "SETTLE", actor, now);
            for (Payout payout : PayoutTable.ofBatch(tx, id)) {
                outbox.add(
                        PayoutEvent.TOPIC,
                        payout.workerId(),
                        new PayoutSettled(payout.id(), id, payout.workerId(), Amounts.of(payout.amount()), now));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the batch could not be settled", e);
        }
        Log.infof("payout batch %s settled", id);
        return batch;
    }

    /** Gives the reserved money back to the workers' balances. */
    @Transactional
    @TransactionConfiguration(timeout = STEP_SECONDS)
    public PayoutBatch cancel(UUID id, String actor) {
        PayoutBatch batch = locked(id);
        if (batch.state() == PayoutBatch.State.CANCELLED) {
            return batch;
        }
        Instant now = now();
        batch.cancelled(now);
        try (var tx = database.getConnection()) {
            List<Command> commands = new ArrayList<>(batch.payoutCount());
            for (Payout payout : PayoutTable.ofBatch(tx, id)) {
                commands.add(command(
                        "payout-void",
                        payout.id(),
                        Leg.voidHold(
                                payout.holdSeq(),
                                AccountName.payable(payout.workerId(), batch.currency()),
                                clearing(batch),
                                Reason.PAYOUT)));
            }
            post(tx, commands);
            PayoutTable.change(tx, id, Payout.State.QUEUED, Payout.State.CANCELLED, now);
            PayoutTable.note(tx, batch, "CANCEL", actor, now);
        } catch (SQLException e) {
            throw new IllegalStateException("the batch could not be cancelled", e);
        }
        Log.infof("payout batch %s cancelled", id);
        return batch;
    }

    private PayoutBatch locked(UUID id) {
        return batches.findForUpdate(id).orElseThrow(() -> new NotFound("payout-batch", id));
    }

    /** Under the locks of the batch nothing can be refused: a refusal is a bug, and nothing of the step remains. */
    private List<Receipt> post(Connection tx, List<Command> commands) throws SQLException {
        List<Receipt> receipts = engine.post(tx, commands);
        for (int i = 0; i < receipts.size(); i++) {
            if (!receipts.get(i).posted()) {
                throw new IllegalStateException(commands.get(i).businessKey() + " was refused: "
                        + receipts.get(i).refusal());
            }
        }
        return receipts;
    }

    private static Command command(String kind, UUID id, Leg leg) {
        String key = kind + ":" + id;
        return Command.of("payout", key, kind, key, "{}", List.of(leg));
    }

    private static AccountName clearing(PayoutBatch batch) {
        return AccountName.clearing(batch.id(), batch.currency());
    }

    private static long total(List<Payout> payouts) {
        long total = 0;
        for (Payout payout : payouts) {
            total = Math.addExact(total, payout.amount().minor());
        }
        return total;
    }

    /** SHA-256 over the batch and each of its lines: who is paid, how much, to which account. */
    private static String contentHash(PayoutBatch batch, List<Payout> payouts) {
        MessageDigest digest = sha256();
        update(digest, batch.id() + "|" + batch.rail() + "|" + batch.currency() + "|" + payouts.size());
        for (Payout payout : payouts) {
            update(
                    digest,
                    payout.position() + "|" + payout.endToEndId() + "|" + payout.workerId() + "|" + payout.methodId()
                            + "|" + payout.amount().minor());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, String line) {
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** As precise as the database keeps it, so that what is answered is what is read later. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
