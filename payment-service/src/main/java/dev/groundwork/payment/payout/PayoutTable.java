package dev.groundwork.payment.payout;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import dev.groundwork.kit.money.Money;

import org.jspecify.annotations.Nullable;

/** The statements over payouts, each over a whole batch however many workers it has. */
final class PayoutTable {

    private static final String COLUMNS = """
            p.id, p.batch_id, p.position, p.worker_id, p.method_id, p.amount_minor, p.currency, p.end_to_end_id, p.state,
            m.masked, p.hold_seq, p.changed_at
            """;

    private PayoutTable() {}

    /** A worker who can be paid, and what is owed. */
    record Candidate(UUID workerId, UUID methodId, long amountMinor) {}

    /**
     * Locks the balances of all who can be paid: at least the minimum, a way to pay, and no other payout under way. A
     * balance that another batch freezes meanwhile falls out by itself.
     */
    static List<Candidate> lockCandidates(Connection tx, String rail, Money minimum) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select a.owner_id, m.id, b.credits_posted - b.debits_posted - b.debits_pending
                from account a
                         join account_balance b on b.account_id = a.id
                         join payout_method m on m.worker_id = a.owner_id and m.replaced_at is null and m.rail = ?
                where a.owner_type = 'WORKER' and a.purpose = 'PAYABLE' and a.currency = ?
                  and b.credits_posted - b.debits_posted - b.debits_pending >= ?
                  and not exists (select from payout p
                                  where p.worker_id = a.owner_id and p.currency = a.currency
                                    and p.state in ('QUEUED', 'SENT'))
                order by b.account_id
                for no key update of b""")) {
            statement.setString(1, rail);
            statement.setString(2, minimum.currency());
            statement.setLong(3, minimum.minor());
            List<Candidate> candidates = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    candidates.add(new Candidate(uuid(row, 1), uuid(row, 2), row.getLong(3)));
                }
            }
            return candidates;
        }
    }

    static void insert(Connection tx, List<Payout> payouts) throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into payout (id, batch_id, position, worker_id, method_id, currency, amount_minor, end_to_end_id, state,
                                    hold_seq, changed_at)
                select id, ?, position, worker_id, method_id, ?, amount, end_to_end_id, 'QUEUED', hold_seq, ?
                from unnest(?::uuid[], ?::int[], ?::uuid[], ?::uuid[], ?::bigint[], ?::text[], ?::bigint[])
                         as t (id, position, worker_id, method_id, amount, end_to_end_id, hold_seq)""")) {
            Payout first = payouts.getFirst();
            statement.setObject(1, first.batchId());
            statement.setString(2, first.amount().currency());
            statement.setTimestamp(3, Timestamp.from(first.changedAt()));
            statement.setArray(
                    4, array(tx, "uuid", payouts.stream().map(Payout::id).toArray()));
            statement.setArray(
                    5, array(tx, "int", payouts.stream().map(Payout::position).toArray()));
            statement.setArray(
                    6, array(tx, "uuid", payouts.stream().map(Payout::workerId).toArray()));
            statement.setArray(
                    7, array(tx, "uuid", payouts.stream().map(Payout::methodId).toArray()));
            statement.setArray(
                    8,
                    array(
                            tx,
                            "bigint",
                            payouts.stream().map(one -> one.amount().minor()).toArray()));
            statement.setArray(
                    9,
                    array(tx, "text", payouts.stream().map(Payout::endToEndId).toArray()));
            statement.setArray(
                    10,
                    array(tx, "bigint", payouts.stream().map(Payout::holdSeq).toArray()));
            statement.executeUpdate();
        }
    }

    /** {@return all payouts of a batch in the order of its file} */
    static List<Payout> ofBatch(Connection tx, UUID batchId) throws SQLException {
        try (var statement = tx.prepareStatement("select " + COLUMNS + """
                from payout p join payout_method m on m.id = p.method_id
                where p.batch_id = ?
                order by p.position""")) {
            statement.setObject(1, batchId);
            return read(statement);
        }
    }

    /** One page of a batch, after the position {@code after}. */
    static List<Payout> ofBatch(Connection tx, UUID batchId, int after, int limit) throws SQLException {
        try (var statement = tx.prepareStatement("select " + COLUMNS + """
                from payout p join payout_method m on m.id = p.method_id
                where p.batch_id = ? and p.position > ?
                order by p.position
                limit ?""")) {
            statement.setObject(1, batchId);
            statement.setInt(2, after);
            statement.setInt(3, limit);
            return read(statement);
        }
    }

    /** Newest first, before the id {@code before}; of one worker where one is named, in one state where one is named. */
    static List<Payout> newest(
            Connection tx, @Nullable UUID workerId, @Nullable String state, @Nullable UUID before, int limit)
            throws SQLException {
        try (var statement = tx.prepareStatement("select " + COLUMNS + """
                from payout p join payout_method m on m.id = p.method_id
                where (?::uuid is null or p.worker_id = ?::uuid) and (?::text is null or p.state = ?)
                  and (?::uuid is null or p.id < ?::uuid)
                order by p.id desc
                limit ?""")) {
            statement.setObject(1, workerId);
            statement.setObject(2, workerId);
            statement.setString(3, state);
            statement.setString(4, state);
            statement.setObject(5, before);
            statement.setObject(6, before);
            statement.setInt(7, limit);
            return read(statement);
        }
    }

    static @Nullable Payout find(Connection tx, UUID id) throws SQLException {
        try (var statement = tx.prepareStatement(
                "select " + COLUMNS + " from payout p join payout_method m on m.id = p.method_id where p.id = ?")) {
            statement.setObject(1, id);
            List<Payout> found = read(statement);
            return found.isEmpty() ? null : found.getFirst();
        }
    }

    /** Locked bank details, in the order of the file. */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a record
    record LockedDetails(UUID workerId, byte[] details) {}

    static List<LockedDetails> details(Connection tx, UUID batchId) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select p.worker_id, m.details from payout p join payout_method m on m.id = p.method_id
                where p.batch_id = ? order by p.position""")) {
            statement.setObject(1, batchId);
            List<LockedDetails> details = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    details.add(new LockedDetails(uuid(row, 1), Objects.requireNonNull(row.getBytes(2))));
                }
            }
            return details;
        }
    }

    static void change(Connection tx, UUID batchId, Payout.State from, Payout.State to, Instant now)
            throws SQLException {
        try (var statement =
                tx.prepareStatement("update payout set state = ?, changed_at = ? where batch_id = ? and state = ?")) {
            statement.setString(1, to.name());
            statement.setTimestamp(2, Timestamp.from(now));
            statement.setObject(3, batchId);
            statement.setString(4, from.name());
            statement.executeUpdate();
        }
    }

    static void note(Connection tx, PayoutBatch batch, String action, String actor, Instant now) throws SQLException {
        try (var statement = tx.prepareStatement(
                "insert into payout_action (batch_id, action, actor, content_hash, acted_at) values (?, ?, ?, ?, ?)")) {
            statement.setObject(1, batch.id());
            statement.setString(2, action);
            statement.setString(3, actor);
            statement.setString(4, batch.contentHash());
            statement.setTimestamp(5, Timestamp.from(now));
            statement.executeUpdate();
        }
    }

    /** The bytes of a batch's file and their SHA-256 in hex. */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a record
    record StoredFile(String sha256, byte[] bytes) {}

    static void keepFile(Connection tx, PayoutBatch batch, String kind, StoredFile file, Instant now)
            throws SQLException {
        try (var statement = tx.prepareStatement(
                "insert into rail_message (batch_id, rail, kind, sha256, body, created_at) values (?, ?, ?, ?, ?, ?)")) {
            statement.setObject(1, batch.id());
            statement.setString(2, batch.rail());
            statement.setString(3, kind);
            statement.setString(4, file.sha256());
            statement.setBytes(5, file.bytes());
            statement.setTimestamp(6, Timestamp.from(now));
            statement.executeUpdate();
        }
    }

    static @Nullable StoredFile file(Connection tx, UUID batchId) throws SQLException {
        try (var statement = tx.prepareStatement("select sha256, body from rail_message where batch_id = ?")) {
            statement.setObject(1, batchId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new StoredFile(row.getString(1), Objects.requireNonNull(row.getBytes(2))) : null;
            }
        }
    }

    private static List<Payout> read(PreparedStatement statement) throws SQLException {
        List<Payout> payouts = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                payouts.add(new Payout(
                        uuid(row, 1),
                        uuid(row, 2),
                        row.getInt(3),
                        uuid(row, 4),
                        uuid(row, 5),
                        new Money(row.getLong(6), row.getString(7)),
                        row.getString(8),
                        Payout.State.valueOf(row.getString(9)),
                        row.getString(10),
                        row.getLong(11),
                        row.getTimestamp(12).toInstant()));
            }
        }
        return payouts;
    }

    private static Array array(Connection tx, String type, Object[] values) throws SQLException {
        return tx.createArrayOf(type, values);
    }

    private static UUID uuid(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, UUID.class));
    }
}
