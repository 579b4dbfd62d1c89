package dev.groundwork.payment.payout;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** Who did what to a batch, bound to what it held before and after; written with the deed, never changed. */
final class PayoutActions {

    private PayoutActions() {}

    /**
     * One deed.
     *
     * @param before content hash before it; null for deeds of earlier versions
     */
    record Action(
            String action,
            String actor,
            @Nullable String before,
            String after,
            @Nullable String reason,
            Instant at) {}

    static void note(
            Connection tx,
            PayoutBatch batch,
            String action,
            String actor,
            String before,
            @Nullable String reason,
            Instant now)
            throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into payout_action (batch_id, action, actor, before_hash, content_hash, reason, acted_at)
                values (?, ?, ?, ?, ?, ?, ?)""")) {
            statement.setObject(1, batch.id());
            statement.setString(2, action);
            statement.setString(3, actor);
            statement.setString(4, before);
            statement.setString(5, batch.contentHash());
            statement.setString(6, reason);
            statement.setTimestamp(7, Timestamp.from(now));
            statement.executeUpdate();
        }
    }

    /** A deed that leaves the content as it is. */
    static void note(Connection tx, PayoutBatch batch, String action, String actor, Instant now) throws SQLException {
        note(tx, batch, action, actor, batch.contentHash(), null, now);
    }

    /** {@return all deeds, in their order} */
    static List<Action> of(Connection tx, UUID batchId) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select action, actor, before_hash, content_hash, reason, acted_at
                from payout_action where batch_id = ? order by id""")) {
            statement.setObject(1, batchId);
            List<Action> actions = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    actions.add(new Action(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getTimestamp(6).toInstant()));
                }
            }
            return actions;
        }
    }
}
