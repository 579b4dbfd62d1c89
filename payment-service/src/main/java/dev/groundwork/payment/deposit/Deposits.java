package dev.groundwork.payment.deposit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.commit.GroupCommit;
import dev.groundwork.kit.commit.GroupCommit.Settings;
import dev.groundwork.kit.commit.Outcome;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.DomainProblem;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Ledger;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.PostingEngine;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.ledger.Receipt;
import dev.groundwork.payment.rail.DepositRail;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** Books what requesters pay in; concurrent deposits share a transaction. */
@ApplicationScoped
public class Deposits {

    /** A hundred million of most currencies: a typing error above it must not bring the books near what a long can hold. */
    private static final long MOST_MINOR = 10_000_000_000L;

    private final PostingEngine engine;
    private final Ledger ledger;
    private final DepositRail rail;
    private final Clock clock;
    private final GroupCommit<NewDeposit, Booked> commits;

    Deposits(PostingEngine engine, Ledger ledger, DepositRail rail, AgroalDataSource database, Clock clock) {
        this.engine = engine;
        this.ledger = ledger;
        this.rail = rail;
        this.clock = clock;
        this.commits = new GroupCommit<>("deposit", database, Settings.defaults(), this::book);
    }

    @PreDestroy
    void close() {
        commits.close();
    }

    /**
     * What a requester wants booked.
     *
     * @param key names the request for ever, among the requester's
     */
    record NewDeposit(
            UUID requesterId,
            String key,
            Money amount,
            @Nullable String reference) {}

    /** @param repeated whether the deposit was booked by an earlier request with the same key */
    record Booked(Deposit deposit, boolean repeated) {}

    /**
     * Books a deposit, once for each key.
     *
     * @throws InvalidRequest {@code unsupported-currency}
     * @throws Unprocessable {@code amount-not-positive}, {@code deposit-too-large}, {@code idempotency-key-reused}
     */
    Booked deposit(NewDeposit request) {
        require(request.amount());
        return commits.execute(request);
    }

    /**
     * Makes sure that somebody may pay so much in, whatever way.
     *
     * @throws InvalidRequest {@code unsupported-currency}
     * @throws Unprocessable {@code amount-not-positive}, {@code deposit-too-large}
     */
    void require(Money amount) {
        if (!ledger.keeps(amount.currency())) {
            throw unsupported(amount.currency());
        }
        if (amount.minor() <= 0) {
            throw new Unprocessable("amount-not-positive", "A deposit is above zero.");
        }
        if (amount.minor() > MOST_MINOR) {
            throw new Unprocessable(
                    "deposit-too-large",
                    "A deposit is at most " + new Money(MOST_MINOR, amount.currency()) + "; split it.");
        }
    }

    InvalidRequest unsupported(String currency) {
        return new InvalidRequest(
                "unsupported-currency",
                "No accounts are kept in " + currency + "; use one of " + String.join(", ", ledger.currencies()) + ".");
    }

    private List<Outcome<Booked>> book(Connection tx, List<NewDeposit> requests) throws SQLException {
        if (!rail.booksAtOnce()) {
            throw new IllegalStateException("rail " + rail.name() + " waits for a bank, which nothing here does yet");
        }
        List<Command> commands = new ArrayList<>(requests.size());
        for (NewDeposit request : requests) {
            commands.add(command(request));
        }
        List<Receipt> receipts = engine.post(tx, commands);
        // As precise as the database keeps it, so that a repetition gets the very same answer.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Map<UUID, Deposit> fresh = new HashMap<>();
        for (int i = 0; i < requests.size(); i++) {
            Receipt receipt = receipts.get(i);
            if (receipt.posted() && !receipt.repeated()) {
                NewDeposit request = requests.get(i);
                fresh.put(
                        receipt.id(),
                        new Deposit(
                                Ids.next(),
                                request.requesterId(),
                                request.amount(),
                                request.reference(),
                                rail.name(),
                                now,
                                receipt.id()));
            }
        }
        insert(tx, fresh.values());
        Map<UUID, Deposit> earlier = find(
                tx,
                receipts.stream()
                        .filter(receipt -> receipt.repeated() && receipt.posted() && !fresh.containsKey(receipt.id()))
                        .map(Receipt::id)
                        .toList());
        List<Outcome<Booked>> outcomes = new ArrayList<>(requests.size());
        for (Receipt receipt : receipts) {
            if (!receipt.posted()) {
                outcomes.add(Outcome.refused(refusal(receipt.refusal())));
            } else {
                Deposit deposit = fresh.getOrDefault(receipt.id(), earlier.get(receipt.id()));
                outcomes.add(Outcome.done(new Booked(Objects.requireNonNull(deposit), receipt.repeated())));
            }
        }
        return outcomes;
    }

    private static DomainProblem refusal(@Nullable String code) {
        if (Receipt.KEY_REUSED.equals(code)) {
            return new Unprocessable(
                    Receipt.KEY_REUSED,
                    "This Idempotency-Key was used for another deposit; use a new key for a new deposit.");
        }
        return new RuleViolation(
                String.valueOf(code), "The deposit could not be booked; use a new Idempotency-Key to try again.");
    }

    private Command command(NewDeposit request) {
        String currency = request.amount().currency();
        String scope = "deposit:" + request.requesterId();
        String hash = Command.sha256(
                List.of(request.amount().decimal(), currency, Objects.requireNonNullElse(request.reference(), "")));
        return new Command(
                scope,
                request.key(),
                hash,
                "deposit",
                scope + ":" + request.key(),
                "{\"rail\":\"" + rail.name() + "\"}",
                List.of(Leg.move(
                        AccountName.cash(currency),
                        AccountName.available(request.requesterId(), currency),
                        request.amount().minor(),
                        Reason.DEPOSIT)));
    }

    static void insert(Connection tx, Iterable<Deposit> deposits) throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into deposit (id, requester_id, amount_minor, currency, reference, rail, booked_at, posting_id)
                values (?, ?, ?, ?, ?, ?, ?, ?)""")) {
            for (Deposit deposit : deposits) {
                statement.setObject(1, deposit.id());
                statement.setObject(2, deposit.requesterId());
                statement.setLong(3, deposit.amount().minor());
                statement.setString(4, deposit.amount().currency());
                statement.setString(5, deposit.reference());
                statement.setString(6, deposit.rail());
                statement.setTimestamp(7, Timestamp.from(deposit.bookedAt()));
                statement.setObject(8, deposit.postingId());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static Map<UUID, Deposit> find(Connection tx, List<UUID> postingIds) throws SQLException {
        if (postingIds.isEmpty()) {
            return Map.of();
        }
        try (var statement = tx.prepareStatement("""
                select id, requester_id, amount_minor, currency, reference, rail, booked_at, posting_id
                from deposit where posting_id = any (?)""")) {
            statement.setArray(1, tx.createArrayOf("uuid", postingIds.toArray()));
            Map<UUID, Deposit> found = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    UUID postingId = Objects.requireNonNull(row.getObject(8, UUID.class));
                    found.put(
                            postingId,
                            new Deposit(
                                    Objects.requireNonNull(row.getObject(1, UUID.class)),
                                    Objects.requireNonNull(row.getObject(2, UUID.class)),
                                    new Money(row.getLong(3), row.getString(4)),
                                    row.getString(5),
                                    row.getString(6),
                                    row.getTimestamp(7).toInstant(),
                                    postingId));
                }
            }
            return found;
        }
    }
}
