package dev.groundwork.payment.reconciliation;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;

import io.agroal.api.AgroalDataSource;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The postings of a month as the general ledger takes them: one line for each transfer, under the names of its accounts there. */
@ApplicationScoped
class GlExport {

    private static final int ROWS_AT_A_TIME = 5_000;

    private static final String[] HEADER = {
        "document",
        "date",
        "kind",
        "debit",
        "debit_cost_centre",
        "credit",
        "credit_cost_centre",
        "currency",
        "amount",
        "reference"
    };

    private final AgroalDataSource database;
    private final Clock clock;

    GlExport(AgroalDataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What a kind of accounts is called in the general ledger. */
    @Schema(name = "GlAccount")
    record GlAccount(
            @Schema(examples = "WORKER") String owner,
            @Schema(examples = "PAYABLE") String purpose,
            @Schema(examples = "3600") String code,
            String costCentre) {}

    List<GlAccount> accounts() {
        try (var tx = database.getConnection();
                var statement = tx.prepareStatement(
                        "select owner_type, purpose, code, cost_centre from gl_account order by owner_type, purpose");
                ResultSet row = statement.executeQuery()) {
            List<GlAccount> accounts = new ArrayList<>();
            while (row.next()) {
                accounts.add(new GlAccount(row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
            }
            return accounts;
        } catch (SQLException e) {
            throw new IllegalStateException("the accounts of the general ledger cannot be read", e);
        }
    }

    /** Names a kind of accounts; exports from then on have the name. */
    @Transactional
    GlAccount name(String owner, String purpose, String code, String costCentre, String actor) {
        try (var tx = database.getConnection()) {
            requireKind(tx, owner, purpose);
            try (var statement = tx.prepareStatement("""
                    insert into gl_account (owner_type, purpose, code, cost_centre, changed_by, changed_at)
                    values (?, ?, ?, ?, ?, ?)
                    on conflict (owner_type, purpose) do update
                        set code = excluded.code, cost_centre = excluded.cost_centre, changed_by = excluded.changed_by,
                            changed_at = excluded.changed_at""")) {
                statement.setString(1, owner);
                statement.setString(2, purpose);
                statement.setString(3, code);
                statement.setString(4, costCentre);
                statement.setString(5, actor);
                statement.setTimestamp(6, Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MICROS)));
                statement.executeUpdate();
            }
            return new GlAccount(owner, purpose, code, costCentre);
        } catch (SQLException e) {
            throw new IllegalStateException("the account could not be named", e);
        }
    }

    private static void requireKind(Connection tx, String owner, String purpose) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select exists (select from gl_account where owner_type = ? and purpose = ?)
                           or exists (select from account where owner_type = ? and purpose = ?)""")) {
            statement.setString(1, owner);
            statement.setString(2, purpose);
            statement.setString(3, owner);
            statement.setString(4, purpose);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    throw new NotFound("gl-account", owner + "/" + purpose);
                }
            }
        }
    }

    /** @throws RuleViolation {@code gl-account-missing}: before anything is written */
    void requireNames(YearMonth month) {
        try (var tx = database.getConnection();
                var statement = tx.prepareStatement("""
                        select distinct a.owner_type || '/' || a.purpose
                        from posting p
                                 join transfer t on t.posting_id = p.id and t.phase in ('SINGLE', 'POST')
                                 join account a on a.id in (t.debit_account, t.credit_account)
                        where p.effective_on >= ? and p.effective_on < ?
                          and not exists (select from gl_account g
                                          where g.owner_type = a.owner_type and g.purpose = a.purpose)
                        order by 1""")) {
            statement.setObject(1, month.atDay(1));
            statement.setObject(2, month.plusMonths(1).atDay(1));
            List<String> missing = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    missing.add(row.getString(1));
                }
            }
            if (!missing.isEmpty()) {
                throw new RuleViolation(
                        "gl-account-missing",
                        "The general ledger has no account for " + String.join(", ", missing)
                                + "; name it with PUT /v1/gl-accounts/{owner}/{purpose}.");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the postings of the month cannot be read", e);
        }
    }

    /**
     * Writes the month as CSV (RFC 4180), in the order of the books, through one cursor. A line's reference is the business key of
     * its posting; where payouts share a posting, each line has that which its payout would have alone, by whose hold it is. Two
     * payouts of one hold are both named, so that neither hides the other nor a line stands there twice.
     */
    void write(YearMonth month, OutputStream out) throws IOException {
        try (var tx = database.getConnection()) {
            tx.setAutoCommit(false);
            try (var statement = tx.prepareStatement("""
                    select p.seq, p.effective_on, p.kind, d.code, d.cost_centre, c.code, c.cost_centre, t.currency, t.amount,
                           coalesce(case t.phase when 'POST' then (
                                        select string_agg(p.kind || ':' || y.id, ' ' order by y.id)
                                        from payout y
                                        where y.account_id = t.debit_account and y.hold_seq = t.pending_seq) end,
                                    p.business_key)
                    from posting p
                             join transfer t on t.posting_id = p.id and t.phase in ('SINGLE', 'POST')
                             join account da on da.id = t.debit_account
                             join account ca on ca.id = t.credit_account
                             join gl_account d on d.owner_type = da.owner_type and d.purpose = da.purpose
                             join gl_account c on c.owner_type = ca.owner_type and c.purpose = ca.purpose
                    where p.effective_on >= ? and p.effective_on < ?
                    order by t.seq""")) {
                statement.setFetchSize(ROWS_AT_A_TIME);
                statement.setObject(1, month.atDay(1));
                statement.setObject(2, month.plusMonths(1).atDay(1));
                var csv = new CSVPrinter(
                        new OutputStreamWriter(out, StandardCharsets.UTF_8),
                        CSVFormat.RFC4180.builder().setHeader(HEADER).get());
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        csv.printRecord(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                guarded(row.getString(4)),
                                guarded(row.getString(5)),
                                guarded(row.getString(6)),
                                guarded(row.getString(7)),
                                row.getString(8),
                                new Money(row.getLong(9), row.getString(8)).decimal(),
                                guarded(row.getString(10)));
                    }
                }
                csv.flush();
            } finally {
                tx.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the postings of the month cannot be read", e);
        }
    }

    /** {@return a text that no spreadsheet runs as a formula} */
    static String guarded(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
