package dev.groundwork.payment.payout;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Kernel;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.PostingEngine;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.ledger.Receipt;

import org.jspecify.annotations.Nullable;

/**
 * The postings of payouts. A step over a large batch posts page after page in one transaction; that cannot deadlock, because
 * pages follow the ids of the accounts, the order in which everybody locks them, and the clearing account is the batch's own.
 *
 * <p>Up to {@link Command#MOST_LEGS} payouts share a posting, and each has its transfer in it: its hold is its own, and so is
 * what becomes of it. A posting of one bears the payout's name, one of several that of the batch and the first of them.
 */
@ApplicationScoped
class PayoutMoney {

    private final PostingEngine engine;

    PayoutMoney(PostingEngine engine) {
        this.engine = engine;
    }

    /**
     * What became of a payout at the freeze.
     *
     * @param seq of the pending transfer that is the payout's own; null where it was refused
     * @param refusal why; null where the money is held
     */
    record Hold(@Nullable Long seq, @Nullable String refusal) {}

    /** {@return what became of each; one whose balance has shrunk is refused, and the others are held} */
    List<Hold> hold(Connection tx, PayoutBatch batch, List<Payout> payouts) throws SQLException {
        Map<UUID, Hold> holds = HashMap.newHashMap(payouts.size());
        List<Payout> refused = hold(tx, batch, payouts, Command.MOST_LEGS, holds);
        // One of them refuses all of its posting. Their balances are locked already, so posting again waits for nobody.
        hold(tx, batch, refused, 1, holds);
        return payouts.stream()
                .map(payout -> Objects.requireNonNull(holds.get(payout.id())))
                .toList();
    }

    /** {@return those whose posting of several was refused} */
    private List<Payout> hold(Connection tx, PayoutBatch batch, List<Payout> payouts, int size, Map<UUID, Hold> holds)
            throws SQLException {
        List<List<Payout>> together = together(payouts, size);
        List<Receipt> receipts = engine.post(
                tx,
                commands(
                        "payout-hold",
                        batch,
                        together,
                        payout -> Leg.hold(
                                payable(payout),
                                clearing(batch),
                                payout.amount().minor(),
                                Reason.PAYOUT)),
                numbers(payouts));
        List<Payout> refused = new ArrayList<>();
        for (int i = 0; i < together.size(); i++) {
            List<Payout> of = together.get(i);
            Receipt receipt = receipts.get(i);
            if (receipt.posted()) {
                for (int leg = 1; leg <= of.size(); leg++) {
                    holds.put(of.get(leg - 1).id(), new Hold(receipt.transferSeq(leg), null));
                }
            } else if (of.size() == 1) {
                holds.put(of.getFirst().id(), new Hold(null, receipt.refusal()));
            } else if (Kernel.INSUFFICIENT_FUNDS.equals(receipt.refusal())) {
                refused.addAll(of);
            } else {
                throw new IllegalStateException("payouts of batch " + batch.id() + " from "
                        + of.getFirst().position() + " on cannot be held: " + receipt.refusal());
            }
        }
        return refused;
    }

    /** Takes what was held off the balances. */
    void post(Connection tx, PayoutBatch batch, List<Payout> payouts) throws SQLException {
        resolve(
                tx,
                batch,
                "payout-post",
                payouts,
                payout -> Leg.post(
                        payout.holdSeq(),
                        payable(payout),
                        clearing(batch),
                        payout.amount().minor(),
                        Reason.PAYOUT));
    }

    /** Gives what was held free again. */
    void free(Connection tx, PayoutBatch batch, List<Payout> payouts) throws SQLException {
        resolve(
                tx,
                batch,
                "payout-void",
                payouts,
                payout -> Leg.voidHold(payout.holdSeq(), payable(payout), clearing(batch), Reason.PAYOUT));
    }

    private void resolve(Connection tx, PayoutBatch batch, String kind, List<Payout> payouts, Function<Payout, Leg> leg)
            throws SQLException {
        carryOut(tx, commands(kind, batch, together(payouts, Command.MOST_LEGS), leg), numbers(payouts));
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

    /** The provider paid these of them. */
    void settle(Connection tx, PayoutBatch batch, List<Payout> payouts) throws SQLException {
        carryOut(
                tx,
                payouts.stream()
                        .map(payout -> command(
                                "payout-settle",
                                payout.id(),
                                Leg.move(
                                        clearing(batch),
                                        AccountName.cashBy(batch.rail(), batch.currency()),
                                        payout.amount().minor(),
                                        Reason.PAYOUT_SETTLED)))
                        .toList());
    }

    /**
     * The provider paid one of which the money had been given back: that is taken from the balance again, so that it is not paid a
     * second time.
     */
    void takeAgain(Connection tx, PayoutBatch batch, Payout payout) throws SQLException {
        carryOut(
                tx,
                List.of(command(
                        "payout-paid-after-all",
                        payout.id(),
                        Leg.move(
                                payable(payout),
                                AccountName.cashBy(batch.rail(), batch.currency()),
                                payout.amount().minor(),
                                Reason.PAYOUT_FAILED))));
    }

    static AccountName clearing(PayoutBatch batch) {
        return AccountName.clearing(batch.id(), batch.currency());
    }

    /** Under the locks of the batch nothing can be refused: a refusal is a bug, and nothing of the step remains. */
    void carryOut(Connection tx, List<Command> commands) throws SQLException {
        carryOut(tx, commands, Map.of());
    }

    private void carryOut(Connection tx, List<Command> commands, Map<AccountName, Long> numbers) throws SQLException {
        List<Receipt> receipts = engine.post(tx, commands, numbers);
        for (int i = 0; i < receipts.size(); i++) {
            if (!receipts.get(i).posted()) {
                throw new IllegalStateException(commands.get(i).businessKey() + " was refused: "
                        + receipts.get(i).refusal());
            }
        }
    }

    private static List<List<Payout>> together(List<Payout> payouts, int size) {
        List<List<Payout>> together = new ArrayList<>(payouts.size() / size + 1);
        for (int from = 0; from < payouts.size(); from += size) {
            together.add(payouts.subList(from, Math.min(from + size, payouts.size())));
        }
        return together;
    }

    /** Of several payouts in one posting, each has a leg of its own, in their order. */
    private static List<Command> commands(
            String kind, PayoutBatch batch, List<List<Payout>> together, Function<Payout, Leg> leg) {
        List<Command> commands = new ArrayList<>(together.size());
        for (List<Payout> payouts : together) {
            Payout first = payouts.getFirst();
            commands.add(
                    payouts.size() == 1
                            ? command(kind, first.id(), leg.apply(first))
                            : command(
                                    kind + ":" + batch.id() + ":" + first.position(),
                                    kind,
                                    "{\"batchId\":\"" + batch.id() + "\",\"firstPosition\":" + first.position()
                                            + ",\"lastPosition\":"
                                            + payouts.getLast().position() + "}",
                                    payouts.stream().map(leg).toList()));
        }
        return commands;
    }

    private static Command command(String kind, UUID id, Leg leg) {
        return command(kind + ":" + id, kind, "{}", List.of(leg));
    }

    private static Command command(String key, String kind, String payload, List<Leg> legs) {
        return Command.of("payout", key, kind, key, payload, legs);
    }

    /** Names of accounts are looked up one by one, and a payout knows the number of its own. */
    private static Map<AccountName, Long> numbers(List<Payout> payouts) {
        Map<AccountName, Long> numbers = HashMap.newHashMap(payouts.size());
        for (Payout payout : payouts) {
            numbers.put(payable(payout), payout.accountId());
        }
        return numbers;
    }

    private static AccountName payable(Payout payout) {
        return AccountName.payable(payout.workerId(), payout.amount().currency());
    }
}
