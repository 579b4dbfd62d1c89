package dev.groundwork.payment.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.agroal.api.AgroalDataSource;

/**
 * The invariants of the books, each one query in a file of its own: a row that it finds is a violation, described by its
 * first column. A violation is a bug or a break-in, never a state that passes.
 */
@ApplicationScoped
public class Audit {

    private static final int VIOLATIONS_SHOWN = 20;

    /** An invariant, its number in the design and its file. */
    private record Rule(int number, String name, String file) {}

    private static final List<Rule> RULES = List.of(
            new Rule(14, "the seals hold from the first posting on", "14-seals-hold.sql"),
            new Rule(15, "every daily closing is the sum of what was booked by then", "15-closings-are-sums.sql"),
            new Rule(1, "debits equal credits in every currency", "01-debits-equal-credits.sql"),
            new Rule(2, "every balance is the sum of its transfers", "02-balances-are-sums-of-transfers.sql"),
            new Rule(3, "no account is below its floor", "03-no-account-below-its-floor.sql"),
            new Rule(4, "a hold is resolved at most once and within its amount", "04-holds-resolve-once.sql"),
            new Rule(5, "nothing is posted twice", "05-nothing-is-posted-twice.sql"),
            new Rule(6, "a command has one posting, or is refused and has none", "06-commands-have-their-posting.sql"),
            new Rule(7, "no approval is refused its pay", "07-approvals-are-paid.sql"),
            new Rule(13, "cash is what the statements of the banks say", "13-cash-is-what-banks-say.sql"),
            new Rule(8, "ended jobs and settled batches hold nothing", "08-what-is-over-holds-nothing.sql"),
            new Rule(9, "a batch, its payouts and its file have one total", "09-batches-payouts-and-files-agree.sql"),
            new Rule(10, "what a worker earned is paid out or owed", "10-earned-is-paid-or-owed.sql"),
            new Rule(12, "what is laid aside for benefits is its share", "12-benefits-are-their-share.sql"),
            new Rule(11, "weeks are topped up to what they were found owed", "11-weeks-come-to-the-floor.sql"));

    /**
     * @param violations at most twenty of each, in words
     * @param millis how long the check took
     */
    public record Finding(int number, String name, boolean ok, List<String> violations, long millis) {}

    /**
     * What all invariants say of one moment.
     *
     * @param transfers how many there were to check
     */
    public record Report(boolean ok, long transfers, List<Finding> invariants) {}

    private final AgroalDataSource database;

    Audit(AgroalDataSource database) {
        this.database = database;
    }

    /** Checks all invariants in one snapshot. */
    public Report run() {
        try (var tx = database.getConnection()) {
            tx.setAutoCommit(false);
            try (var statement = tx.createStatement()) {
                statement.execute("set transaction isolation level repeatable read, read only");
                // These queries read everything once: without room for it they would do so through temporary files.
                statement.execute("set local work_mem = '128MB'");
                List<Finding> findings = new ArrayList<>();
                for (Rule rule : RULES) {
                    findings.add(check(tx, rule));
                }
                findings.sort(Comparator.comparingInt(Finding::number));
                return new Report(findings.stream().allMatch(Finding::ok), transfers(statement), findings);
            } finally {
                tx.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the books cannot be checked", e);
        }
    }

    private static long transfers(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select count(*) from transfer")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Finding check(Connection tx, Rule rule) throws SQLException {
        long started = System.nanoTime();
        List<String> violations = new ArrayList<>();
        try (var statement = tx.prepareStatement(sql(rule.file()))) {
            statement.setMaxRows(VIOLATIONS_SHOWN);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    violations.add(row.getString(1));
                }
            }
        }
        return new Finding(
                rule.number(),
                rule.name(),
                violations.isEmpty(),
                violations,
                (System.nanoTime() - started) / 1_000_000);
    }

    private static String sql(String file) {
        try (InputStream in = Audit.class.getResourceAsStream("/audit/" + file)) {
            if (in == null) {
                throw new IllegalStateException("missing from the build: audit/" + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read audit/" + file, e);
        }
    }
}
