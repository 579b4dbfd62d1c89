package dev.groundwork.payment.payout;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.PostingEngine;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.ledger.Receipt;

/**
 * The postings of payouts. A step over a large batch posts page after page in one transaction; that cannot deadlock, because
 * pages follow the ids of the accounts, the order in which everybody locks them, and the clearing account is the batch's own.
 */
@ApplicationScoped
class PayoutMoney {

    private final PostingEngine engine;

    PayoutMoney(PostingEngine engine) {
        this.engine = engine;
    }

    /** {@return what became of each; one whose balance has shrunk is refused, and the others are held} */
    List<Receipt> hold(Connection tx, PayoutBatch batch, List<Payout> payouts) throws SQLException {
        return engine.post(
                tx,
                commands(
                        "payout-hold",
                        payouts,
                        payout -> Leg.hold(
                                payable(payout),
                                clearing(batch),
                                payout.amount().minor(),
                                Reason.PAYOUT)));
    }

    /** Takes what was held off the balances. */
    void post(Connection tx, PayoutBatch batch, List<Payout> payouts) throws SQLException {
        carryOut(
                tx,
                commands(
                        "payout-post",
                        payouts,
                        payout -> Leg.post(
                                payout.holdSeq(),
                                payable(payout),
                                clearing(batch),
                                payout.amount().minor(),
                                Reason.PAYOUT)));
    }

    /** Gives what was held free again. */
    void free(Connection tx, PayoutBatch batch, List<Payout> payouts) throws SQLException {
        carryOut(
                tx,
                commands(
                        "payout-void",
                        payouts,
                        payout -> Leg.voidHold(payout.holdSeq(), payable(payout), clearing(batch), Reason.PAYOUT)));
    }

    /** The bank booked what is left of the batch in one line. */
    void settle(Connection tx, PayoutBatch batch, long totalMinor) throws SQLException {
        carryOut(
                tx,
                List.of(command(
                        "payout-settle",
                        batch.id(),
                        Leg.move(
                                clearing(batch),
                                AccountName.cash(batch.currency()),
                                totalMinor,
                                Reason.PAYOUT_SETTLED))));
    }

    /** The provider paid one of them. */
    void settle(Connection tx, PayoutBatch batch, Payout payout) throws SQLException {
        carryOut(
                tx,
                List.of(command(
                        "payout-settle",
                        payout.id(),
                        Leg.move(
                                clearing(batch),
                                AccountName.cash(batch.currency()),
                                payout.amount().minor(),
                                Reason.PAYOUT_SETTLED))));
    }

    static AccountName clearing(PayoutBatch batch) {
        return AccountName.clearing(batch.id(), batch.currency());
    }

    /** Under the locks of the batch nothing can be refused: a refusal is a bug, and nothing of the step remains. */
    void carryOut(Connection tx, List<Command> commands) throws SQLException {
        List<Receipt> receipts = engine.post(tx, commands);
        for (int i = 0; i < receipts.size(); i++) {
            if (!receipts.get(i).posted()) {
                throw new IllegalStateException(commands.get(i).businessKey() + " was refused: "
                        + receipts.get(i).refusal());
            }
        }
    }

    private static List<Command> commands(String kind, List<Payout> payouts, Function<Payout, Leg> leg) {
        List<Command> commands = new ArrayList<>(payouts.size());
        for (Payout payout : payouts) {
            commands.add(command(kind, payout.id(), leg.apply(payout)));
        }
        return commands;
    }

    private static Command command(String kind, UUID id, Leg leg) {
        String key = kind + ":" + id;
        return Command.of("payout", key, kind, key, "{}", List.of(leg));
    }

    private static AccountName payable(Payout payout) {
        return AccountName.payable(payout.workerId(), payout.amount().currency());
    }
}
