package dev.groundwork.payment.payout;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.payment.v1.PayoutEvent;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutSettled;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.outbox.OutboxEvent;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Amounts;
import dev.groundwork.payment.ledger.Ledger;
import dev.groundwork.payment.payout.PayoutOutcomes.Refusal;
import dev.groundwork.payment.payout.PayoutOutcomes.Return;
import dev.groundwork.payment.payout.SentPayouts.Sent;
import dev.groundwork.payment.rail.RailEvent;

import io.quarkus.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * What providers say of single payouts, and people in their place. Saying a thing again changes nothing, whatever the order;
 * what contradicts an end that a provider has told is written down for a person and moves no money, and what contradicts people
 * is believed. The batch is locked by the caller.
 */
@ApplicationScoped
class RailOutcomes {

    private static final String SYSTEM = "system";

    private static final Set<Payout.State> OPEN =
            EnumSet.of(Payout.State.RESERVED, Payout.State.SUBMITTED, Payout.State.UNKNOWN, Payout.State.ACCEPTED);

    private final PayoutOutcomes outcomes;
    private final PayoutMoney money;
    private final Ledger ledger;
    private final Outbox outbox;

    RailOutcomes(PayoutOutcomes outcomes, PayoutMoney money, Ledger ledger, Outbox outbox) {
        this.outcomes = outcomes;
        this.money = money;
        this.ledger = ledger;
        this.outbox = outbox;
    }

    /** Takes down one word about one payout of the batch. */
    void apply(Connection tx, PayoutBatch batch, Payout payout, RailEvent event, Instant now) throws SQLException {
        sent(tx, batch, now);
        boolean open = batch.hasFile() && OPEN.contains(payout.state());
        switch (event.kind()) {
            case ACCEPTED -> {
                if (open) {
                    PayoutTable.changeOne(tx, payout.id(), Payout.State.ACCEPTED, null, now);
                    batch.acknowledged();
                }
            }
            case SETTLED -> {
                if (open) {
                    arrived(tx, batch, List.of(payout), SYSTEM, now);
                } else if (payout.state() != Payout.State.SETTLED && !paidAfterAll(tx, batch, payout, SYSTEM, now)) {
                    contradict(tx, batch, payout, event, now);
                }
            }
            case FAILED -> {
                if (open) {
                    failed(tx, batch, List.of(payout), event.reason(), now);
                } else if (payout.state() == Payout.State.SETTLED) {
                    returned(tx, batch, payout, event.reason(), now);
                } else if (payout.state() != Payout.State.FAILED && payout.state() != Payout.State.RETURNED) {
                    contradict(tx, batch, payout, event, now);
                }
            }
        }
    }

    /** The rail took the message with these payouts, and carries out none that it has not told the end of. */
    void denied(Connection tx, PayoutBatch batch, List<Payout> payouts, Instant now) throws SQLException {
        sent(tx, batch, now);
        if (batch.hasFile()) {
            List<Payout> open = payouts.stream()
                    .filter(payout -> OPEN.contains(payout.state()))
                    .toList();
            refused(tx, batch, open, Map.of(), now);
        }
    }

    private static void sent(Connection tx, PayoutBatch batch, Instant now) throws SQLException {
        if (batch.state() == PayoutBatch.State.RELEASED) {
            batch.submitted(now);
            PayoutActions.note(tx, batch, "SEND", SYSTEM, now);
        }
    }

    /** The payees have it. */
    void arrived(Connection tx, PayoutBatch batch, List<Payout> payouts, String actor, Instant now)
            throws SQLException {
        money.settle(tx, batch, payouts);
        settled(tx, batch, payouts, now);
        progress(tx, batch, actor, now);
    }

    /**
     * People said that it was not made, and it was: its money is taken from the worker's balance again.
     *
     * @return false where people never said so, or the money is not there any more; then nothing has happened
     */
    boolean paidAfterAll(Connection tx, PayoutBatch batch, Payout payout, String actor, Instant now)
            throws SQLException {
        var balance = AccountName.payable(payout.workerId(), payout.amount().currency());
        if (!payout.wasSaidNotMade()
                || ledger.available(tx, balance) < payout.amount().minor()) {
            return false;
        }
        money.takeAgain(tx, batch, payout);
        settled(tx, batch, List.of(payout), now);
        PayoutActions.note(
                tx,
                batch,
                "CONTRADICT",
                actor,
                batch.contentHash(),
                payout.id() + " was said not to be made and arrived: its money is taken from the balance again",
                now);
        return true;
    }

    private void settled(Connection tx, PayoutBatch batch, List<Payout> payouts, Instant now) throws SQLException {
        PayoutTable.changeAll(tx, payouts, Payout.State.SETTLED, null, now);
        outbox.addAll(
                tx,
                payouts.stream()
                        .map(payout -> new OutboxEvent(
                                PayoutEvent.TOPIC,
                                payout.workerId(),
                                new PayoutSettled(
                                        payout.id(), batch.id(), payout.workerId(), Amounts.of(payout.amount()), now)))
                        .toList());
    }

    /** Two people say that the rail never made these: the money is the workers' again, and their accounts are not the cause. */
    void notMade(Connection tx, PayoutBatch batch, List<Payout> payouts, String actor, Instant now)
            throws SQLException {
        fail(tx, batch, payouts, sent -> BankReason.NOT_MADE, actor, now);
    }

    /** The money never left: it is the workers' again, and they are told why. */
    void failed(Connection tx, PayoutBatch batch, List<Payout> payouts, @Nullable String reason, Instant now)
            throws SQLException {
        fail(tx, batch, payouts, sent -> reason == null ? "" : reason, SYSTEM, now);
    }

    /**
     * The message with these payouts was refused as a whole: the money is the workers' again, and only those at fault have to mend
     * anything.
     *
     * @param atFault the reasons of those for which it was refused, by their end-to-end ids
     */
    void refused(Connection tx, PayoutBatch batch, List<Payout> payouts, Map<String, String> atFault, Instant now)
            throws SQLException {
        fail(
                tx,
                batch,
                payouts,
                sent -> atFault.getOrDefault(sent.endToEndId(), BankReason.MESSAGE_REFUSED),
                SYSTEM,
                now);
    }

    private void fail(
            Connection tx,
            PayoutBatch batch,
            List<Payout> payouts,
            Function<Sent, String> reason,
            String actor,
            Instant now)
            throws SQLException {
        if (payouts.isEmpty()) {
            return;
        }
        // Whether it was said before or not: the rail has had it.
        PayoutTable.changeAll(tx, payouts, Payout.State.SUBMITTED, null, now);
        List<Refusal> refusals = sent(tx, payouts).stream()
                .map(sent -> new Refusal(sent, reason.apply(sent)))
                .toList();
        money.carryOut(tx, outcomes.refused(tx, refusals, now));
        progress(tx, batch, actor, now);
    }

    /** The money had arrived, and came back. */
    private void returned(Connection tx, PayoutBatch batch, Payout payout, @Nullable String reason, Instant now)
            throws SQLException {
        List<Return> returns = sent(tx, List.of(payout)).stream()
                .map(sent -> new Return(sent, reason == null ? "" : reason, null))
                .toList();
        var cash = AccountName.cashBy(batch.rail(), batch.currency());
        money.carryOut(tx, outcomes.returned(tx, returns, cash, now));
        Log.warnf("payout %s of batch %s came back: %s", payout.id(), batch.id(), reason);
    }

    private List<Sent> sent(Connection tx, List<Payout> payouts) throws SQLException {
        return SentPayouts.findById(tx, payouts.stream().map(Payout::id).toList());
    }

    private static void contradict(Connection tx, PayoutBatch batch, Payout payout, RailEvent event, Instant now)
            throws SQLException {
        Log.errorf(
                "%s says %s of payout %s, which is %s: a person has to look",
                batch.rail(), event.kind(), payout.id(), payout.state());
        PayoutActions.note(
                tx,
                batch,
                "CONTRADICT",
                SYSTEM,
                batch.contentHash(),
                payout.id() + " is " + payout.state() + ", the rail says " + event.kind(),
                now);
    }

    private static void progress(Connection tx, PayoutBatch batch, String actor, Instant now) throws SQLException {
        batch.progressed(PayoutTable.tally(tx, batch.id(), OPEN).count(), now);
        if (batch.state() == PayoutBatch.State.SETTLED) {
            PayoutActions.note(tx, batch, "SETTLE", actor, now);
        }
    }
}
