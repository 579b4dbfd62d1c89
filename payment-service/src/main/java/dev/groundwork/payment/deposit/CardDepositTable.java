package dev.groundwork.payment.deposit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.money.Money;
import dev.groundwork.payment.deposit.CardDeposit.State;
import dev.groundwork.payment.deposit.Deposits.NewDeposit;

import org.jspecify.annotations.Nullable;

/** Rows of deposits by card. */
final class CardDepositTable {

    private static final String SELECT = """
            select id, requester_id, amount_minor, currency, reference, rail, payment, state, failure, booked_at
            from card_deposit
            """;

    private CardDepositTable() {}

    /** {@return whether it is new: a key of a requester names one deposit for ever} */
    static boolean insert(Connection tx, NewDeposit request, String rail, Instant now) throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into card_deposit (id, requester_id, idem_key, amount_minor, currency, reference, rail, state, asked_at)
                values (?, ?, ?, ?, ?, ?, ?, 'PENDING', ?)
                on conflict (requester_id, idem_key) do nothing""")) {
            statement.setObject(1, Ids.next());
            statement.setObject(2, request.requesterId());
            statement.setString(3, request.key());
            statement.setLong(4, request.amount().minor());
            statement.setString(5, request.amount().currency());
            statement.setString(6, request.reference());
            statement.setString(7, rail);
            statement.setTimestamp(8, Timestamp.from(now));
            return statement.executeUpdate() == 1;
        }
    }

    static CardDeposit byKey(Connection tx, UUID requesterId, String key) throws SQLException {
        try (var statement = tx.prepareStatement(SELECT + "where requester_id = ? and idem_key = ?")) {
            statement.setObject(1, requesterId);
            statement.setString(2, key);
            return Objects.requireNonNull(read(statement));
        }
    }

    static @Nullable CardDeposit find(Connection tx, UUID requesterId, UUID id) throws SQLException {
        try (var statement = tx.prepareStatement(SELECT + "where requester_id = ? and id = ?")) {
            statement.setObject(1, requesterId);
            statement.setObject(2, id);
            return read(statement);
        }
    }

    /** Keeps others from changing it before this transaction ends. */
    static @Nullable CardDeposit lock(Connection tx, UUID id) throws SQLException {
        try (var statement = tx.prepareStatement(SELECT + "where id = ? for update")) {
            statement.setObject(1, id);
            return read(statement);
        }
    }

    static void change(
            Connection tx,
            UUID id,
            State state,
            @Nullable String payment,
            @Nullable String failure,
            @Nullable Instant bookedAt)
            throws SQLException {
        try (var statement = tx.prepareStatement(
                "update card_deposit set state = ?, payment = ?, failure = ?, booked_at = ? where id = ?")) {
            statement.setString(1, state.name());
            statement.setString(2, payment);
            statement.setString(3, failure);
            statement.setTimestamp(4, bookedAt == null ? null : Timestamp.from(bookedAt));
            statement.setObject(5, id);
            statement.executeUpdate();
        }
    }

    private static @Nullable CardDeposit read(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return null;
            }
            Timestamp bookedAt = row.getTimestamp(10);
            return new CardDeposit(
                    Objects.requireNonNull(row.getObject(1, UUID.class)),
                    Objects.requireNonNull(row.getObject(2, UUID.class)),
                    new Money(row.getLong(3), row.getString(4)),
                    row.getString(5),
                    row.getString(6),
                    row.getString(7),
                    State.valueOf(row.getString(8)),
                    row.getString(9),
                    bookedAt == null ? null : bookedAt.toInstant());
        }
    }
}
