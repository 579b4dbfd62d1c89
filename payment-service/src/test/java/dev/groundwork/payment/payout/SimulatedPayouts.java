package dev.groundwork.payment.payout;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import dev.groundwork.kit.money.Money;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.MemoryLedger;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.payout.PayoutBatch.Execution;
import dev.groundwork.payment.payout.PayoutMoney.Hold;

/**
 * Payout batches in memory. Their money is moved by the service's own class, many payouts in a posting; who is collected, and what is kept
 * of a payout, is said here as the tables say it. Each step is for a transaction of its own.
 */
@SuppressWarnings("NullAway") // what is not there although it has to be is a bug, and fails as one
public final class SimulatedPayouts {

    /** The life of a payout, as far as it is simulated, by the service's words. */
    public enum State {
        READY,
        HELD,
        RESERVED,
        SUBMITTED,
        SETTLED,
        RETURNED,
        FAILED,
        RELEASED
    }

    /**
     * A payout as it is kept.
     *
     * @param holdSeq 0 where nothing was ever reserved for it
     */
    public record Line(
            UUID id, UUID batchId, int position, UUID worker, long account, long amount, long holdSeq, State state) {

        /** {@return whether its worker is in no other batch meanwhile} */
        public boolean isOpen() {
            return state == State.READY || state == State.RESERVED || state == State.SUBMITTED;
        }

        Line in(State next) {
            return new Line(id, batchId, position, worker, account, amount, holdSeq, next);
        }

        Line after(Hold hold) {
            boolean held = hold.seq() != null;
            return new Line(
                    id,
                    batchId,
                    position,
                    worker,
                    account,
                    amount,
                    held ? hold.seq() : 0,
                    held ? State.RESERVED : State.HELD);
        }
    }

    private final PayoutMoney money;
    private final MemoryLedger ledger;
    private final Connection connection;
    private final Clock clock;
    private Map<UUID, Line> lines = new LinkedHashMap<>();

    public SimulatedPayouts(MemoryLedger ledger, Connection connection, Clock clock) {
        this.money = new PayoutMoney(ledger.engine());
        this.ledger = ledger;
        this.connection = connection;
        this.clock = clock;
    }

    /** {@return a copy to go back to} */
    public Map<UUID, Line> mark() {
        return new LinkedHashMap<>(lines);
    }

    public void backTo(Map<UUID, Line> mark) {
        lines = mark;
    }

    public List<Line> all() {
        return List.copyOf(lines.values());
    }

    public Line get(UUID id) {
        return lines.get(id);
    }

    /** {@return the batches with a payout in the state, in the order in which they were collected} */
    public List<UUID> batches(State state) {
        return lines.values().stream()
                .filter(line -> line.state() == state)
                .map(Line::batchId)
                .distinct()
                .toList();
    }

    /** {@return those of a batch in the state, by their positions} */
    public List<Line> in(UUID batch, State state) {
        return lines.values().stream()
                .filter(line -> line.batchId().equals(batch) && line.state() == state)
                .sorted(Comparator.comparingInt(Line::position))
                .toList();
    }

    /** Collects into one draft all who are owed something and have no payout under way; positions follow the numbers of the accounts. */
    public void collect(Collection<UUID> workers, Supplier<UUID> ids) {
        UUID batch = ids.get();
        List<Line> drafted = new ArrayList<>();
        for (UUID worker : workers) {
            AccountName payable = AccountName.payable(worker, "EUR");
            long owed = ledger.available(payable);
            boolean open =
                    lines.values().stream().anyMatch(line -> line.worker().equals(worker) && line.isOpen());
            if (owed > 0 && !open) {
                drafted.add(new Line(ids.get(), batch, 0, worker, ledger.numberOf(payable), owed, 0, State.READY));
            }
        }
        drafted.sort(Comparator.comparingLong(Line::account));
        for (int i = 0; i < drafted.size(); i++) {
            Line line = drafted.get(i);
            keep(new Line(
                    line.id(),
                    batch,
                    i + 1,
                    line.worker(),
                    line.account(),
                    line.amount(),
                    line.holdSeq(),
                    line.state()));
        }
    }

    /** {@return how many were reserved; whose balance has shrunk is left out} */
    public int freeze(UUID batch) throws SQLException {
        List<Line> drafted = in(batch, State.READY);
        List<Hold> holds = money.hold(connection, batch(batch), payouts(drafted));
        for (int i = 0; i < drafted.size(); i++) {
            keep(drafted.get(i).after(holds.get(i)));
        }
        return in(batch, State.RESERVED).size();
    }

    /** Takes one out of a frozen batch. */
    public void exclude(Line line) throws SQLException {
        money.free(connection, batch(line.batchId()), payouts(List.of(line)));
        keep(line.in(State.RELEASED));
    }

    /** Gives all free that a batch has reserved, or would have. */
    public void cancel(UUID batch) throws SQLException {
        List<Line> reserved = in(batch, State.RESERVED);
        money.free(connection, batch(batch), payouts(reserved));
        reserved.forEach(line -> keep(line.in(State.RELEASED)));
        in(batch, State.READY).forEach(line -> keep(line.in(State.RELEASED)));
    }

    /** Takes what is reserved off the balances. */
    public void release(UUID batch) throws SQLException {
        List<Line> reserved = in(batch, State.RESERVED);
        money.post(connection, batch(batch), payouts(reserved));
        reserved.forEach(line -> keep(line.in(State.SUBMITTED)));
    }

    public void settle(Line line) throws SQLException {
        money.settle(connection, batch(line.batchId()), List.of(payout(line)));
        keep(line.in(State.SETTLED));
    }

    /** One line of the bank has taken all that is left of a batch. */
    public void settleRest(UUID batch) throws SQLException {
        List<Line> rest = in(batch, State.SUBMITTED);
        money.settle(
                connection, batch(batch), rest.stream().mapToLong(Line::amount).sum());
        rest.forEach(line -> keep(line.in(State.SETTLED)));
    }

    public void fail(Line line) throws SQLException {
        move(
                "payout-failed",
                line,
                Leg.move(
                        clearing(line.batchId()),
                        AccountName.payable(line.worker(), "EUR"),
                        line.amount(),
                        Reason.PAYOUT_FAILED));
        keep(line.in(State.FAILED));
    }

    public void comeBack(Line line) throws SQLException {
        move(
                "payout-returned",
                line,
                Leg.move(
                        AccountName.cash("EUR"),
                        AccountName.held(line.worker(), "EUR"),
                        line.amount(),
                        Reason.PAYOUT_RETURNED));
        keep(line.in(State.RETURNED));
    }

    private void move(String kind, Line line, Leg leg) throws SQLException {
        money.carryOut(connection, List.of(PayoutOutcomes.command(kind, line.id(), List.of(leg))));
    }

    public static AccountName clearing(UUID batch) {
        return AccountName.clearing(batch, "EUR");
    }

    private void keep(Line line) {
        lines.put(line.id(), line);
    }

    private PayoutBatch batch(UUID id) {
        return new PayoutBatch(
                id,
                "SEPA",
                new Money(1, "EUR"),
                "maker",
                new Execution(LocalDate.EPOCH, clock.instant()),
                clock.instant());
    }

    private List<Payout> payouts(List<Line> of) {
        return of.stream().map(this::payout).toList();
    }

    private Payout payout(Line line) {
        return new Payout(
                line.id(),
                line.batchId(),
                line.position(),
                line.worker(),
                line.account(),
                line.id(),
                new Money(line.amount(), "EUR"),
                Payout.endToEndId(line.id()),
                Payout.State.valueOf(line.state().name()),
                "",
                line.holdSeq(),
                1,
                null,
                false,
                clock.instant());
    }
}
