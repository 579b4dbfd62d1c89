package dev.groundwork.payment.bonus;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.payment.v1.EarningEvent;
import dev.groundwork.contracts.payment.v1.EarningEvent.WorkerCredited;
import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.event.EventJson;
import dev.groundwork.kit.idempotency.Idempotency;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.outbox.OutboxEvent;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.UnderWay;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.payment.escrow.JobPrice;
import dev.groundwork.payment.escrow.KeyCaps;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Amounts;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Kernel;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.PostingEngine;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.ledger.Receipt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/**
 * Gives bonuses, out of the requester's balance through the escrow of the job that they are for, so that they stand among its costs. Only
 * who has pay of the requester gets one: money goes to nobody else by this way. It comes on top: no week counts as better paid by it.
 */
@ApplicationScoped
class Bonuses {

    private final PostingEngine engine;
    private final KeyCaps caps;
    private final Outbox outbox;
    private final EventJson json;
    private final AgroalDataSource database;
    private final Clock clock;

    Bonuses(PostingEngine engine, KeyCaps caps, Outbox outbox, EventJson json, AgroalDataSource database, Clock clock) {
        this.engine = engine;
        this.caps = caps;
        this.outbox = outbox;
        this.json = json;
        this.database = database;
        this.clock = clock;
    }

    /**
     * What a requester wants given.
     *
     * @param workerId null where the assignment says whom it is for
     * @param assignmentId null for a worker's last paid work in the currency
     * @param client the program that asks; null where the token does not say
     */
    record Wish(
            UUID requesterId,
            String key,
            @Nullable UUID workerId,
            @Nullable UUID assignmentId,
            Money amount,
            String message,
            @Nullable String client) {

        String scope() {
            return "bonus:" + requesterId;
        }

        String hash() {
            return Command.sha256(List.of(
                    String.valueOf(workerId),
                    String.valueOf(assignmentId),
                    amount.decimal(),
                    amount.currency(),
                    message));
        }

        /** {@return the same for the same key, so that a key gives one bonus whatever happens} */
        UUID bonusId() {
            return UUID.nameUUIDFromBytes((scope() + ":" + key).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** @param repeated whether it was given by an earlier request with the same key */
    record Given(Bonus bonus, boolean repeated) {}

    /**
     * Gives a bonus, once for each key of a requester.
     *
     * @throws Unprocessable {@code amount-not-positive}, {@code bonus-without-work}, {@code bonus-currency},
     *     {@code idempotency-key-reused}
     * @throws RuleViolation {@code insufficient-funds}, {@code key-cap-reached}; the same key may try again
     * @throws UnderWay {@code idempotency-key-in-use}
     */
    Given give(Wish wish) {
        if (wish.amount().minor() <= 0) {
            throw new Unprocessable("amount-not-positive", "A bonus is above zero.");
        }
        try {
            Given given = Transactions.call(database, tx -> give(tx, wish));
            outbox.wake();
            return given;
        } catch (SQLException e) {
            throw new IllegalStateException("a bonus could not be given", e);
        }
    }

    private Given give(Connection tx, Wish wish) throws SQLException {
        if (!Idempotency.tryLock(tx, wish.scope(), wish.key())) {
            throw Idempotency.inUse();
        }
        Bonus earlier = earlier(tx, wish);
        if (earlier != null) {
            return new Given(earlier, true);
        }
        PaidWork work = work(tx, wish);
        String currency = wish.amount().currency();
        long fee = JobPrice.fee(wish.amount().minor(), work.feeRate());
        long whole = Math.addExact(wish.amount().minor(), fee);
        var bonus = new Bonus(
                wish.bonusId(),
                work.workerId(),
                work.jobId(),
                work.assignmentId(),
                wish.amount(),
                new Money(fee, currency),
                wish.message());
        caps.spend(tx, wish.requesterId(), wish.client(), work.jobId(), bonus.id(), new Money(whole, currency));
        Receipt receipt = engine.post(tx, List.of(command(wish, bonus, whole))).getFirst();
        if (!receipt.posted()) {
            throw refusal(receipt, new Money(whole, currency));
        }
        outbox.addAll(
                tx,
                List.of(new OutboxEvent(
                        EarningEvent.TOPIC,
                        bonus.workerId(),
                        new WorkerCredited(
                                bonus.workerId(),
                                bonus.jobId(),
                                bonus.assignmentId(),
                                Amounts.of(bonus.amount()),
                                clock.instant().truncatedTo(ChronoUnit.MICROS)))));
        return new Given(bonus, false);
    }

    private static PaidWork work(Connection tx, Wish wish) throws SQLException {
        PaidWork work = wish.assignmentId() != null
                ? PaidWork.ofAssignment(tx, wish.requesterId(), wish.assignmentId())
                : PaidWork.ofWorker(
                        tx,
                        wish.requesterId(),
                        Objects.requireNonNull(wish.workerId()),
                        wish.amount().currency());
        if (work == null || (wish.workerId() != null && !work.workerId().equals(wish.workerId()))) {
            throw new Unprocessable(
                    "bonus-without-work",
                    "A bonus goes to a worker who has pay of yours, for an assignment that is paid, in the currency of its job."
                            + " Name such an assignment.");
        }
        if (!work.currency().equals(wish.amount().currency())) {
            throw new Unprocessable(
                    "bonus-currency", "The job paid in " + work.currency() + "; give the bonus in it as well.");
        }
        return work;
    }

    private static Command command(Wish wish, Bonus bonus, long wholeMinor) {
        String currency = bonus.amount().currency();
        AccountName escrow = AccountName.escrow(bonus.jobId(), currency);
        List<Leg> legs = new ArrayList<>();
        legs.add(Leg.move(AccountName.available(wish.requesterId(), currency), escrow, wholeMinor, Reason.HOLD));
        legs.add(Leg.move(
                escrow,
                AccountName.payable(bonus.workerId(), currency),
                bonus.amount().minor(),
                Reason.BONUS));
        if (!bonus.fee().isZero()) {
            legs.add(Leg.move(
                    escrow, AccountName.feeRevenue(currency), bonus.fee().minor(), Reason.FEE));
        }
        String payload = JsonNodeFactory.instance
                .objectNode()
                .put("bonusId", bonus.id().toString())
                .put("workerId", bonus.workerId().toString())
                .put("jobId", bonus.jobId().toString())
                .put("assignmentId", bonus.assignmentId().toString())
                .put("feeMinor", bonus.fee().minor())
                .put("message", bonus.message())
                .toString();
        return new Command(
                wish.scope(), wish.key(), wish.hash(), "bonus", "bonus:" + bonus.id(), payload, List.copyOf(legs));
    }

    private static RuntimeException refusal(Receipt receipt, Money whole) {
        if (Kernel.INSUFFICIENT_FUNDS.equals(receipt.refusal())) {
            return new RuleViolation(
                    Kernel.INSUFFICIENT_FUNDS,
                    "With the fee this needs " + whole + ", and less is available. Pay in, and send it again.");
        }
        return new IllegalStateException("a bonus cannot be given: " + receipt.refusal());
    }

    private @Nullable Bonus earlier(Connection tx, Wish wish) throws SQLException {
        try (var statement = tx.prepareStatement(
                "select request_hash, payload::text from command where scope = ? and idem_key = ? and state = 'POSTED'")) {
            statement.setString(1, wish.scope());
            statement.setString(2, wish.key());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                if (!wish.hash().equals(row.getString(1))) {
                    throw new Unprocessable(
                            Receipt.KEY_REUSED,
                            "This Idempotency-Key was used for another bonus; use a new key for a new bonus.");
                }
                JsonNode found = json.tree(row.getString(2));
                return new Bonus(
                        wish.bonusId(),
                        UUID.fromString(found.path("workerId").asText()),
                        UUID.fromString(found.path("jobId").asText()),
                        UUID.fromString(found.path("assignmentId").asText()),
                        wish.amount(),
                        new Money(found.path("feeMinor").asLong(), wish.amount().currency()),
                        found.path("message").asText());
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a bonus was kept in a way that cannot be read", e);
        }
    }
}
