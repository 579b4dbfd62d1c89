package dev.groundwork.payment.deposit;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;

import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.TryLater;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.payment.deposit.CardDeposit.State;
import dev.groundwork.payment.deposit.Deposits.NewDeposit;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.PostingEngine;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.ledger.Receipt;
import dev.groundwork.payment.rail.CardEvent;
import dev.groundwork.payment.rail.CardPayment;
import dev.groundwork.payment.rail.CardRail;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import org.jspecify.annotations.Nullable;

/** Deposits by card: nothing is booked before the provider says that the card paid. */
@ApplicationScoped
public class CardDeposits {

    private final DepositConfig config;
    private final Instance<CardRail> rails;
    private final PostingEngine engine;
    private final AgroalDataSource database;
    private final Clock clock;

    CardDeposits(
            DepositConfig config,
            Instance<CardRail> rails,
            PostingEngine engine,
            AgroalDataSource database,
            Clock clock) {
        this.config = config;
        this.rails = rails;
        this.engine = engine;
        this.database = database;
        this.clock = clock;
    }

    /**
     * @param clientSecret with which the card is given to the provider; null once it has paid
     * @param repeated whether it was asked for by an earlier request with the same key
     */
    record Asked(CardDeposit deposit, @Nullable String clientSecret, boolean repeated) {}

    /** {@return whether cards are to be taken, and a provider is set up that takes them} */
    boolean offered() {
        return config.card() && rails.isResolvable();
    }

    /**
     * Asks the provider to let a card pay, once for each key of a requester. A repetition is told where it stands by now.
     *
     * @param request of an amount above zero
     * @throws Unprocessable {@code rail-currency}, {@code card-payment-refused}, {@code idempotency-key-reused}
     * @throws TryLater {@code rail-unreachable}
     */
    Asked ask(NewDeposit request) {
        CardRail rail = rails.get();
        if (!rail.takes(request.amount().currency())) {
            throw new Unprocessable(
                    "rail-currency",
                    "Cards do not pay in " + request.amount().currency() + " here; pay in another currency.");
        }
        Asked asked = keep(request, rail);
        CardDeposit deposit = asked.deposit();
        if (!deposit.amount().equals(request.amount()) || !Objects.equals(deposit.reference(), request.reference())) {
            throw new Unprocessable(
                    Receipt.KEY_REUSED,
                    "This Idempotency-Key was used for another deposit; use a new key for a new deposit.");
        }
        if (deposit.state() == State.BOOKED) {
            return asked;
        }
        if (deposit.refused()) {
            throw refused(deposit.failure());
        }
        CardPayment payment;
        try {
            // Its name finds it for ever; the provider forgets a key after a day. A payment whose name got lost on its
            // way
            // here can never be paid, as its secret was lost with it.
            payment =
                    deposit.payment() == null ? rail.ask(deposit.id(), deposit.amount()) : rail.find(deposit.payment());
        } catch (IOException e) {
            Log.warnf(e, "%s was not reached for deposit %s", rail.name(), deposit.id());
            throw unreachable();
        }
        return switch (payment) {
            case CardPayment.Asked(String reference, String clientSecret) ->
                new Asked(named(deposit.id(), reference), clientSecret, asked.repeated());
            case CardPayment.Paid paid -> new Asked(learned(rail.name(), deposit.id(), paid), null, asked.repeated());
            case CardPayment.Refused(String code) -> throw refused(refuse(deposit.id(), code));
        };
    }

    private static TryLater unreachable() {
        return new TryLater(
                "rail-unreachable",
                "The provider did not answer; send this again under the same Idempotency-Key.",
                Duration.ofSeconds(10));
    }

    private static Unprocessable refused(@Nullable String code) {
        return new Unprocessable(
                "card-payment-refused",
                "The provider takes no such payment (" + code
                        + "). Change the amount and use a new Idempotency-Key, or pay"
                        + " in by bank transfer: GET /v1/deposit-instructions.");
    }

    private Asked keep(NewDeposit request, CardRail rail) {
        return inTransaction(tx -> {
            boolean fresh = CardDepositTable.insert(tx, request, rail.name(), now());
            return new Asked(CardDepositTable.byKey(tx, request.requesterId(), request.key()), null, !fresh);
        });
    }

    private CardDeposit named(UUID id, String payment) {
        return inTransaction(tx -> {
            CardDeposit deposit = Objects.requireNonNull(CardDepositTable.lock(tx, id));
            if (deposit.payment() == null) {
                CardDepositTable.change(tx, id, deposit.state(), payment, deposit.failure(), deposit.bookedAt());
                return Objects.requireNonNull(CardDepositTable.lock(tx, id));
            }
            if (!deposit.payment().equals(payment)) {
                // Another request was quicker after the provider had forgotten the key: that one counts.
                throw unreachable();
            }
            return deposit;
        });
    }

    /** Books what the provider took and did not get across: its answer is as good as its event. */
    private CardDeposit learned(String rail, UUID id, CardPayment.Paid paid) {
        return inTransaction(tx -> {
            var event =
                    new CardEvent(id, CardEvent.Kind.PAID, paid.reference(), paid.amountMinor(), paid.currency(), null);
            heard(tx, rail, event, now());
            return Objects.requireNonNull(CardDepositTable.lock(tx, id));
        });
    }

    private String refuse(UUID id, String code) {
        return inTransaction(tx -> {
            CardDeposit deposit = Objects.requireNonNull(CardDepositTable.lock(tx, id));
            if (deposit.state() == State.PENDING && deposit.payment() == null) {
                CardDepositTable.change(tx, id, State.FAILED, null, code, null);
            }
            return code;
        });
    }

    /** {@return a requester's deposit by card} */
    Optional<CardDeposit> find(UUID requesterId, UUID id) {
        return inTransaction(tx -> Optional.ofNullable(CardDepositTable.find(tx, requesterId, id)));
    }

    /**
     * Takes down what the provider says, in the caller's transaction. Only the very payment that was asked for books, once, and
     * only if it brought the very amount; whatever else is said is written down for a person and moves no money.
     */
    public void heard(Connection tx, String rail, CardEvent event, Instant now) throws SQLException {
        CardDeposit deposit = CardDepositTable.lock(tx, event.depositId());
        if (deposit == null) {
            Log.warnf("%s speaks of a deposit %s that nobody here made", rail, event.depositId());
            return;
        }
        if (deposit.state() == State.BOOKED) {
            return;
        }
        boolean ours = deposit.rail().equals(rail)
                && (deposit.payment() == null || deposit.payment().equals(event.reference()));
        if (!ours) {
            Log.errorf(
                    "%s speaks of deposit %s by payment %s, which is not its own: a person has to look",
                    rail, deposit.id(), event.reference());
            return;
        }
        switch (event.kind()) {
            case PAID -> paid(tx, deposit, event, now);
            case FAILED ->
                CardDepositTable.change(
                        tx,
                        deposit.id(),
                        State.FAILED,
                        event.reference(),
                        Objects.requireNonNullElse(event.reason(), "failed"),
                        null);
        }
    }

    private void paid(Connection tx, CardDeposit deposit, CardEvent event, Instant now) throws SQLException {
        Money amount = deposit.amount();
        if (event.amountMinor() != amount.minor() || !event.currency().equals(amount.currency())) {
            Log.errorf(
                    "%s received %d %s (in its smallest units) for deposit %s of %s: a person has to look",
                    deposit.rail(), event.amountMinor(), event.currency(), deposit.id(), amount);
            return;
        }
        String key = "deposit:" + deposit.id();
        Receipt receipt = engine.post(
                        tx,
                        List.of(Command.of(
                                "card-deposit",
                                key,
                                "deposit",
                                key,
                                "{\"rail\":\"" + deposit.rail() + "\"}",
                                List.of(Leg.move(
                                        AccountName.cashBy(deposit.rail(), amount.currency()),
                                        AccountName.available(deposit.requesterId(), amount.currency()),
                                        amount.minor(),
                                        Reason.DEPOSIT)))))
                .getFirst();
        if (!receipt.posted()) {
            throw new IllegalStateException(key + " was refused: " + receipt.refusal());
        }
        Deposits.insert(
                tx,
                List.of(new Deposit(
                        deposit.id(),
                        deposit.requesterId(),
                        amount,
                        deposit.reference(),
                        deposit.rail(),
                        now,
                        receipt.id())));
        CardDepositTable.change(tx, deposit.id(), State.BOOKED, event.reference(), null, now);
    }

    private <T> T inTransaction(Transactions.Work<T> work) {
        try {
            return Transactions.call(database, work);
        } catch (SQLException e) {
            throw new IllegalStateException("deposits by card cannot be read or kept", e);
        }
    }

    /** As precise as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
