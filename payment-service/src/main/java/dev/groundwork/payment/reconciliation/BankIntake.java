package dev.groundwork.payment.reconciliation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.groundwork.kit.event.EventJson;
import dev.groundwork.kit.problem.TooLarge;
import dev.groundwork.payment.bank.BankFile;
import dev.groundwork.payment.bank.BankFiles;
import dev.groundwork.payment.bank.StatementFile;
import dev.groundwork.payment.bank.StatusReport;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Takes files of banks, each once, whole or not at all. One after the other: a statement follows the one before it, and a
 * file that comes twice at the same time finds its own answer.
 */
@ApplicationScoped
class BankIntake {

    private final StatusReports statusReports;
    private final DoubtedRejections doubted;
    private final Statements statements;
    private final BankConfig config;
    private final EventJson json;
    private final AgroalDataSource database;
    private final Clock clock;

    BankIntake(
            StatusReports statusReports,
            DoubtedRejections doubted,
            Statements statements,
            BankConfig config,
            EventJson json,
            AgroalDataSource database,
            Clock clock) {
        this.statusReports = statusReports;
        this.doubted = doubted;
        this.statements = statements;
        this.config = config;
        this.json = json;
        this.database = database;
        this.clock = clock;
    }

    /** Where the bytes of a file can be read, as often as needed. */
    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException;
    }

    /** How a file came. */
    enum Source {
        /** A person gave it in: it is as good as that person's word. */
        UPLOAD,
        /** The bank's client left it in the folder. */
        INBOX
    }

    /** @param repeated whether the file had been taken before */
    record Taken(BankAnswer answer, boolean repeated) {}

    /**
     * Reads a file and does what it says.
     *
     * @throws dev.groundwork.kit.problem.DomainProblem when it is refused; then nothing of it has happened
     */
    @Transactional
    @TransactionConfiguration(timeout = 900)
    Taken take(Source source, String actor, Content content) throws IOException {
        String sha256 = sha256(content);
        BankFile file;
        try (InputStream in = content.open()) {
            file = BankFiles.read(in, config.mostBytes(), config.mostEntries());
        }
        try (var tx = database.getConnection()) {
            BankTables.oneAfterTheOther(tx);
            BankAnswer before = answer(tx, sha256);
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            if (before != null) {
                switch (source) {
                    case INBOX -> doubted.confirm(tx, sha256, actor, now);
                    case UPLOAD -> doubted.proposeAgain(tx, sha256, actor, now);
                }
                return new Taken(before, true);
            }
            var answer = taken(tx, file, sha256, source, actor, now);
            Log.infof("bank file %s taken: %s", sha256, file.kind());
            return new Taken(answer, false);
        } catch (SQLException e) {
            throw new IllegalStateException("the file of the bank could not be taken", e);
        }
    }

    private BankAnswer taken(Connection tx, BankFile file, String sha256, Source source, String actor, Instant now)
            throws SQLException {
        // The row comes first: statements point at it. Its answer is known at the end.
        insert(tx, file, sha256, source, actor, now);
        var findings =
                switch (file) {
                    case StatusReport report -> statusReports.take(tx, report, sha256, source, actor, now);
                    case StatementFile movements -> statements.take(tx, movements, sha256, source, actor, now);
                };
        var answer = new BankAnswer(
                sha256, file.kind(), file.messageId(), now, findings.tallies(), findings.openCount(), findings.open());
        try (var statement = tx.prepareStatement("update bank_file set answer = ?::jsonb where sha256 = ?")) {
            statement.setString(1, json.write(answer));
            statement.setString(2, sha256);
            statement.executeUpdate();
        }
        return answer;
    }

    private static void insert(Connection tx, BankFile file, String sha256, Source source, String actor, Instant now)
            throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into bank_file (sha256, kind, message_id, source, received_by, received_at, answer)
                values (?, ?, ?, ?, ?, ?, '{}')""")) {
            statement.setString(1, sha256);
            statement.setString(2, file.kind());
            statement.setString(3, file.messageId());
            statement.setString(4, source.name());
            statement.setString(5, actor);
            statement.setTimestamp(6, Timestamp.from(now));
            statement.executeUpdate();
        }
    }

    private @Nullable BankAnswer answer(Connection tx, String sha256) throws SQLException {
        try (var statement = tx.prepareStatement("select answer from bank_file where sha256 = ?")) {
            statement.setString(1, sha256);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? answer(row.getString(1)) : null;
            }
        }
    }

    /** {@return the newest files, before a moment} */
    List<BankAnswer> newest(Instant before, int limit) {
        try (var tx = database.getConnection();
                var statement = tx.prepareStatement(
                        "select answer from bank_file where received_at < ? order by received_at desc limit ?")) {
            statement.setTimestamp(1, Timestamp.from(before));
            statement.setInt(2, limit);
            List<BankAnswer> answers = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    answers.add(answer(row.getString(1)));
                }
            }
            return answers;
        } catch (SQLException e) {
            throw new IllegalStateException("the files of banks cannot be read", e);
        }
    }

    private BankAnswer answer(String text) {
        try {
            return json.read(text, BankAnswer.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer to a bank's file is in no known form", e);
        }
    }

    private String sha256(Content content) throws IOException {
        try (var in = new DigestInputStream(content.open(), MessageDigest.getInstance("SHA-256"))) {
            var buffer = new byte[65_536];
            long length = 0;
            int read;
            while ((read = in.read(buffer)) >= 0) {
                length += read;
                if (length > config.mostBytes()) {
                    throw new TooLarge(
                            "bank-file-too-large",
                            "The file is larger than " + config.mostBytes()
                                    + " bytes; ask the bank for one file a day, or raise groundwork.payment.bank.most-bytes.");
                }
            }
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new UncheckedIOException(new IOException("every JDK has SHA-256", e));
        }
    }
}
