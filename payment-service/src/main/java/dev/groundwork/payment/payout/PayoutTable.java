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
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import dev.groundwork.kit.money.Money;
import dev.groundwork.payment.payout.PayoutMoney.Hold;

import org.jspecify.annotations.Nullable;

/** The statements over payouts, each over a batch or a page of it. A page is in the order of the batch. */
final class PayoutTable {

    private static final String COLUMNS = columns("m.masked");

    private static final String OF_A_BATCH =
            " from payout p join payout_method m on m.id = p.method_id where p.batch_id = ?";

    /**
     * Whether a current method {@code m} may not be paid to yet, by {@code r.since}: it was named after that moment, the worker had
     * another account before, and the one of that moment was not this one. So a worker has time to see that somebody else changed
     * it: one that was named for a moment then counts only if it was current before that moment as long as it was not after it, or
     * is the worker's first.
     */
    static final String RESTS = """
            (m.created_at > r.since
             and exists (select from payout_method o
                         where o.worker_id = m.worker_id and (o.rail, o.fingerprint) <> (m.rail, m.fingerprint))
             and not exists (select from payout_method o
                             where o.worker_id = m.worker_id and (o.rail, o.fingerprint) = (m.rail, m.fingerprint)
                               and o.created_at <= r.since and o.replaced_at > r.since
                               and (o.created_at <= r.since - (m.created_at - r.since)
                                 or not exists (select from payout_method e
                                                where e.worker_id = o.worker_id and e.created_at < o.created_at
                                                  and (e.rail, e.fingerprint) <> (o.rail, o.fingerprint)))))""";

    private PayoutTable() {}

    private static String columns(String account) {
        return """
                p.id, p.batch_id, p.position, p.worker_id, p.account_id, p.method_id, p.amount_minor, p.currency,
                p.end_to_end_id, p.state, %s, coalesce(p.hold_seq, 0), p.attempt, p.reason, p.held, p.changed_at
                """.formatted(account);
    }

    /** How many payouts, and how much in minor units. */
    record Tally(int count, long totalMinor) {}

    /**
     * Fills a draft with all who can be paid: at least the minimum, or anything that has waited long enough; a way to pay that
     * does not rest; and no other payout under way. Positions follow the account ids, the order in which the books lock balances. Whom another
     * batch collects meanwhile falls out by itself.
     *
     * <p>A payout after one that did not arrive is the next attempt of it.
     *
     * @param leastMinor what the rail moves at least
     * @return how many were collected
     */
    static int collect(
            Connection tx, PayoutBatch batch, String methods, long leastMinor, PayoutConfig config, Instant now)
            throws SQLException {
        PayoutPlans.forAll(tx);
        // Ids are made in the order of the positions, and so of the accounts: every index grows in one order. Earlier
        // payouts are looked up before the sort, so before the first row is written: a table that was empty when the
        // statement was planned is read from end to end for each of them, and would then hold what is being written.
        try (var statement = tx.prepareStatement("""
                with owed as materialized (
                    select a.id as account_id, a.owner_id as worker_id, m.id as method_id,
                           b.credits_posted - b.debits_posted - b.debits_pending as amount,
                           before.id as retry_of, before.attempt
                    from account a
                             join account_balance b on b.account_id = a.id
                             cross join (select ?::timestamptz as since) r
                             join payout_method m on m.worker_id = a.owner_id and m.replaced_at is null and m.rail = ?
                        and m.state = 'ACTIVE' and not %s
                             left join lateral (select p.id, p.attempt, p.state from payout p
                                                where p.account_id = a.id
                                                order by p.id desc limit 1) last on true
                             left join lateral (select last.id, last.attempt
                                                where last.state in ('FAILED', 'RETURNED', 'RELEASED')) before on true
                    where a.owner_type = 'WORKER' and a.purpose = 'PAYABLE' and a.currency = ?
                      and b.credits_posted - b.debits_posted - b.debits_pending >= ?
                      and (b.credits_posted - b.debits_posted - b.debits_pending >= ?
                        or exists (select
                                   from transfer t join posting c on c.id = t.posting_id
                                   where t.credit_account = a.id and t.phase in ('SINGLE', 'POST') and c.posted_at < ?
                                     and t.seq > coalesce((select max(l.hold_seq) from payout l
                                                           where l.account_id = a.id
                                                             and l.state not in ('HELD', 'RELEASED', 'FAILED')), 0)))
                      and not exists (select from payout p where p.account_id = a.id and p.open)),
                     numbered as (
                    select row_number() over (order by account_id) as position, owed.* from owed),
                     named as (
                    select uuidv7() as id, numbered.* from numbered)
                insert into payout (id, batch_id, position, worker_id, account_id, method_id, currency, amount_minor,
                                    end_to_end_id, state, attempt, retry_of, changed_at)
                select n.id, ?, n.position, n.worker_id, n.account_id, n.method_id, ?, n.amount,
                       replace(n.id::text, '-', ''), 'READY', coalesce(n.attempt, 0) + 1, n.retry_of, ?
                from named n
                on conflict (account_id) where open do nothing""".formatted(RESTS))) {
            statement.setTimestamp(1, Timestamp.from(now.minus(config.approval().methodRest())));
            statement.setString(2, methods);
            statement.setString(3, batch.currency());
            statement.setLong(4, leastMinor);
            statement.setLong(5, Math.max(leastMinor, batch.minimum().minor()));
            statement.setTimestamp(6, Timestamp.from(now.minus(config.sweepAfter())));
            statement.setObject(7, batch.id());
            statement.setString(8, batch.currency());
            statement.setTimestamp(9, Timestamp.from(now));
            int collected = statement.executeUpdate();
            PayoutPlans.reset(tx);
            return collected;
        }
    }

    /** Fills a draft with what a rejected batch released, each as the next attempt, to where the worker is paid now and may be. */
    static int copy(Connection tx, UUID from, UUID to, Duration methodRest, Instant now) throws SQLException {
        try (var statement = tx.prepareStatement("""
                with released as materialized (
                    select uuidv7() as id, p.position, p.worker_id, p.account_id, m.id as method_id, p.currency,
                           p.amount_minor, p.attempt, p.id as retry_of
                    from payout p
                             cross join (select ?::timestamptz as since) r
                             join payout_method old on old.id = p.method_id
                             join payout_method m on m.worker_id = p.worker_id and m.replaced_at is null and m.rail = old.rail
                        and m.state = 'ACTIVE' and not %s
                    where p.batch_id = ? and p.state = 'RELEASED' and p.reason = ?)
                insert into payout (id, batch_id, position, worker_id, account_id, method_id, currency, amount_minor,
                                    end_to_end_id, state, attempt, retry_of, changed_at)
                select id, ?, position, worker_id, account_id, method_id, currency, amount_minor,
                       replace(id::text, '-', ''), 'READY', attempt + 1, retry_of, ?
                from released""".formatted(RESTS))) {
            statement.setTimestamp(1, Timestamp.from(now.minus(methodRest)));
            statement.setObject(2, from);
            statement.setString(3, Payout.REJECTED);
            statement.setObject(4, to);
            statement.setTimestamp(5, Timestamp.from(now));
            return statement.executeUpdate();
        }
    }

    /** Those whose money was held become RESERVED, those refused HELD with the reason. */
    static void reserve(Connection tx, List<Payout> payouts, List<Hold> holds, Instant now) throws SQLException {
        int n = payouts.size();
        var ids = new UUID[n];
        var seqs = new @Nullable Long[n];
        var reasons = new @Nullable String[n];
        for (int i = 0; i < n; i++) {
            Hold hold = holds.get(i);
            ids[i] = payouts.get(i).id();
            seqs[i] = hold.seq();
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
     * looked up by their positions also where the database has not yet counted what a batch has just brought. Their accounts are
     * not shown.
     */
    static List<Payout> page(Connection tx, UUID batchId, Set<Payout.State> states, int after, int size)
            throws SQLException {
        try (var statement = tx.prepareStatement("select " + columns("''")
                + " from payout p where p.batch_id = ? and p.position > ? and p.position <= ? and p.state = any (?)"
                + " order by p.position")) {
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
        String ofWorker = workerId == null ? "" : """
                p.account_id = any (array(select id from account
                                          where owner_type = 'WORKER' and owner_id = ? and purpose = 'PAYABLE')) and\s""";
        try (var statement = tx.prepareStatement("select " + COLUMNS + """
                from payout p join payout_method m on m.id = p.method_id
                where\s""" + ofWorker + """
                (?::text is null or p.state = ?) and (?::uuid is null or p.id < ?::uuid)
                order by p.id desc
                limit ?""")) {
            int next = 1;
            if (workerId != null) {
                statement.setObject(next++, workerId);
            }
            statement.setString(next++, state);
            statement.setString(next++, state);
            statement.setObject(next++, before);
            statement.setObject(next++, before);
            statement.setInt(next, limit);
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

    /** {@return the payouts of a batch that have these references, in the order of the batch} */
    static List<Payout> ofReferences(Connection tx, UUID batchId, Collection<String> endToEndIds) throws SQLException {
        try (var statement = tx.prepareStatement(
                "select " + COLUMNS + OF_A_BATCH + " and p.end_to_end_id = any (?) order by p.position")) {
            statement.setObject(1, batchId);
            statement.setArray(2, array(tx, "text", endToEndIds.toArray()));
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

    private static List<Payout> read(PreparedStatement statement) throws SQLException {
        List<Payout> payouts = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                payouts.add(new Payout(
                        uuid(row, 1),
                        uuid(row, 2),
                        row.getInt(3),
                        uuid(row, 4),
                        row.getLong(5),
                        uuid(row, 6),
                        new Money(row.getLong(7), row.getString(8)),
                        row.getString(9),
                        Payout.State.valueOf(row.getString(10)),
                        row.getString(11),
                        row.getLong(12),
                        row.getInt(13),
                        row.getString(14),
                        row.getBoolean(15),
                        row.getTimestamp(16).toInstant()));
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
