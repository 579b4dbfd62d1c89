package dev.groundwork.payment.reconciliation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import dev.groundwork.kit.Ids;
import dev.groundwork.payment.bank.Statement;
import dev.groundwork.payment.bank.Statement.Balance;
import dev.groundwork.payment.reconciliation.Matching.Matched;

import org.jspecify.annotations.Nullable;

/** The statements over accounts, statements and lines. */
final class BankTables {

    private BankTables() {}

    /** Any number that nobody else takes as an advisory lock of one key. */
    private static final long LOCK = 0x62616e6b66696c65L;

    /** Until the end of the transaction nobody else takes a file or decides about a line. */
    static void oneAfterTheOther(Connection tx) throws SQLException {
        try (var lock = tx.prepareStatement("select pg_advisory_xact_lock(?)")) {
            lock.setLong(1, LOCK);
            lock.execute();
        }
    }

    /** An account of the platform, as far as its statements were read. */
    record Account(
            UUID id,
            String currency,
            long closingMinor,
            LocalDate closingOn,
            @Nullable Long lastNumber) {}

    static @Nullable Account lockAccount(Connection tx, String iban) throws SQLException {
        try (var statement = tx.prepareStatement(
                "select id, currency, closing_minor, closing_on, last_number from bank_account where iban = ? for update")) {
            statement.setString(1, iban);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new Account(
                                Objects.requireNonNull(row.getObject(1, UUID.class)),
                                row.getString(2),
                                row.getLong(3),
                                Objects.requireNonNull(row.getObject(4, LocalDate.class)),
                                row.getObject(5, Long.class))
                        : null;
            }
        }
    }

    /** The first statement of an account: what it opens with was there before these books. */
    static Account open(Connection tx, String iban, Balance opening) throws SQLException {
        var account = new Account(Ids.next(), opening.currency(), opening.minor(), opening.on(), null);
        try (var statement = tx.prepareStatement("""
                insert into bank_account (id, iban, masked, currency, baseline_minor, closing_minor, closing_on)
                values (?, ?, ?, ?, ?, ?, ?)""")) {
            statement.setObject(1, account.id());
            statement.setString(2, iban);
            statement.setString(3, masked(iban));
            statement.setString(4, account.currency());
            statement.setLong(5, opening.minor());
            statement.setLong(6, opening.minor());
            statement.setObject(7, opening.on());
            statement.executeUpdate();
        }
        return account;
    }

    static boolean isKnown(Connection tx, Account account, String statementId) throws SQLException {
        try (var statement =
                tx.prepareStatement("select from bank_statement where bank_account_id = ? and statement_id = ?")) {
            statement.setObject(1, account.id());
            statement.setString(2, statementId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    static UUID insertStatement(
            Connection tx, Account account, Statement read, Balance opening, Balance closing, String sha256)
            throws SQLException {
        UUID id = Ids.next();
        try (var statement = tx.prepareStatement("""
                insert into bank_statement (id, bank_account_id, statement_id, number, sha256, opening_minor, closing_minor,
                                            opening_on, closing_on)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            statement.setObject(1, id);
            statement.setObject(2, account.id());
            statement.setString(3, read.id());
            statement.setObject(4, read.number(), Types.BIGINT);
            statement.setString(5, sha256);
            statement.setLong(6, opening.minor());
            statement.setLong(7, closing.minor());
            statement.setObject(8, opening.on());
            statement.setObject(9, closing.on());
            statement.executeUpdate();
        }
        return id;
    }

    static void moveOn(Connection tx, Account account, Balance closing, @Nullable Long number) throws SQLException {
        try (var statement = tx.prepareStatement("""
                update bank_account set closing_minor = ?, closing_on = ?, last_number = coalesce(?, last_number)
                where id = ?""")) {
            statement.setLong(1, closing.minor());
            statement.setObject(2, closing.on());
            statement.setObject(3, number, Types.BIGINT);
            statement.setObject(4, account.id());
            statement.executeUpdate();
        }
    }

    static void insertLines(Connection tx, List<Matched> matched, Instant now) throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into bank_line (id, bank_account_id, bank_statement_id, position, credit, amount_minor, currency, reversal,
                                       booked_on, code, end_to_end_id, payment_info_id, servicer_ref, uetr, creditor_ref,
                                       remittance, return_reason, party_name, party_account, outcome, note, taken_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            for (Matched one : matched) {
                bind(statement, one, now);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, Matched one, Instant now) throws SQLException {
        BankLine line = one.line();
        var refs = line.line().refs();
        var batch = line.line().batch();
        statement.setObject(1, line.id());
        statement.setObject(2, line.accountId());
        statement.setObject(3, line.statementId());
        statement.setInt(4, line.position());
        statement.setBoolean(5, line.credit());
        statement.setLong(6, line.amount().minor());
        statement.setString(7, line.amount().currency());
        statement.setBoolean(8, line.line().reversal());
        statement.setObject(9, line.bookedOn());
        statement.setString(10, line.line().code());
        statement.setString(11, refs.endToEndId());
        statement.setString(12, batch == null ? "" : batch.paymentInfoId());
        statement.setString(13, refs.servicerRef());
        statement.setString(14, refs.uetr());
        statement.setString(15, refs.creditorRef());
        statement.setString(16, refs.text());
        statement.setString(17, refs.returnReason());
        statement.setString(18, refs.partyName());
        statement.setString(19, refs.partyIban());
        statement.setString(20, one.outcome().name());
        statement.setString(21, one.note());
        statement.setTimestamp(22, Timestamp.from(now));
    }

    /** {@return the payouts that earlier lines with these references of the bank took the money of} */
    static Map<String, String> payoutsByServicerRef(Connection tx, Collection<String> references) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select l.servicer_ref, min(p.end_to_end_id)
                from bank_line l join payout p on p.booked_by = l.id
                where l.outcome = 'PAYOUT' and l.servicer_ref <> '' and l.servicer_ref = any (?)
                group by l.servicer_ref
                having count(*) = 1""")) {
            statement.setArray(1, tx.createArrayOf("text", references.toArray()));
            Map<String, String> found = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.put(row.getString(1), row.getString(2));
                }
            }
            return found;
        }
    }

    /**
     * {@return the payouts that people called booked before a file of this person showed them} A line that ends a payout itself is
     * taken in the moment in which the payout changes.
     */
    static Set<String> shownOnlyBy(Connection tx, String actor, Collection<String> endToEndIds) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select p.end_to_end_id
                from payout p
                         join bank_line l on l.id = p.booked_by
                         join bank_statement s on s.id = l.bank_statement_id
                         join bank_file f on f.sha256 = s.sha256
                where p.end_to_end_id = any (?) and f.source = 'UPLOAD' and f.received_by = ?
                  and p.changed_at < l.taken_at""")) {
            statement.setArray(1, tx.createArrayOf("text", endToEndIds.toArray()));
            statement.setString(2, actor);
            Set<String> found = new HashSet<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(row.getString(1));
                }
            }
            return found;
        }
    }

    static String masked(String iban) {
        return iban.length() < 9 ? "****" : iban.substring(0, 4) + " **** " + iban.substring(iban.length() - 4);
    }
}
