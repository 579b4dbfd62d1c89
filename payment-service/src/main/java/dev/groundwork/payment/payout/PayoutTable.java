package dev.groundwork.payment.payout;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import dev.groundwork.kit.money.Money;
import dev.groundwork.payment.ledger.Receipt;
import dev.groundwork.payment.rail.RailPart;

import org.jspecify.annotations.Nullable;

/** The statements over payouts, each over a batch or a page of it. A page is in the order of the batch. */
final class PayoutTable {

    private static final String COLUMNS = """
            p.id, p.batch_id, p.position, p.worker_id, p.method_id, p.amount_minor, p.currency, p.end_to_end_id, p.state,
            m.masked, coalesce(p.hold_seq, 0), p.attempt, p.reason, p.changed_at
            """;

    private static final String OF_A_BATCH =
            " from payout p join payout_method m on m.id = p.method_id where p.batch_id = ?";

    private PayoutTable() {}

    /** How many payouts, and how much in minor units. */
    record Tally(int count, long totalMinor) {}

    /**
     * Fills a draft with all who can be paid: at least the minimum, or anything that has waited long enough; a way to pay;
     * and no other payout under way. Positions follow the account ids, the order in which the books lock balances. Whom another
     * batch collects meanwhile falls out by itself.
     *
     * <p>A payout after one that did not arrive is the next attempt of it.
     *
     * @param leastMinor what the rail moves at least
     * @return how many were collected
     */
    static int collect(
            Connection tx, PayoutBatch batch, String methods, long leastMinor, Duration sweepAfter, Instant now)
            throws SQLException {
        try (var statement = tx.prepareStatement("""
                with owed as materialized (
                    select uuidv7() as id, b.account_id, a.owner_id as worker_id, m.id as method_id,
                           b.credits_posted - b.debits_posted - b.debits_pending as amount
                    from account a
                             join account_balance b on b.account_id = a.id
                             join payout_method m on m.worker_id = a.owner_id and m.replaced_at is null and m.rail = ?
                        and m.state = 'ACTIVE'
                    where a.owner_type = 'WORKER' and a.purpose = 'PAYABLE' and a.currency = ?
                      and b.credits_posted - b.debits_posted - b.debits_pending >= ?
                      and (b.credits_posted - b.debits_posted - b.debits_pending >= ?
                        or exists (select
                                   from transfer t join posting c on c.id = t.posting_id
                                   where t.credit_account = a.id and t.phase in ('SINGLE', 'POST') and c.posted_at < ?
                                     and t.seq > coalesce((select max(l.hold_seq) from payout l
                                                           where l.worker_id = a.owner_id and l.currency = a.currency
                                                             and l.state not in ('HELD', 'RELEASED', 'FAILED')), 0)))
                      and not exists (select from payout p
                                      where p.worker_id = a.owner_id and p.currency = a.currency
                                        and p.state in ('READY', 'RESERVED', 'SUBMITTED', 'UNKNOWN', 'ACCEPTED')))
                insert into payout (id, batch_id, position, worker_id, method_id, currency, amount_minor, end_to_end_id, state,
                                    attempt, retry_of, changed_at)
                select o.id, ?, row_number() over (order by o.account_id), o.worker_id, o.method_id, ?, o.amount,
                       replace(o.id::text, '-', ''), 'READY', coalesce(before.attempt, 0) + 1, before.id, ?
                from owed o
                         left join lateral (select p.id, p.attempt, p.state from payout p
                                            where p.worker_id = o.worker_id and p.currency = ?
                                            order by p.id desc limit 1) last on true
                         left join lateral (select last.id, last.attempt
                                            where last.state in ('FAILED', 'RETURNED', 'RELEASED')) before on true
                on conflict (worker_id, currency) where state in ('READY', 'RESERVED', 'SUBMITTED', 'UNKNOWN', 'ACCEPTED')
                    do nothing""")) {
            statement.setString(1, methods);
            statement.setString(2, batch.currency());
            statement.setLong(3, leastMinor);
            statement.setLong(4, Math.max(leastMinor, batch.minimum().minor()));
            statement.setTimestamp(5, Timestamp.from(now.minus(sweepAfter)));
            statement.setObject(6, batch.id());
            statement.setString(7, batch.currency());
            statement.setTimestamp(8, Timestamp.from(now));
            statement.setString(9, batch.currency());
            return statement.executeUpdate();
        }
    }

    /** Fills a draft with what a rejected batch released, each as the next attempt, to where the worker is paid now. */
    static int copy(Connection tx, UUID from, UUID to, Instant now) throws SQLException {
        try (var statement = tx.prepareStatement("""
                with released as materialized (
                    select uuidv7() as id, p.position, p.worker_id, m.id as method_id, p.currency, p.amount_minor, p.attempt,
                           p.id as retry_of
                    from payout p
                             join payout_method o on o.id = p.method_id
                             join payout_method m on m.worker_id = p.worker_id and m.replaced_at is null and m.rail = o.rail
                        and m.state = 'ACTIVE'
                    where p.batch_id = ? and p.state = 'RELEASED' and p.reason = ?)
                insert into payout (id, batch_id, position, worker_id, method_id, currency, amount_minor, end_to_end_id, state,
                                    attempt, retry_of, changed_at)
                select id, ?, position, worker_id, method_id, currency, amount_minor, replace(id::text, '-', ''), 'READY',
                       attempt + 1, retry_of, ?
                from released""")) {
            statement.setObject(1, from);
            statement.setString(2, Payout.REJECTED);
            statement.setObject(3, to);
            statement.setTimestamp(4, Timestamp.from(now));
            return statement.executeUpdate();
        }
    }

    /** Those whose money was held become RESERVED, those refused HELD with the reason. */
    static void reserve(Connection tx, List<Payout> payouts, List<Receipt> holds, Instant now) throws SQLException {
        int n = payouts.size();
        var ids = new UUID[n];
        var seqs = new @Nullable Long[n];
        var reasons = new @Nullable String[n];
        for (int i = 0; i < n; i++) {
            Receipt hold = holds.get(i);
            ids[i] = payouts.get(i).id();
            seqs[i] = hold.posted() ? hold.transferSeq(1) : null;
            reasons[i] = hold.refusal();
        }
        try (var statement = tx.prepareStatement("""
                update payout p
                set state = case when t.reason is null then 'RESERVED' else 'HELD' end,
                    hold_seq = t.seq, reason = t.reason, changed_at = ?
                from unnest(?::uuid[], ?::bigint[], ?::text[]) as t (id, seq, reason)
                where p.id = t.id and p.state = 'READY'""")) {
            statement.setTimestamp(1, Timestamp.from(now));
            statement.setArray(2, array(tx, "uuid", ids));
            statement.setArray(3, array(tx, "bigint", seqs));
            statement.setArray(4, array(tx, "text", reasons));
            if (statement.executeUpdate() != n) {
                throw new IllegalStateException("payouts of a draft were changed behind its back");
            }
        }
    }

    static Tally tally(Connection tx, UUID batchId, Set<Payout.State> states) throws SQLException {
        try (var statement = tx.prepareStatement(
                "select count(*), coalesce(sum(amount_minor), 0) from payout where batch_id = ? and state = any (?)")) {
            statement.setObject(1, batchId);
            statement.setArray(2, names(tx, states));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Tally(row.getInt(1), row.getLong(2));
            }
        }
    }

    /**
     * Those in one of the states among the next {@code size} positions after {@code after}. The range has an end, so that rows are
     * looked up by their positions also where the database has not yet counted what a batch has just brought.
     */
    static List<Payout> page(Connection tx, UUID batchId, Set<Payout.State> states, int after, int size)
            throws SQLException {
        try (var statement = tx.prepareStatement("select " + COLUMNS + OF_A_BATCH
                + " and p.position > ? and p.position <= ? and p.state = any (?) order by p.position")) {
            statement.setObject(1, batchId);
            statement.setInt(2, after);
            statement.setInt(3, Math.addExact(after, size));
            statement.setArray(4, names(tx, states));
            return read(statement);
        }
    }

    /** One page of a batch, after the position {@code after}. */
    static List<Payout> ofBatch(Connection tx, UUID batchId, long after, int limit) throws SQLException {
        try (var statement = tx.prepareStatement(
                "select " + COLUMNS + OF_A_BATCH + " and p.position > ? order by p.position limit ?")) {
            statement.setObject(1, batchId);
            statement.setLong(2, after);
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

    /** Those with positions in this range. */
    static List<Payout> between(Connection tx, UUID batchId, int first, int last) throws SQLException {
        try (var statement = tx.prepareStatement(
                "select " + COLUMNS + OF_A_BATCH + " and p.position between ? and ? order by p.position")) {
            statement.setObject(1, batchId);
            statement.setInt(2, first);
            statement.setInt(3, last);
            return read(statement);
        }
    }

    static @Nullable Payout findByEndToEndId(Connection tx, String endToEndId) throws SQLException {
        try (var statement = tx.prepareStatement("select " + COLUMNS
                + " from payout p join payout_method m on m.id = p.method_id where p.end_to_end_id = ?")) {
            statement.setString(1, endToEndId);
            List<Payout> found = read(statement);
            return found.isEmpty() ? null : found.getFirst();
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

    /** Locked details of where each payout of a page goes, in its order. */
    static List<byte[]> details(Connection tx, List<Payout> page) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select m.details
                from unnest(?::uuid[]) with ordinality as t (id, place) join payout_method m on m.id = t.id
                order by t.place""")) {
            statement.setArray(
                    1, array(tx, "uuid", page.stream().map(Payout::methodId).toArray()));
            List<byte[]> details = new ArrayList<>(page.size());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    details.add(Objects.requireNonNull(row.getBytes(1)));
                }
            }
            return details;
        }
    }

    static void change(
            Connection tx, UUID batchId, Set<Payout.State> from, Payout.State to, @Nullable String reason, Instant now)
            throws SQLException {
        try (var statement = tx.prepareStatement(
                "update payout set state = ?, reason = ?, changed_at = ? where batch_id = ? and state = any (?)")) {
            statement.setString(1, to.name());
            statement.setString(2, reason);
            statement.setTimestamp(3, Timestamp.from(now));
            statement.setObject(4, batchId);
            statement.setArray(5, names(tx, from));
            statement.executeUpdate();
        }
    }

    static void changeAll(Connection tx, List<Payout> payouts, Payout.State to, @Nullable String reason, Instant now)
            throws SQLException {
        try (var statement =
                tx.prepareStatement("update payout set state = ?, reason = ?, changed_at = ? where id = any (?)")) {
            statement.setString(1, to.name());
            statement.setString(2, reason);
            statement.setTimestamp(3, Timestamp.from(now));
            statement.setArray(
                    4, array(tx, "uuid", payouts.stream().map(Payout::id).toArray()));
            statement.executeUpdate();
        }
    }

    static void changeOne(Connection tx, UUID id, Payout.State to, @Nullable String reason, Instant now)
            throws SQLException {
        try (var statement =
                tx.prepareStatement("update payout set state = ?, reason = ?, changed_at = ? where id = ?")) {
            statement.setString(1, to.name());
            statement.setString(2, reason);
            statement.setTimestamp(3, Timestamp.from(now));
            statement.setObject(4, id);
            statement.executeUpdate();
        }
    }

    /** The bytes of a message and their SHA-256 in hex. */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a record
    record StoredFile(String sha256, byte[] bytes) {}

    /** @param first the position of its first payout; {@return the number of the message} */
    static long keepMessage(
            Connection tx,
            PayoutBatch batch,
            String kind,
            RailPart part,
            int first,
            int last,
            StoredFile file,
            Instant now)
            throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into rail_message (direction, batch_id, part, rail, kind, external_id, sha256, body, first_position,
                                          last_position, total_minor, created_at)
                values ('O', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                returning id""")) {
            statement.setObject(1, batch.id());
            statement.setInt(2, part.number());
            statement.setString(3, batch.rail());
            statement.setString(4, kind);
            statement.setString(5, part.messageId());
            statement.setString(6, file.sha256());
            statement.setBytes(7, file.bytes());
            statement.setInt(8, first);
            statement.setInt(9, last);
            statement.setLong(10, part.totalMinor());
            statement.setTimestamp(11, Timestamp.from(now));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /**
     * Keeps which payouts share a block of a message, and so a line on the bank statement.
     *
     * @param positions of the items of the part, in their order
     */
    static void keepBlocks(Connection tx, RailPart part, List<Integer> positions, int size) throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into payout_block (payment_info_id, message_id, batch_id, first_position, last_position)
                values (?, ?, ?, ?, ?)""")) {
            for (int from = 0, block = 1; from < positions.size(); from += size, block++) {
                statement.setString(1, part.blockId(block));
                statement.setString(2, part.messageId());
                statement.setObject(3, part.batchId());
                statement.setInt(4, positions.get(from));
                statement.setInt(5, positions.get(Math.min(from + size, positions.size()) - 1));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    static @Nullable StoredFile file(Connection tx, UUID batchId, int part) throws SQLException {
        try (var statement = tx.prepareStatement(
                "select sha256, body from rail_message where batch_id = ? and part = ? and direction = 'O'")) {
            statement.setObject(1, batchId);
            statement.setInt(2, part);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new StoredFile(row.getString(1), Objects.requireNonNull(row.getBytes(2))) : null;
            }
        }
    }

    static int files(Connection tx, UUID batchId) throws SQLException {
        try (var statement =
                tx.prepareStatement("select count(*) from rail_message where batch_id = ? and direction = 'O'")) {
            statement.setObject(1, batchId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
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
                        row.getInt(12),
                        row.getString(13),
                        row.getTimestamp(14).toInstant()));
            }
        }
        return payouts;
    }

    private static Array names(Connection tx, Set<Payout.State> states) throws SQLException {
        return array(tx, "text", states.stream().map(Payout.State::name).toArray());
    }

    private static Array array(Connection tx, String type, @Nullable Object[] values) throws SQLException {
        return tx.createArrayOf(type, values);
    }

    private static UUID uuid(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, UUID.class));
    }
}
