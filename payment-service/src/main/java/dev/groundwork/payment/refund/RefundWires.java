package dev.groundwork.payment.refund;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.NotFound;

/** Which movement at the bank a refund left by. */
@ApplicationScoped
public class RefundWires {

    /**
     * A refund as the bank would see it leave.
     *
     * @param released whether it may leave
     * @param booked whether a line of a statement is its wire already
     */
    public record Wire(UUID refundId, Money amount, String rail, boolean released, boolean booked) {}

    /**
     * {@return the refund, which nobody else changes before this transaction ends}
     *
     * @throws NotFound {@code refund-not-found}
     */
    public Wire lock(Connection tx, UUID refundId) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select amount_minor, currency, rail, state = 'RELEASED', booked_by is not null
                from refund where id = ? for update""")) {
            statement.setObject(1, refundId);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new NotFound("refund", refundId);
                }
                return new Wire(
                        refundId,
                        new Money(row.getLong(1), Objects.requireNonNull(row.getString(2))),
                        Objects.requireNonNull(row.getString(3)),
                        row.getBoolean(4),
                        row.getBoolean(5));
            }
        }
    }

    /** Takes down by which line of a statement it left. */
    public void left(Connection tx, UUID refundId, UUID lineId) throws SQLException {
        try (var statement = tx.prepareStatement("update refund set booked_by = ? where id = ?")) {
            statement.setObject(1, lineId);
            statement.setObject(2, refundId);
            statement.executeUpdate();
        }
    }
}
