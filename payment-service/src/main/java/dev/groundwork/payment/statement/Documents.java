package dev.groundwork.payment.statement;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.payment.ledger.AccountName.Owner;
import dev.groundwork.payment.sheet.DocumentFormat;
import dev.groundwork.payment.sheet.Sheet;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** Keeps statements and invoices as they were given out first: whoever asks again gets the same bytes. */
@ApplicationScoped
class Documents {

    /** What is booked in the last moment of a month is committed by then. */
    private static final Duration SETTLED = Duration.ofHours(1);

    private final AgroalDataSource database;
    private final Clock clock;

    Documents(AgroalDataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The kinds of documents. */
    enum Kind {
        WORKER_MONTH,
        WORKER_PAYOUT,
        INVOICE
    }

    /** @param subject what it is about, among its owner's, such as {@code 2026-11} */
    record Name(Kind kind, UUID ownerId, String subject, DocumentFormat format) {}

    /** Bytes and their SHA-256 in hex. */
    static final class Document {
        private final byte[] body;
        private final String sha256;

        Document(byte[] body, String sha256) {
            this.body = body;
            this.sha256 = sha256;
        }

        byte[] body() {
            return body;
        }

        String sha256() {
            return sha256;
        }
    }

    /**
     * Refuses while a month may still change.
     *
     * @throws RuleViolation {@code month-not-over}
     */
    void requireOver(YearMonth month) {
        Instant end = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        if (clock.instant().isBefore(end.plus(SETTLED))) {
            throw new RuleViolation(
                    "month-not-over",
                    "The month " + month + " is not over, so its document would change: ask from " + end.plus(SETTLED)
                            + " on. What is booked until now is in the statement and the ledger as JSON.");
        }
    }

    /** {@return whether anything was ever booked for it} A document for one who is not there would be kept for ever. */
    boolean isInBooks(Owner owner, UUID ownerId) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(
                        "select from account where owner_type = ? and owner_id = ? limit 1")) {
            query.setString(1, owner.name());
            query.setObject(2, ownerId);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the books cannot be read", e);
        }
    }

    /** {@return the document as it was given out before, or as it is made now} */
    Document get(Name name, Supplier<Sheet> sheet) {
        try (var connection = database.getConnection()) {
            Document kept = find(connection, name);
            if (kept != null) {
                return kept;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("a document cannot be read", e);
        }
        byte[] body = name.format().write(sheet.get());
        try (var connection = database.getConnection()) {
            keep(connection, name, new Document(body, sha256(body)));
            Document kept = find(connection, name);
            if (kept == null) {
                throw new IllegalStateException("a document that was kept is missing: " + name);
            }
            return kept;
        } catch (SQLException e) {
            throw new IllegalStateException("a document cannot be kept", e);
        }
    }

    private static @Nullable Document find(Connection connection, Name name) throws SQLException {
        try (var statement = connection.prepareStatement("""
                select body, sha256 from statement_document where kind = ? and owner_id = ? and subject = ? and format = ?""")) {
            bind(statement, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new Document(row.getBytes(1), row.getString(2)) : null;
            }
        }
    }

    private void keep(Connection connection, Name name, Document document) throws SQLException {
        try (var statement = connection.prepareStatement("""
                insert into statement_document (kind, owner_id, subject, format, sha256, body, created_at)
                values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing""")) {
            bind(statement, name);
            statement.setString(5, document.sha256());
            statement.setBytes(6, document.body());
            statement.setTimestamp(7, Timestamp.from(clock.instant()));
            statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, Name name) throws SQLException {
        statement.setString(1, name.kind().name());
        statement.setObject(2, name.ownerId());
        statement.setString(3, name.subject());
        statement.setString(4, name.format().name());
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
