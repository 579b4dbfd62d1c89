package dev.groundwork.payment.benefit;

import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

import dev.groundwork.payment.ledger.Reason;

import org.jspecify.annotations.Nullable;

/** The statements over benefit schemes. */
final class BenefitTable {

    private static final String COLUMNS =
            "select id, code, name, currency, rate, first_month, last_month from benefit_scheme";

    private BenefitTable() {}

    /**
     * A month of a scheme.
     *
     * @param baseMinor what workers earned, less what was taken back
     * @param accruedMinor what is laid aside for it
     * @param revision how often that was changed
     */
    record Month(YearMonth month, long baseMinor, long accruedMinor, int revision) {}

    /** {@return whether the code was free} */
    static boolean add(Connection tx, BenefitScheme scheme, String actor, String reason, Instant now)
            throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into benefit_scheme (id, code, name, currency, rate, first_month, created_by, reason, created_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (code) do nothing""")) {
            statement.setObject(1, scheme.id());
            statement.setString(2, scheme.code());
            statement.setString(3, scheme.name());
            statement.setString(4, scheme.currency());
            statement.setBigDecimal(5, scheme.rate());
            statement.setDate(6, day(scheme.firstMonth()));
            statement.setString(7, actor);
            statement.setString(8, reason);
            statement.setTimestamp(9, Timestamp.from(now));
            return statement.executeUpdate() == 1;
        }
    }

    static void end(Connection tx, UUID id, YearMonth lastMonth) throws SQLException {
        try (var statement = tx.prepareStatement("update benefit_scheme set last_month = ? where id = ?")) {
            statement.setDate(1, day(lastMonth));
            statement.setObject(2, id);
            statement.executeUpdate();
        }
    }

    static List<BenefitScheme> all(Connection tx) throws SQLException {
        try (var statement = tx.prepareStatement(COLUMNS + " order by code");
                ResultSet row = statement.executeQuery()) {
            List<BenefitScheme> schemes = new ArrayList<>();
            while (row.next()) {
                schemes.add(scheme(row));
            }
            return schemes;
        }
    }

    /** {@return the scheme, which nobody else accrues or ends until the transaction is over; null where there is none} */
    static @Nullable BenefitScheme lock(Connection tx, String code) throws SQLException {
        try (var statement = tx.prepareStatement(COLUMNS + " where code = ? for update")) {
            statement.setString(1, code);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? scheme(row) : null;
            }
        }
    }

    static Map<YearMonth, Month> months(Connection tx, UUID schemeId) throws SQLException {
        try (var statement = tx.prepareStatement(
                "select month, base_minor, accrued_minor, revision from benefit_month where scheme_id = ?")) {
            statement.setObject(1, schemeId);
            Map<YearMonth, Month> months = new TreeMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    YearMonth month = month(row, 1);
                    months.put(month, new Month(month, row.getLong(2), row.getLong(3), row.getInt(4)));
                }
            }
            return months;
        }
    }

    /** {@return the last posting behind which, in their numbers, none appears any more} */
    static long sealed(Connection tx) throws SQLException {
        try (var statement = tx.prepareStatement("select coalesce(max(to_seq), 0) from seal");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    static long through(Connection tx, UUID schemeId) throws SQLException {
        try (var statement = tx.prepareStatement("select through_seq from benefit_scheme where id = ?")) {
            statement.setObject(1, schemeId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** {@return what was earned by postings after one number and up to another, by month: rewards and top-ups less reversals} */
    static Map<YearMonth, Long> earned(Connection tx, BenefitScheme scheme, long after, long through)
            throws SQLException {
        try (var statement = tx.prepareStatement("""
                select date_trunc('month', p.effective_on)::date,
                       sum(case when t.reason = r.reversal then -t.amount else t.amount end)::bigint
                from posting p
                         cross join (select ?::smallint[] as pay, ?::smallint as reversal) r
                         join transfer t on t.posting_id = p.id and t.phase in ('SINGLE', 'POST') and t.currency = ?
                    and (t.reason = any (r.pay) or t.reason = r.reversal)
                         join account w on w.id = case when t.reason = r.reversal then t.debit_account else t.credit_account end
                    and w.owner_type = 'WORKER'
                where p.seq > ? and p.seq <= ? and p.effective_on >= ? and p.effective_on < ?
                group by 1""")) {
            YearMonth last = scheme.lastMonth();
            statement.setArray(1, tx.createArrayOf("smallint", Reason.codes(Reason.PAY)));
            statement.setShort(2, Reason.REVERSAL.code());
            statement.setString(3, scheme.currency());
            statement.setLong(4, after);
            statement.setLong(5, through);
            statement.setDate(6, day(scheme.firstMonth()));
            statement.setDate(7, last == null ? Date.valueOf(LocalDate.of(9999, 1, 1)) : day(last.plusMonths(1)));
            Map<YearMonth, Long> earned = new TreeMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    earned.put(month(row, 1), row.getLong(2));
                }
            }
            return earned;
        }
    }

    static void save(Connection tx, UUID schemeId, List<Month> months, long through, Instant now) throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into benefit_month (scheme_id, month, base_minor, accrued_minor, revision, changed_at)
                values (?, ?, ?, ?, ?, ?)
                on conflict (scheme_id, month) do update
                set base_minor = excluded.base_minor, accrued_minor = excluded.accrued_minor, revision = excluded.revision,
                    changed_at = excluded.changed_at""")) {
            for (Month month : months) {
                statement.setObject(1, schemeId);
                statement.setDate(2, day(month.month()));
                statement.setLong(3, month.baseMinor());
                statement.setLong(4, month.accruedMinor());
                statement.setInt(5, month.revision());
                statement.setTimestamp(6, Timestamp.from(now));
                statement.addBatch();
            }
            statement.executeBatch();
        }
        try (var statement = tx.prepareStatement("update benefit_scheme set through_seq = ? where id = ?")) {
            statement.setLong(1, through);
            statement.setObject(2, schemeId);
            statement.executeUpdate();
        }
    }

    private static BenefitScheme scheme(ResultSet row) throws SQLException {
        return new BenefitScheme(
                Objects.requireNonNull(row.getObject(1, UUID.class)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getBigDecimal(5),
                month(row, 6),
                row.getDate(7) == null ? null : month(row, 7));
    }

    private static YearMonth month(ResultSet row, int column) throws SQLException {
        return YearMonth.from(Objects.requireNonNull(row.getObject(column, LocalDate.class)));
    }

    private static Date day(YearMonth month) {
        return Date.valueOf(month.atDay(1));
    }
}
