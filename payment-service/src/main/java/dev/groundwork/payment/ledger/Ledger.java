package dev.groundwork.payment.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** What the books say; reads only. */
@ApplicationScoped
public class Ledger {

    private final AgroalDataSource database;

    /** Changes only with a migration, so one look is enough. */
    private volatile @Nullable Set<String> currencies;

    Ledger(AgroalDataSource database) {
        this.database = database;
    }

    /** {@return whether accounts are kept in the currency} */
    public boolean keeps(String currency) {
        return currencies().contains(currency);
    }

    /** {@return ISO 4217 codes, sorted} */
    public Set<String> currencies() {
        Set<String> known = currencies;
        if (known == null) {
            known = Collections.unmodifiableSet(readCurrencies());
            currencies = known;
        }
        return known;
    }

    private Set<String> readCurrencies() {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("select code from currency");
                ResultSet row = statement.executeQuery()) {
            var codes = new TreeSet<String>();
            while (row.next()) {
                codes.add(row.getString(1));
            }
            return codes;
        } catch (SQLException e) {
            throw new IllegalStateException("the currencies of the books cannot be read", e);
        }
    }

    /** {@return what the account could pay now in minor units, as the transaction sees it; 0 where there is no account} */
    public long available(Connection tx, AccountName account) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select case b.normal_side when 'C' then b.credits_posted - b.debits_posted - b.debits_pending
                                          else b.debits_posted - b.credits_posted - b.credits_pending end
                from account a join account_balance b on b.account_id = a.id
                where a.owner_type = ? and a.owner_id = ? and a.purpose = ? and a.currency = ?""")) {
            statement.setString(1, account.owner().name());
            statement.setObject(2, account.ownerId());
            statement.setString(3, account.purpose().name());
            statement.setString(4, account.currency());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /**
     * What an account had turned over, in minor units.
     *
     * @param seq the last posting that was looked at
     */
    record Turnover(String currency, String side, LocalDate on, long seq, long debits, long credits) {}

    /**
     * What the account had turned over by the end of a day, as it was known at a moment: booked for the day or one before it,
     * under a number up to {@code seq}. Starts from the last closing that both allow and adds what that did not know.
     *
     * @param seq a posting's number; null: all that is known now
     * @return null where there is no such account
     */
    @Nullable Turnover turnover(long accountId, LocalDate on, @Nullable Long seq) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("""
                with asked as (
                    select a.id, a.currency, a.normal_side, ?::date as day,
                           coalesce(?::bigint, (select max(seq) from posting), 0) as seq
                    from account a
                    where a.id = ?),
                     closed as (
                         select b.day, b.closing_seq, b.debits, b.credits
                         from asked q join balance_daily b on b.account_id = q.id and b.day <= q.day and b.closing_seq <= q.seq
                         order by b.day desc
                         limit 1),
                     start as (
                         select q.*, coalesce(c.day, '-infinity') as from_day, coalesce(c.closing_seq, 0) as from_seq,
                                coalesce(c.debits, 0) as debits, coalesce(c.credits, 0) as credits
                         from asked q left join closed c on true)
                select s.currency, s.normal_side, s.seq,
                       s.debits + coalesce(sum(t.amount) filter (where t.debit_account = s.id), 0),
                       s.credits + coalesce(sum(t.amount) filter (where t.credit_account = s.id), 0)
                from start s
                         left join (transfer t join posting p on p.id = t.posting_id)
                                   on (t.debit_account = s.id or t.credit_account = s.id)
                                       and t.phase in ('SINGLE', 'POST')
                                       and p.effective_on <= s.day and p.seq <= s.seq
                                       and (p.seq > s.from_seq or p.effective_on > s.from_day)
                group by s.currency, s.normal_side, s.seq, s.debits, s.credits""")) {
            statement.setObject(1, on);
            statement.setObject(2, seq, Types.BIGINT);
            statement.setLong(3, accountId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new Turnover(
                                row.getString(1), row.getString(2), on, row.getLong(3), row.getLong(4), row.getLong(5))
                        : null;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the balance of account " + accountId + " cannot be read", e);
        }
    }

    /** Sums over all accounts of one owner type and purpose, in minor units. */
    public record PurposeTotal(
            String currency,
            String owner,
            String purpose,
            String side,
            long accounts,
            long debitsPosted,
            long creditsPosted,
            long debitsPending,
            long creditsPending) {}

    /** {@return the sums of what was posted before a day, by the day that a posting counts for} */
    public List<PurposeTotal> totals(Connection tx, LocalDate before) throws SQLException {
        try (var statement = tx.prepareStatement("""
                with moved as (
                    select t.debit_account as id, t.amount as d, 0::bigint as c
                    from transfer t join posting p on p.id = t.posting_id
                    where t.phase in ('SINGLE', 'POST') and p.effective_on < ?
                    union all
                    select t.credit_account, 0, t.amount
                    from transfer t join posting p on p.id = t.posting_id
                    where t.phase in ('SINGLE', 'POST') and p.effective_on < ?)
                select a.currency, a.owner_type, a.purpose, a.normal_side, count(distinct a.id), sum(m.d), sum(m.c)
                from moved m join account a on a.id = m.id
                group by a.currency, a.owner_type, a.purpose, a.normal_side
                order by a.currency, a.owner_type, a.purpose""")) {
            statement.setObject(1, before);
            statement.setObject(2, before);
            List<PurposeTotal> totals = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    totals.add(new PurposeTotal(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getLong(5),
                            row.getLong(6),
                            row.getLong(7),
                            0,
                            0));
                }
            }
            return totals;
        }
    }

    /** As {@link #totals(Connection, LocalDate)}, in a moment of its own. */
    List<PurposeTotal> totals(LocalDate before) {
        try (var connection = database.getConnection()) {
            return totals(connection, before);
        } catch (SQLException e) {
            throw new IllegalStateException("the books cannot be summed up", e);
        }
    }

    List<PurposeTotal> totals() {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("""
                select a.currency, a.owner_type, a.purpose, a.normal_side, count(*), sum(b.debits_posted),
                       sum(b.credits_posted), sum(b.debits_pending), sum(b.credits_pending)
                from account a join account_balance b on b.account_id = a.id
                group by a.currency, a.owner_type, a.purpose, a.normal_side
                order by a.currency, a.owner_type, a.purpose""");
                ResultSet row = statement.executeQuery()) {
            List<PurposeTotal> totals = new ArrayList<>();
            while (row.next()) {
                totals.add(new PurposeTotal(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        row.getLong(9)));
            }
            return totals;
        } catch (SQLException e) {
            throw new IllegalStateException("the books cannot be summed up", e);
        }
    }

    /** One account with its counters, in minor units. */
    record Account(
            long id,
            String owner,
            UUID ownerId,
            String purpose,
            String currency,
            String side,
            long debitsPosted,
            long creditsPosted,
            long debitsPending,
            long creditsPending) {}

    /** Accounts in the order in which they were opened, after the one with the id {@code after}. */
    List<Account> accounts(long after, int limit, @Nullable String currency, @Nullable String purpose) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("""
                select a.id, a.owner_type, a.owner_id, a.purpose, a.currency, a.normal_side, b.debits_posted,
                       b.credits_posted, b.debits_pending, b.credits_pending
                from account a join account_balance b on b.account_id = a.id
                where a.id > ? and (?::text is null or a.currency = ?) and (?::text is null or a.purpose = ?)
                order by a.id
                limit ?""")) {
            statement.setLong(1, after);
            statement.setString(2, currency);
            statement.setString(3, currency);
            statement.setString(4, purpose);
            statement.setString(5, purpose);
            statement.setInt(6, limit);
            try (ResultSet row = statement.executeQuery()) {
                List<Account> accounts = new ArrayList<>();
                while (row.next()) {
                    accounts.add(new Account(
                            row.getLong(1),
                            row.getString(2),
                            Objects.requireNonNull(row.getObject(3, UUID.class)),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6),
                            row.getLong(7),
                            row.getLong(8),
                            row.getLong(9),
                            row.getLong(10)));
                }
                return accounts;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the accounts cannot be read", e);
        }
    }
}
