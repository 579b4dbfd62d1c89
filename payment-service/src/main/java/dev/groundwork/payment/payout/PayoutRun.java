package dev.groundwork.payment.payout;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.groundwork.contracts.payment.v1.PayoutEvent;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutSent;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutSettled;
import dev.groundwork.kit.failpoint.Failpoint;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.outbox.OutboxEvent;
import dev.groundwork.kit.problem.NotAllowed;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.payment.ledger.Amounts;
import dev.groundwork.payment.ledger.Ledger;
import dev.groundwork.payment.payout.PayoutApprovals.Checker;
import dev.groundwork.payment.payout.PayoutBatch.Execution;
import dev.groundwork.payment.payout.PayoutTable.Tally;
import dev.groundwork.payment.rail.PayoutRail;
import dev.groundwork.payment.rail.Rails;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;

/**
 * What becomes of a proposed batch: each public method is one step and one transaction, with a few thousand payouts in
 * memory however many workers are in it.
 */
@ApplicationScoped
public class PayoutRun {

    /** A million workers take a while on a small machine. */
    static final int STEP_SECONDS = 1_800;

    private static final Set<Payout.State> AT_THE_RAIL = EnumSet.of(Payout.State.SUBMITTED, Payout.State.ACCEPTED);

    /** Not given to the rail, or nobody knows whether they were. */
    private static final Set<Payout.State> NOT_KNOWN_TO_BE_THERE =
            EnumSet.of(Payout.State.RESERVED, Payout.State.UNKNOWN);

    private final PayoutBatchRepository batches;
    private final PayoutProposals proposals;
    private final PayoutApprovals approvals;
    private final PayoutMethods methods;
    private final PayoutMoney money;
    private final PayoutPages pages;
    private final Rails rails;
    private final Ledger ledger;
    private final Outbox outbox;
    private final AgroalDataSource database;
    private final Clock clock;

    PayoutRun(
            PayoutBatchRepository batches,
            PayoutProposals proposals,
            PayoutApprovals approvals,
            PayoutMethods methods,
            PayoutMoney money,
            PayoutPages pages,
            Rails rails,
            Ledger ledger,
            Outbox outbox,
            AgroalDataSource database,
            Clock clock) {
        this.batches = batches;
        this.proposals = proposals;
        this.approvals = approvals;
        this.methods = methods;
        this.money = money;
        this.pages = pages;
        this.rails = rails;
        this.ledger = ledger;
        this.outbox = outbox;
        this.database = database;
        this.clock = clock;
    }

    /**
     * One person says yes to what they saw. Repeating it changes nothing.
     *
     * @throws NotAllowed {@code maker-is-checker}, {@code login-too-old}, {@code checker-changed-method},
     *     {@code approval-limit-reached}
     * @throws RuleViolation {@code batch-not-frozen}, {@code batch-changed}
     */
    @Transactional
    public PayoutBatch approve(UUID id, Checker checker, String contentHash) {
        return step("approved", id, (tx, batch, now) -> {
            boolean repeated = batch.state() == PayoutBatch.State.APPROVED
                    && contentHash.equals(batch.contentHash())
                    && ApprovalTable.hasApproved(tx, batch, checker.actor());
            if (!repeated) {
                approvals.approve(tx, batch, checker, contentHash, now);
            }
            return batch;
        });
    }

    /**
     * One person says no: the money is free again, and a copy of the batch is a draft for its maker to go on with.
     *
     * @return the rejected batch
     * @throws NotAllowed {@code maker-is-checker}, {@code login-too-old}
     * @throws RuleViolation {@code batch-not-frozen}, {@code batch-changed}
     */
    @Transactional
    @TransactionConfiguration(timeout = STEP_SECONDS)
    public PayoutBatch reject(UUID id, Checker checker, String contentHash, String reason) {
        return step("rejected", id, (tx, batch, now) -> {
            batch.requireContent(contentHash);
            approvals.mayDecide(batch, checker, now);
            batch.rejected(now);
            if (!ApprovalTable.hasApproved(tx, batch, checker.actor())) {
                ApprovalTable.insert(tx, batch, checker.actor(), "REJECT", reason, now);
            }
            free(tx, batch, Payout.REJECTED, now);
            PayoutActions.note(tx, batch, "REJECT", checker.actor(), batch.contentHash(), reason, now);
            proposals.copy(tx, batch, checker.actor(), now);
            return batch;
        });
    }

    /**
     * Takes one payout out of a batch before it is released. What people approved before is void, as the content is another.
     *
     * @throws RuleViolation {@code batch-not-frozen}, {@code payout-not-reserved}, {@code batch-would-be-empty}
     */
    @Transactional
    @TransactionConfiguration(timeout = STEP_SECONDS)
    public PayoutBatch exclude(UUID id, UUID payoutId, String actor, String reason) {
        return step("changed", id, (tx, batch, now) -> {
            Payout payout = PayoutTable.find(tx, payoutId);
            if (payout == null || !payout.batchId().equals(id)) {
                throw new NotFound("payout", payoutId);
            }
            if (payout.state() != Payout.State.RESERVED) {
                throw new RuleViolation(
                        "payout-not-reserved",
                        "Only a payout that is RESERVED can be taken out of its batch; this one is " + payout.state()
                                + ".");
            }
            String before = batch.contentHash();
            batch.requireChangeable();
            money.free(tx, batch, List.of(payout));
            PayoutTable.changeOne(tx, payoutId, Payout.State.RELEASED, "excluded: " + reason, now);
            Tally left = PayoutTable.tally(tx, id, Set.of(Payout.State.RESERVED));
            if (left.count() == 0) {
                throw new RuleViolation(
                        "batch-would-be-empty", "Nothing would be left of the batch: cancel it instead.");
            }
            batch.changed(
                    left.count(), left.totalMinor(), BatchContent.of(pages, tx, batch, Payout.State.RESERVED, left));
            PayoutActions.note(tx, batch, "EXCLUDE", actor, before, payoutId + ": " + reason, now);
            return batch;
        });
    }

    /**
     * Takes the reserved money off the balances and makes the messages for the rail, which are kept before anyone is told. A
     * checker whose yes is the last that the batch needs says it by this.
     *
     * @param contentHash what the checker saw
     * @throws NotAllowed as {@link #approve}
     * @throws RuleViolation {@code batch-not-approved}, {@code approvals-missing}, {@code batch-changed}
     */
    @Transactional
    @TransactionConfiguration(timeout = STEP_SECONDS)
    public PayoutBatch release(UUID id, Checker checker, String contentHash) {
        return step("released", id, (tx, batch, now) -> {
            if (batch.wasReleasedBy(checker.actor(), contentHash)) {
                return batch;
            }
            if (batch.state() == PayoutBatch.State.FROZEN) {
                approvals.approve(tx, batch, checker, contentHash, now);
            } else {
                batch.requireApproved();
                batch.requireContent(contentHash);
                approvals.mayDecide(batch, checker, now);
            }
            requireApprovals(tx, batch, now);
            PayoutRail rail = rails.of(batch.rail());
            batch.released(
                    checker.actor(), Execution.at(now, rail.capabilities().cutOff(batch.currency())), now);
            try (var messages = new BatchMessages(tx, batch, rail, methods, now)) {
                send(tx, batch, messages);
            }
            PayoutActions.note(tx, batch, "RELEASE", checker.actor(), now);
            return batch;
        });
    }

    private void requireApprovals(Connection tx, PayoutBatch batch, Instant now) throws SQLException {
        int valid = approvals.valid(tx, batch, now);
        int needed = approvals.needed(tx, batch);
        if (valid < needed) {
            throw new RuleViolation(
                    "approvals-missing",
                    "A batch of " + batch.total() + " needs the yes of " + needed
                            + " people who changed none of its payout methods; it has that of " + valid
                            + ". Let others approve it: POST /v1/payout-batches/{batchId}/approve.",
                    Map.of("approvals", valid, "approvalsNeeded", needed));
        }
    }

    private void send(Connection tx, PayoutBatch batch, BatchMessages messages) throws SQLException {
        var content = new BatchContent(batch, batch.payoutCount());
        pages.each(tx, batch.id(), Set.of(Payout.State.RESERVED), page -> {
            content.add(page);
            money.post(tx, batch, page);
            messages.add(page);
            Failpoint.hit("payout.mid-release");
        });
        messages.finish();
        Failpoint.hit("payout.after-file-before-commit");
        if (!content.hash().equals(batch.contentHash())) {
            throw new IllegalStateException("payouts of batch " + batch.id() + " were changed behind its back");
        }
    }

    /**
     * A person gave the messages to the rail.
     *
     * @throws RuleViolation {@code batch-not-released}, {@code rail-sends-itself}
     */
    @Transactional
    @TransactionConfiguration(timeout = STEP_SECONDS)
    public PayoutBatch sent(UUID id, String actor) {
        return step("sent", id, (tx, batch, now) -> {
            if (batch.state() == PayoutBatch.State.RELEASED && SubmissionTable.any(tx, id)) {
                throw new RuleViolation(
                        "rail-sends-itself",
                        batch.rail() + " is given the batch by the service. Wait; the batch says how far it is.");
            }
            return markSent(id, actor);
        });
    }

    /** Whoever says so, in a transaction that has more to do. */
    @Transactional(Transactional.TxType.MANDATORY)
    PayoutBatch markSent(UUID id, String actor) {
        return step("sent", id, (tx, batch, now) -> {
            if (batch.state() == PayoutBatch.State.SUBMITTED) {
                return batch;
            }
            batch.submitted(now);
            pages.each(
                    tx,
                    id,
                    Set.of(Payout.State.RESERVED),
                    page -> outbox.addAll(
                            tx,
                            page.stream()
                                    .map(payout -> event(
                                            payout,
                                            new PayoutSent(
                                                    payout.id(),
                                                    id,
                                                    payout.workerId(),
                                                    Amounts.of(payout.amount()),
                                                    payout.endToEndId(),
                                                    now)))
                                    .toList()));
            PayoutTable.change(tx, id, Set.of(Payout.State.RESERVED), Payout.State.SUBMITTED, null, now);
            PayoutActions.note(tx, batch, "SEND", actor, now);
            return batch;
        });
    }

    /**
     * Somebody has seen that the bank has booked what is left of the batch. It is settled once another person says so too, as
     * nobody asks for the money after that; a statement that is read later finds it done.
     *
     * @throws RuleViolation {@code batch-not-submitted}, {@code rail-sends-itself}, {@code batch-half-sent}
     */
    @Transactional
    @TransactionConfiguration(timeout = STEP_SECONDS)
    public PayoutBatch settle(UUID id, String actor) {
        return step("settled", id, (tx, batch, now) -> {
            if (batch.state() == PayoutBatch.State.SETTLED) {
                return batch;
            }
            requireWholeAtTheBank(tx, batch);
            boolean first = batch.bookedSaidBy() == null;
            if (!batch.saidBooked(actor)) {
                if (first) {
                    PayoutActions.note(tx, batch, "BOOKED", actor, now);
                }
                return batch;
            }
            Tally open = PayoutTable.tally(tx, id, AT_THE_RAIL);
            batch.progressed(0, now);
            if (open.count() > 0) {
                money.settle(tx, batch, open.totalMinor());
            }
            pages.each(
                    tx,
                    id,
                    AT_THE_RAIL,
                    page -> outbox.addAll(
                            tx,
                            page.stream()
                                    .map(payout -> event(
                                            payout,
                                            new PayoutSettled(
                                                    payout.id(),
                                                    id,
                                                    payout.workerId(),
                                                    Amounts.of(payout.amount()),
                                                    now)))
                                    .toList()));
            PayoutTable.change(tx, id, AT_THE_RAIL, Payout.State.SETTLED, null, now);
            PayoutActions.note(tx, batch, "SETTLE", actor, now);
            return batch;
        });
    }

    /** What is to be said by hand of a batch has left, all of it, and nobody else says it. */
    private void requireWholeAtTheBank(Connection tx, PayoutBatch batch) throws SQLException {
        batch.requireAtTheRail();
        if (rails.reports(batch.rail())) {
            throw new RuleViolation(
                    "rail-sends-itself",
                    batch.rail() + " says itself what became of each payout. Wait; the batch says how far it is.");
        }
        int elsewhere = PayoutTable.tally(tx, batch.id(), NOT_KNOWN_TO_BE_THERE).count();
        if (elsewhere > 0) {
            throw new RuleViolation(
                    "batch-half-sent",
                    elsewhere
                            + " of its payouts have not left yet, or nobody knows whether they have. Wait until the service"
                            + " has given them to the rail, or give in the bank's answer: POST /v1/bank-files.");
        }
    }

    private static OutboxEvent event(Payout payout, PayoutEvent event) {
        return new OutboxEvent(PayoutEvent.TOPIC, payout.workerId(), event);
    }

    /**
     * Nothing is left to do.
     *
     * @throws RuleViolation {@code batch-not-settled}, {@code batch-not-cleared}
     */
    @Transactional
    public PayoutBatch close(UUID id, String actor) {
        return step("closed", id, (tx, batch, now) -> {
            if (batch.state() == PayoutBatch.State.CLOSED) {
                return batch;
            }
            batch.closed(now);
            long left = ledger.available(tx, PayoutMoney.clearing(batch));
            if (left != 0) {
                throw new RuleViolation(
                        "batch-not-cleared",
                        "The clearing account of the batch still has " + left
                                + " minor units: reconcile it with the bank's statement first.");
            }
            PayoutActions.note(tx, batch, "CLOSE", actor, now);
            return batch;
        });
    }

    /** Gives the reserved money back to the workers' balances. */
    @Transactional
    @TransactionConfiguration(timeout = STEP_SECONDS)
    public PayoutBatch cancel(UUID id, String actor) {
        return step("cancelled", id, (tx, batch, now) -> {
            if (batch.state() == PayoutBatch.State.CANCELLED) {
                return batch;
            }
            batch.cancelled(now);
            free(tx, batch, Payout.CANCELLED, now);
            PayoutActions.note(tx, batch, "CANCEL", actor, now);
            return batch;
        });
    }

    private void free(Connection tx, PayoutBatch batch, String reason, Instant now) throws SQLException {
        pages.each(tx, batch.id(), Set.of(Payout.State.RESERVED), page -> money.free(tx, batch, page));
        PayoutTable.change(
                tx, batch.id(), Set.of(Payout.State.READY, Payout.State.RESERVED), Payout.State.RELEASED, reason, now);
    }

    /** What happens to a batch that nobody else can take further meanwhile. */
    @FunctionalInterface
    private interface Step {
        PayoutBatch take(Connection tx, PayoutBatch batch, Instant now) throws SQLException;
    }

    private PayoutBatch step(String done, UUID id, Step step) {
        PayoutBatch batch = batches.findForUpdate(id).orElseThrow(() -> new NotFound("payout-batch", id));
        PayoutBatch.State before = batch.state();
        try (var tx = database.getConnection()) {
            // As precise as the database keeps it, so that what is answered is what is read later.
            PayoutBatch after = step.take(tx, batch, clock.instant().truncatedTo(ChronoUnit.MICROS));
            if (after.state() != before) {
                Log.infof("payout batch %s: %s to %s", id, before, after.state());
            }
            return after;
        } catch (SQLException e) {
            throw new IllegalStateException("the batch could not be " + done, e);
        }
    }
}
