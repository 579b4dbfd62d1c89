package dev.groundwork.payment.payout;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** What people said of the contents of batches. */
final class ApprovalTable {

    private ApprovalTable() {}

    static void insert(
            Connection tx, PayoutBatch batch, String actor, String decision, @Nullable String reason, Instant now)
            throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into payout_approval (batch_id, content_hash, actor, decision, reason, decided_at)
                values (?, ?, ?, ?, ?, ?)""")) {
            statement.setObject(1, batch.id());
            statement.setString(2, batch.contentHash());
            statement.setString(3, actor);
            statement.setString(4, decision);
            statement.setString(5, reason);
            statement.setTimestamp(6, Timestamp.from(now));
            statement.executeUpdate();
        }
    }

    static boolean hasApproved(Connection tx, PayoutBatch batch, String actor) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select exists (select from payout_approval
                               where batch_id = ? and content_hash = ? and actor = ? and decision = 'APPROVE')""")) {
            statement.setObject(1, batch.id());
            statement.setString(2, batch.contentHash());
            statement.setString(3, actor);
            return yes(statement);
        }
    }

    /** {@return how many approved the present content and have changed none of its payout methods since then} */
    static int valid(Connection tx, PayoutBatch batch, Instant methodsSince) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select count(*)
                from payout_approval a
                where a.batch_id = ? and a.content_hash = ? and a.decision = 'APPROVE'
                  and not exists (select
                                  from payout_method m
                                           join account w on w.owner_type = 'WORKER' and w.owner_id = m.worker_id
                                      and w.purpose = 'PAYABLE' and w.currency = ?
                                           join payout p on p.account_id = w.id and p.batch_id = a.batch_id
                                  where m.changed_by = a.actor and m.created_at >= ?)""")) {
            statement.setObject(1, batch.id());
            statement.setString(2, batch.contentHash());
            statement.setString(3, batch.currency());
            statement.setTimestamp(4, Timestamp.from(methodsSince));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** {@return whether the person changed a payout method of one of the batch's workers since then} */
    static boolean changedMethod(Connection tx, PayoutBatch batch, String actor, Instant since) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select exists (select
                               from payout_method m
                                        join account w on w.owner_type = 'WORKER' and w.owner_id = m.worker_id
                                   and w.purpose = 'PAYABLE' and w.currency = ?
                                        join payout p on p.account_id = w.id and p.batch_id = ?
                               where m.changed_by = ? and m.created_at >= ?)""")) {
            statement.setString(1, batch.currency());
            statement.setObject(2, batch.id());
            statement.setString(3, actor);
            statement.setTimestamp(4, Timestamp.from(since));
            return yes(statement);
        }
    }

    /**
     * {@return what the person approved since then, other batches of the same currency, in minor units; nobody else can add to
     * it until the transaction ends}
     */
    static long approvedSince(Connection tx, PayoutBatch batch, String actor, Instant since) throws SQLException {
        try (var lock =
                tx.prepareStatement("select pg_advisory_xact_lock(hashtextextended('payout-approval:' || ?, 0))")) {
            lock.setString(1, actor);
            lock.execute();
        }
        try (var statement = tx.prepareStatement("""
                select coalesce(sum(b.total_minor), 0)
                from payout_batch b
                where b.currency = ? and b.id <> ?
                  and b.id in (select batch_id from payout_approval
                               where actor = ? and decision = 'APPROVE' and decided_at >= ?)""")) {
            statement.setString(1, batch.currency());
            statement.setObject(2, batch.id());
            statement.setString(3, actor);
            statement.setTimestamp(4, Timestamp.from(since));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static boolean yes(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }
}
