package dev.groundwork.payment.refund;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.idempotency.Idempotency;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.NotAllowed;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.UnderWay;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Kernel;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.PostingEngine;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.ledger.Receipt;
import dev.groundwork.payment.refund.Refund.State;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/**
 * Gives requesters their unspent money back. Asking reserves it, so that it is spent on nothing else; somebody else releases it. By one rail
 * no more goes back than came in by it.
 */
@ApplicationScoped
class Refunds {

    private static final String SCOPE = "refund";

    private static final String COLUMNS = """
            select id, requester_id, amount_minor, currency, rail, state, hold_seq, requested_by, requested_at, decided_by,
                   decided_at
            from refund
            """;

    private final PostingEngine engine;
    private final AgroalDataSource database;
    private final Clock clock;

    Refunds(PostingEngine engine, AgroalDataSource database, Clock clock) {
        this.engine = engine;
        this.database = database;
        this.clock = clock;
    }

    /** @param repeated whether it was asked for by an earlier request with the same key */
    record Requested(Refund refund, boolean repeated) {}

    /**
     * Reserves money to be given back, once for each key of a requester.
     *
     * @throws Unprocessable {@code amount-not-positive}, {@code refund-exceeds-deposits}, {@code idempotency-key-reused}
     * @throws RuleViolation {@code insufficient-funds}
     * @throws UnderWay {@code idempotency-key-in-use}
     */
    Requested request(UUID requesterId, String key, Money amount, String actor) {
        if (amount.minor() <= 0) {
            throw new Unprocessable("amount-not-positive", "A refund is above zero.");
        }
        return inTransaction(tx -> {
            String scope = SCOPE + ":" + requesterId;
            if (!Idempotency.tryLock(tx, scope, key)) {
                throw Idempotency.inUse();
            }
            lockRequester(tx, requesterId);
            String businessKey = scope + ":" + key;
            Refund earlier = byKey(tx, scope, key);
            if (earlier != null) {
                if (!earlier.amount().equals(amount)) {
                    throw new Unprocessable(
                            Receipt.KEY_REUSED,
                            "This Idempotency-Key was used for another refund; use a new key for a new refund.");
                }
                return new Requested(earlier, true);
            }
            String rail = rail(tx, requesterId, amount);
            Receipt receipt = engine.post(
                            tx,
                            List.of(Command.of(
                                    scope,
                                    key,
                                    "refund-hold",
                                    businessKey,
                                    "{\"rail\":\"" + rail + "\"}",
                                    List.of(Leg.hold(
                                            AccountName.available(requesterId, amount.currency()),
                                            AccountName.cashBy(rail, amount.currency()),
                                            amount.minor(),
                                            Reason.REFUND)))))
                    .getFirst();
            if (!receipt.posted()) {
                throw refusal(receipt, amount);
            }
            Refund refund = new Refund(
                    Ids.next(),
                    requesterId,
                    amount,
                    rail,
                    State.REQUESTED,
                    receipt.transferSeq(1),
                    actor,
                    now(),
                    null,
                    null);
            insert(tx, refund);
            return new Requested(refund, false);
        });
    }

    private static RuntimeException refusal(Receipt receipt, Money amount) {
        if (Receipt.KEY_REUSED.equals(receipt.refusal())) {
            return new Unprocessable(
                    Receipt.KEY_REUSED,
                    "This Idempotency-Key was used for another refund; use a new key for a new refund.");
        }
        if (Kernel.INSUFFICIENT_FUNDS.equals(receipt.refusal())) {
            return new RuleViolation(
                    Kernel.INSUFFICIENT_FUNDS,
                    "Less than " + amount + " is available; what is held for jobs comes back when they end.");
        }
        return new IllegalStateException("a refund cannot be reserved: " + receipt.refusal());
    }

    /**
     * Gives reserved money back.
     *
     * @param actor not the one who asked for it
     * @throws NotFound {@code refund-not-found}
     * @throws RuleViolation {@code refund-decided}
     * @throws NotAllowed {@code maker-is-checker}
     */
    Refund release(UUID refundId, String actor) {
        return decide(refundId, null, State.RELEASED, actor);
    }

    /**
     * Frees reserved money again.
     *
     * @param requesterId whose it has to be; null for the platform's people
     * @throws NotFound {@code refund-not-found}
     * @throws RuleViolation {@code refund-decided}
     */
    Refund cancel(UUID refundId, @Nullable UUID requesterId, String actor) {
        return decide(refundId, requesterId, State.CANCELLED, actor);
    }

    private Refund decide(UUID refundId, @Nullable UUID requesterId, State outcome, String actor) {
        return inTransaction(tx -> {
            Refund refund = lock(tx, refundId);
            if (refund == null || (requesterId != null && !refund.requesterId().equals(requesterId))) {
                throw new NotFound("refund", refundId);
            }
            if (refund.state() != State.REQUESTED) {
                throw new RuleViolation("refund-decided", "Refund " + refundId + " is " + refund.state() + " already.");
            }
            if (outcome == State.RELEASED && refund.requestedBy().equals(actor)) {
                throw new NotAllowed(
                        "maker-is-checker", "You asked for this refund; another person has to release it.");
            }
            AccountName from =
                    AccountName.available(refund.requesterId(), refund.amount().currency());
            AccountName to = AccountName.cashBy(refund.rail(), refund.amount().currency());
            Leg leg = outcome == State.RELEASED
                    ? Leg.post(refund.holdSeq(), from, to, refund.amount().minor(), Reason.REFUND)
                    : Leg.voidHold(refund.holdSeq(), from, to, Reason.REFUND);
            String key = "refund-" + (outcome == State.RELEASED ? "post" : "void") + ":" + refundId;
            Receipt receipt = engine.post(
                            tx,
                            List.of(Command.of(
                                    SCOPE, key, "refund", key, "{\"rail\":\"" + refund.rail() + "\"}", List.of(leg))))
                    .getFirst();
            if (!receipt.posted()) {
                throw new IllegalStateException("refund " + refundId + " cannot be decided: " + receipt.refusal());
            }
            Instant now = now();
            try (var statement =
                    tx.prepareStatement("update refund set state = ?, decided_by = ?, decided_at = ? where id = ?")) {
                statement.setString(1, outcome.name());
                statement.setString(2, actor);
                statement.setTimestamp(3, Timestamp.from(now));
                statement.setObject(4, refundId);
                statement.executeUpdate();
            }
            return new Refund(
                    refund.id(),
                    refund.requesterId(),
                    refund.amount(),
                    refund.rail(),
                    outcome,
                    refund.holdSeq(),
                    refund.requestedBy(),
                    refund.requestedAt(),
                    actor,
                    now);
        });
    }

    /** {@return refunds, newest first, before one; of one requester or of all} */
    List<Refund> list(@Nullable UUID requesterId, @Nullable UUID before, int limit) {
        return inTransaction(tx -> {
            try (var statement = tx.prepareStatement(COLUMNS + """
                    where (?::uuid is null or requester_id = ?) and (?::uuid is null or id < ?)
                    order by id desc limit ?""")) {
                statement.setObject(1, requesterId);
                statement.setObject(2, requesterId);
                statement.setObject(3, before);
                statement.setObject(4, before);
                statement.setInt(5, limit);
                return read(statement);
            }
        });
    }

    /** The rail by which so much of the requester's money came in and did not go back; the newest one first. */
    private static String rail(Connection tx, UUID requesterId, Money amount) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select d.rail, sum(d.amount_minor) - coalesce((
                           select sum(r.amount_minor) from refund r
                           where r.requester_id = ? and r.currency = ? and r.rail = d.rail and r.state <> 'CANCELLED'), 0) as left_over
                from deposit d
                where d.requester_id = ? and d.currency = ?
                group by d.rail
                order by max(d.id::text) desc""")) {
            statement.setObject(1, requesterId);
            statement.setString(2, amount.currency());
            statement.setObject(3, requesterId);
            statement.setString(4, amount.currency());
            long most = 0;
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    if (row.getLong(2) >= amount.minor()) {
                        return row.getString(1);
                    }
                    most = Math.max(most, row.getLong(2));
                }
            }
            Money left = new Money(most, amount.currency());
            throw new Unprocessable(
                    "refund-exceeds-deposits",
                    "Money goes back by the way it came in, and by no way more than " + left
                            + " of your deposits is left to go back. Ask for that much, or for several refunds.",
                    Map.of("most", left.decimal(), "currency", amount.currency()));
        }
    }

    /** Two requests of one requester at a time would both see the same deposits. */
    private static void lockRequester(Connection tx, UUID requesterId) throws SQLException {
        try (var statement = tx.prepareStatement("select pg_advisory_xact_lock(hashtext('refund'), hashtext(?))")) {
            statement.setString(1, requesterId.toString());
            statement.execute();
        }
    }

    private static @Nullable Refund byKey(Connection tx, String scope, String key) throws SQLException {
        try (var statement = tx.prepareStatement(COLUMNS + """
                where hold_seq in (select t.seq from command c join transfer t on t.posting_id = c.id
                                   where c.scope = ? and c.idem_key = ?)""")) {
            statement.setString(1, scope);
            statement.setString(2, key);
            List<Refund> found = read(statement);
            return found.isEmpty() ? null : found.getFirst();
        }
    }

    private static @Nullable Refund lock(Connection tx, UUID refundId) throws SQLException {
        try (var statement = tx.prepareStatement(COLUMNS + "where id = ? for update")) {
            statement.setObject(1, refundId);
            List<Refund> found = read(statement);
            return found.isEmpty() ? null : found.getFirst();
        }
    }

    private static void insert(Connection tx, Refund refund) throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into refund (id, requester_id, amount_minor, currency, rail, state, hold_seq, requested_by, requested_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            statement.setObject(1, refund.id());
            statement.setObject(2, refund.requesterId());
            statement.setLong(3, refund.amount().minor());
            statement.setString(4, refund.amount().currency());
            statement.setString(5, refund.rail());
            statement.setString(6, refund.state().name());
            statement.setLong(7, refund.holdSeq());
            statement.setString(8, refund.requestedBy());
            statement.setTimestamp(9, Timestamp.from(refund.requestedAt()));
            statement.executeUpdate();
        }
    }

    private static List<Refund> read(PreparedStatement statement) throws SQLException {
        List<Refund> refunds = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Timestamp decidedAt = row.getTimestamp(11);
                refunds.add(new Refund(
                        Objects.requireNonNull(row.getObject(1, UUID.class)),
                        Objects.requireNonNull(row.getObject(2, UUID.class)),
                        new Money(row.getLong(3), row.getString(4)),
                        row.getString(5),
                        State.valueOf(row.getString(6)),
                        row.getLong(7),
                        row.getString(8),
                        row.getTimestamp(9).toInstant(),
                        row.getString(10),
                        decidedAt == null ? null : decidedAt.toInstant()));
            }
        }
        return refunds;
    }

    /** As precise as the database keeps it, so that a repetition gets the very same answer. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private <T> T inTransaction(Transactions.Work<T> step) {
        try {
            return Transactions.call(database, step);
        } catch (SQLException e) {
            throw new IllegalStateException("a refund cannot be kept or read", e);
        }
    }
}
