package dev.groundwork.payment.statement;

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

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.money.Money;
import dev.groundwork.payment.ledger.Reason;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** Reads of the books that people ask for; each answer is of one moment. */
@ApplicationScoped
class BooksReader {

    /** Of the entries of one side, who stands on the other, and which assignment, job or payout was meant. */
    private static final String ENTRY = """
            t.seq, p.posted_at, p.kind, p.business_key, t.reason, t.amount, t.currency, o.owner_type, o.owner_id,
            array(select y.id from payout y where y.account_id = mine.id and y.hold_seq = t.pending_seq)
            """;

    private final AgroalDataSource database;

    BooksReader(AgroalDataSource database) {
        this.database = database;
    }

    /** What a requester has in one currency. */
    record RequesterBalance(Money available, Money held, Money spent) {}

    List<RequesterBalance> ofRequester(UUID requesterId) {
        return read(
                """
                with jobs as (
                    select f.currency, sum(b.credits_posted - b.debits_posted) as held,
                           sum(b.debits_posted - coalesce(f.released_minor, f.released_early_minor)) as spent
                    from job_funds f
                             join account a on a.owner_type = 'JOB' and a.owner_id = f.job_id and a.purpose = 'ESCROW'
                             join account_balance b on b.account_id = a.id
                    where f.requester_id = ?
                    group by f.currency)
                select a.currency, b.credits_posted - b.debits_posted - b.debits_pending, coalesce(j.held, 0),
                       coalesce(j.spent, 0)
                from account a
                         join account_balance b on b.account_id = a.id
                         left join jobs j using (currency)
                where a.owner_type = 'REQUESTER' and a.owner_id = ? and a.purpose = 'AVAILABLE'
                order by a.currency""",
                statement -> {
                    statement.setObject(1, requesterId);
                    statement.setObject(2, requesterId);
                },
                row -> {
                    String currency = row.getString(1);
                    return new RequesterBalance(
                            new Money(row.getLong(2), currency),
                            new Money(row.getLong(3), currency),
                            new Money(row.getLong(4), currency));
                });
    }

    /** What a worker has in one currency: earned = payable + held + in payout + paid out, less what a correction left owed. */
    record WorkerBalance(Money payable, Money held, Money inPayout, Money paidOut, Money owed, Money earned) {}

    List<WorkerBalance> ofWorker(UUID workerId) {
        return read(
                """
                with payouts as (
                    select p.account_id,
                           sum(p.amount_minor) filter (where p.state in ('RESERVED', 'SUBMITTED', 'UNKNOWN', 'ACCEPTED'))
                               as under_way,
                           sum(p.amount_minor) filter (where p.state = 'SETTLED') as paid_out
                    from account a join payout p on p.account_id = a.id
                    where a.owner_type = 'WORKER' and a.owner_id = ? and a.purpose = 'PAYABLE'
                    group by p.account_id)
                select a.currency,
                       sum(case a.purpose when 'PAYABLE' then b.credits_posted - b.debits_posted - b.debits_pending else 0 end),
                       sum(case a.purpose when 'HELD' then b.credits_posted - b.debits_posted else 0 end),
                       coalesce(max(p.under_way), 0), coalesce(max(p.paid_out), 0),
                       sum(case a.purpose when 'DEBT' then b.debits_posted - b.credits_posted else 0 end)
                from account a
                         join account_balance b on b.account_id = a.id
                         left join payouts p on p.account_id = a.id
                where a.owner_type = 'WORKER' and a.owner_id = ?
                group by a.currency
                order by a.currency""",
                statement -> {
                    statement.setObject(1, workerId);
                    statement.setObject(2, workerId);
                },
                row -> {
                    var payable = new Money(row.getLong(2), row.getString(1));
                    var held = new Money(row.getLong(3), row.getString(1));
                    var inPayout = new Money(row.getLong(4), row.getString(1));
                    var paidOut = new Money(row.getLong(5), row.getString(1));
                    var owed = new Money(row.getLong(6), row.getString(1));
                    return new WorkerBalance(
                            payable,
                            held,
                            inPayout,
                            paidOut,
                            owed,
                            payable.plus(held).plus(inPayout).plus(paidOut).minus(owed));
                });
    }

    /**
     * One entry of an account as its owner reads it.
     *
     * @param amount above zero when it came in, below when it went out
     * @param otherOwner whose account stands on the other side
     * @param payoutId for which payout a hold was resolved; null where it was none
     */
    record Entry(
            long seq,
            Instant postedAt,
            String kind,
            String businessKey,
            Reason reason,
            Money amount,
            String otherOwner,
            UUID otherOwnerId,
            @Nullable UUID payoutId) {}

    /** Entries of the requester's balance, or of the escrow of one of its jobs; newest first, before {@code before}. */
    List<Entry> entriesOfRequester(UUID requesterId, @Nullable UUID jobId, long before, int limit) {
        String accounts = jobId == null
                ? "select id from account where owner_type = 'REQUESTER' and owner_id = ? and purpose = 'AVAILABLE'"
                : "select a.id from account a join job_funds f on f.job_id = a.owner_id"
                        + " where a.owner_type = 'JOB' and a.purpose = 'ESCROW' and f.requester_id = ? and f.job_id = ?";
        return read(
                "with mine as (" + accounts + ") select * from (" + side("credit", "debit", "") + " union all "
                        + side("debit", "credit", "-") + ") e order by seq desc limit ?",
                statement -> {
                    int next = 1;
                    statement.setObject(next++, requesterId);
                    if (jobId != null) {
                        statement.setObject(next++, jobId);
                    }
                    statement.setLong(next++, before);
                    statement.setInt(next++, limit);
                    statement.setLong(next++, before);
                    statement.setInt(next++, limit);
                    statement.setInt(next, limit);
                },
                BooksReader::entry);
    }

    /** The newest entries of one side of the accounts called {@code mine}. */
    private static String side(String own, String other, String sign) {
        return "(select " + ENTRY.replace("t.amount", sign + "t.amount") + " from mine join transfer t on t." + own
                + "_account = mine.id and t.phase in ('SINGLE', 'POST') and t.seq < ? join posting p on p.id = t.posting_id"
                + " join account o on o.id = t." + other + "_account order by t.seq desc limit ?)";
    }

    /** A worker's entries of a span of time in the order of the books. */
    List<Entry> entriesOfWorker(UUID workerId, Instant from, Instant until) {
        String mine = "with mine as (select id from account where owner_type = 'WORKER' and owner_id = ?"
                + " and purpose = 'PAYABLE')";
        return read(
                mine + " select * from (" + spanSide("credit", "debit", "") + " union all "
                        + spanSide("debit", "credit", "-") + ") e order by seq",
                statement -> {
                    statement.setObject(1, workerId);
                    statement.setTimestamp(2, Timestamp.from(from));
                    statement.setTimestamp(3, Timestamp.from(until));
                    statement.setTimestamp(4, Timestamp.from(from));
                    statement.setTimestamp(5, Timestamp.from(until));
                },
                BooksReader::entry);
    }

    private static String spanSide(String own, String other, String sign) {
        return "select " + ENTRY.replace("t.amount", sign + "t.amount") + " from mine join transfer t on t." + own
                + "_account = mine.id and t.phase in ('SINGLE', 'POST') join posting p on p.id = t.posting_id"
                + " and p.posted_at >= ? and p.posted_at < ? join account o on o.id = t." + other + "_account";
    }

    /** The posted balance of a worker at a moment, in each currency. */
    List<Money> balanceOfWorker(UUID workerId, Instant before) {
        return read(
                """
                select a.currency,
                       coalesce((select sum(t.amount) from transfer t join posting p on p.id = t.posting_id
                                 where t.credit_account = a.id and t.phase in ('SINGLE', 'POST') and p.posted_at < ?), 0)
                           - coalesce((select sum(t.amount) from transfer t join posting p on p.id = t.posting_id
                                       where t.debit_account = a.id and t.phase in ('SINGLE', 'POST') and p.posted_at < ?), 0)
                from account a
                where a.owner_type = 'WORKER' and a.owner_id = ? and a.purpose = 'PAYABLE'
                order by a.currency""",
                statement -> {
                    statement.setTimestamp(1, Timestamp.from(before));
                    statement.setTimestamp(2, Timestamp.from(before));
                    statement.setObject(3, workerId);
                },
                row -> new Money(row.getLong(2), row.getString(1)));
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong(1),
                row.getTimestamp(2).toInstant(),
                row.getString(3),
                row.getString(4),
                Reason.of(row.getInt(5)),
                new Money(row.getLong(6), row.getString(7)),
                row.getString(8),
                Objects.requireNonNull(row.getObject(9, UUID.class)),
                onlyPayout(row));
    }

    /** A hold is that of one payout; where it is not, neither is shown as if it were, and the audit is red. */
    private static @Nullable UUID onlyPayout(ResultSet row) throws SQLException {
        var payouts = (UUID[]) row.getArray(10).getArray();
        if (payouts.length > 1) {
            throw new IllegalStateException(
                    "transfer " + row.getLong(1) + " resolves one hold of several payouts: " + List.of(payouts));
        }
        return payouts.length == 0 ? null : payouts[0];
    }

    private <T> List<T> read(String sql, Binding binding, Row<T> view) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (row.next()) {
                    rows.add(view.read(row));
                }
                return rows;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the books cannot be read", e);
        }
    }

    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    @FunctionalInterface
    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }
}
