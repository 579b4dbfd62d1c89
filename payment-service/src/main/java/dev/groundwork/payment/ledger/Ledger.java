package dev.groundwork.payment.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
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

    /** Sums over all accounts of one owner type and purpose, in minor units. */
    record PurposeTotal(
            String currency,
            String owner,
            String purpose,
            String side,
            long accounts,
            long debitsPosted,
            long creditsPosted,
            long debitsPending,
            long creditsPending) {}

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
