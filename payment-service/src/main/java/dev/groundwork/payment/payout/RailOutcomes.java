package dev.groundwork.payment.payout;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.payment.v1.PayoutEvent;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutSettled;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.outbox.OutboxEvent;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Amounts;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Ledger;
import dev.groundwork.payment.payout.PayoutOutcomes.Refusal;
import dev.groundwork.payment.payout.PayoutOutcomes.Return;
import dev.groundwork.payment.payout.SentPayouts.Sent;
import dev.groundwork.payment.payout.SentPayouts.Stage;
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

    /** Takes down what the rail says of payouts of the batch, read under its lock; words about others are passed over. */
    void apply(Connection tx, PayoutBatch batch, List<RailEvent> events, Instant now) throws SQLException {
        List<RailEvent> left = events;
        while (!left.isEmpty()) {
            // Of several words about one payout, each meets what the one before has made of it.
            Map<String, RailEvent> words = new LinkedHashMap<>();
            List<RailEvent> later = new ArrayList<>();
            for (RailEvent event : left) {
                if (words.putIfAbsent(event.endToEndId(), event) != null) {
                    later.add(event);
                }
            }
            applyOnce(tx, batch, words, now);
            left = later;
        }
    }

    /** What follows for many is done in sets: one answer of a rail is about thousands, and their batch may be much larger. */
    private void applyOnce(Connection tx, PayoutBatch batch, Map<String, RailEvent> words, Instant now)
            throws SQLException {
        List<Payout> payouts = PayoutTable.ofReferences(tx, batch.id(), words.keySet());
        if (payouts.isEmpty()) {
            return;
        }
        sent(tx, batch, now);
        List<Payout> accepted = new ArrayList<>();
        List<Payout> arrived = new ArrayList<>();
        List<Payout> confirmed = new ArrayList<>();
        List<Payout> failed = new ArrayList<>();
        for (Payout payout : payouts) {
            RailEvent event = Objects.requireNonNull(words.get(payout.endToEndId()));
            boolean open = batch.hasFile() && OPEN.contains(payout.state());
            switch (event.kind()) {
                case ACCEPTED -> {
                    if (open && payout.state() != Payout.State.ACCEPTED) {
                        accepted.add(payout);
                    }
                }
                case SETTLED -> {
                    if (open) {
                        arrived.add(payout);
                    } else if (payout.wasSaidArrived()) {
                        confirmed.add(payout);
                    } else if (payout.state() != Payout.State.SETTLED && !paidAfterAll(tx, batch, payout, now)) {
                        contradict(tx, batch, payout, event, now);
                    }
                }
                case FAILED -> {
                    if (open || payout.state() == Payout.State.SETTLED) {
                        failed.add(payout);
                    } else if (payout.wasSaidNotMade()) {
                        // From here on it is the rail's word: an older one that comes late is not believed against it.
                        String reason = event.reason() == null ? BankReason.NOT_SAID : event.reason();
                        PayoutTable.changeOne(tx, payout.id(), Payout.State.FAILED, reason, now);
                    } else if (payout.state() != Payout.State.FAILED && payout.state() != Payout.State.RETURNED) {
                        contradict(tx, batch, payout, event, now);
                    }
                }
            }
        }
        if (!accepted.isEmpty()) {
            PayoutTable.changeAll(tx, accepted, Payout.State.ACCEPTED, null, now);
            batch.acknowledged();
        }
        PayoutTable.changeAll(tx, confirmed, Payout.State.SETTLED, null, now);
        boolean further = !arrived.isEmpty();
        if (further) {
            money.settle(tx, batch, arrived);
            settled(tx, batch, arrived, null, now);
        }
        further |= fail(
                tx,
                batch,
                failed,
                sent -> given(
                        Objects.requireNonNull(words.get(sent.endToEndId())).reason()),
                now);
        if (further) {
            progress(tx, batch, SYSTEM, now);
        }
    }

    /**
     * The rail took the message with these payouts, and carries out none that it has not told the end of. Those of which people
     * said an end are as it says.
     */
    void denied(Connection tx, PayoutBatch batch, List<Payout> payouts, Instant now) throws SQLException {
        sent(tx, batch, now);
        if (batch.hasFile()) {
            refused(tx, batch, payouts, Map.of(), now);
            PayoutTable.changeAll(
                    tx,
                    payouts.stream().filter(Payout::wasSaidNotMade).toList(),
                    Payout.State.FAILED,
                    BankReason.MESSAGE_REFUSED,
                    now);
        }
    }

    private static void sent(Connection tx, PayoutBatch batch, Instant now) throws SQLException {
        if (batch.state() == PayoutBatch.State.RELEASED) {
            batch.submitted(now);
            PayoutActions.note(tx, batch, "SEND", SYSTEM, now);
        }
    }

    /** Two people say that the payees of these have it. */
    void saidArrived(Connection tx, PayoutBatch batch, List<Payout> payouts, String actor, Instant now)
            throws SQLException {
        money.settle(tx, batch, payouts);
        settled(tx, batch, payouts, Payout.SAID_ARRIVED, now);
        progress(tx, batch, actor, now);
    }

    private boolean paidAfterAll(Connection tx, PayoutBatch batch, Payout payout, Instant now) throws SQLException {
        return paidAfterAll(tx, batch, payout, null, SYSTEM, now);
    }

    /**
     * Two people say that it was made, which they had said it was not.
     *
     * @return false where nothing has happened, as the money is not on the worker's balance any more
     */
    boolean saidArrivedAfterAll(Connection tx, PayoutBatch batch, Payout payout, String actor, Instant now)
            throws SQLException {
        return paidAfterAll(tx, batch, payout, Payout.SAID_ARRIVED, actor, now);
    }

    /**
     * People said that it was not made, and it was: its money is taken from the worker's balance again.
     *
     * @param reason of its being settled; null where the rail says so
     * @return false where people never said so, or the money is not there any more; then nothing has happened
     */
    private boolean paidAfterAll(
            Connection tx, PayoutBatch batch, Payout payout, @Nullable String reason, String actor, Instant now)
            throws SQLException {
        var balance = AccountName.payable(payout.workerId(), payout.amount().currency());
        if (!payout.wasSaidNotMade()
                || ledger.available(tx, balance) < payout.amount().minor()) {
            return false;
        }
        money.takeAgain(tx, batch, payout);
        settled(tx, batch, List.of(payout), reason, now);
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

    private void settled(Connection tx, PayoutBatch batch, List<Payout> payouts, @Nullable String reason, Instant now)
            throws SQLException {
        PayoutTable.changeAll(tx, payouts, Payout.State.SETTLED, reason, now);
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
        if (fail(tx, batch, payouts, sent -> BankReason.NOT_MADE, now)) {
            progress(tx, batch, actor, now);
        }
    }

    /**
     * The message with these payouts was refused: the money is the workers' again, and they are told why. That of payouts of which
     * people said that they arrived comes back; those of which the rail has told the end are passed over.
     */
    void failed(Connection tx, PayoutBatch batch, List<Payout> payouts, @Nullable String reason, Instant now)
            throws SQLException {
        refused(tx, batch, payouts, sent -> given(reason), now);
    }

    /**
     * As {@link #failed} where the message was refused as a whole, and only those at fault have to mend anything.
     *
     * @param atFault the reasons of those for which it was refused, by their end-to-end ids
     */
    void refused(Connection tx, PayoutBatch batch, List<Payout> payouts, Map<String, String> atFault, Instant now)
            throws SQLException {
        refused(tx, batch, payouts, sent -> atFault.getOrDefault(sent.endToEndId(), BankReason.MESSAGE_REFUSED), now);
    }

    private void refused(
            Connection tx, PayoutBatch batch, List<Payout> payouts, Function<Sent, String> reason, Instant now)
            throws SQLException {
        List<Payout> untold = payouts.stream()
                .filter(payout -> OPEN.contains(payout.state()) || payout.wasSaidArrived())
                .toList();
        if (fail(tx, batch, untold, reason, now)) {
            progress(tx, batch, SYSTEM, now);
        }
    }

    private static String given(@Nullable String reason) {
        return reason == null ? "" : reason;
    }

    /**
     * The money of open payouts never left, and that of settled ones came back.
     *
     * @return whether any was open
     */
    private boolean fail(
            Connection tx, PayoutBatch batch, List<Payout> payouts, Function<Sent, String> reason, Instant now)
            throws SQLException {
        if (payouts.isEmpty()) {
            return false;
        }
        List<Payout> open =
                payouts.stream().filter(payout -> OPEN.contains(payout.state())).toList();
        // Whether it was said before or not: the rail has had it.
        PayoutTable.changeAll(tx, open, Payout.State.SUBMITTED, null, now);
        List<Refusal> refusals = new ArrayList<>(open.size());
        List<Return> returns = new ArrayList<>();
        for (Sent sent : sent(tx, payouts)) {
            if (sent.stage() == Stage.SETTLED) {
                Log.warnf("payout %s of batch %s came back: %s", sent.id(), batch.id(), reason.apply(sent));
                returns.add(new Return(sent, reason.apply(sent), null));
            } else {
                refusals.add(new Refusal(sent, reason.apply(sent)));
            }
        }
        var cash = AccountName.cashBy(batch.rail(), batch.currency());
        List<Command> commands = new ArrayList<>(outcomes.refused(tx, refusals, now));
        commands.addAll(outcomes.returned(tx, returns, cash, now));
        // Once for all of them: the balances are locked in one order.
        money.carryOut(tx, commands);
        return !open.isEmpty();
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
