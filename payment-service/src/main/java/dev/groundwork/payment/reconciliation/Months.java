package dev.groundwork.payment.reconciliation;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.groundwork.kit.event.EventJson;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.payment.ledger.Ledger;

import io.agroal.api.AgroalDataSource;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Closes months of the books, one after the other; what two people decide opens one again. */
@ApplicationScoped
class Months {

    /** Longer than any transaction that posts: none that began in the month is still open. */
    private static final Duration GRACE = Duration.ofHours(1);

    private final Ledger ledger;
    private final EventJson json;
    private final AgroalDataSource database;
    private final Clock clock;

    Months(Ledger ledger, EventJson json, AgroalDataSource database, Clock clock) {
        this.ledger = ledger;
        this.json = json;
        this.database = database;
        this.clock = clock;
    }

    /** A month as it stands. */
    @Schema(name = "LedgerMonth")
    record Month(
            @Schema(examples = "2026-10") String month,
            @Schema(examples = "CLOSED") String state,
            String closedBy,
            Instant closedAt,
            List<Action> actions) {}

    /** @param proposedBy who wanted it open again; null for a closing */
    @Schema(name = "LedgerMonthAction")
    record Action(
            @Schema(examples = "CLOSE") String action,
            String actor,
            @Nullable String proposedBy,
            @Nullable String reason,
            Instant actedAt) {}

    /**
     * Closes a month: nothing is posted into it any more. Closing it twice changes nothing.
     *
     * @throws RuleViolation {@code month-not-over}, {@code month-before-is-open}
     */
    @Transactional
    Month close(YearMonth month, String actor) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant end = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        if (now.isBefore(end.plus(GRACE))) {
            throw new RuleViolation(
                    "month-not-over",
                    month + " can be closed from " + end.plus(GRACE) + " on, when everything of it has been posted.");
        }
        try (var tx = database.getConnection()) {
            BankTables.oneAfterTheOther(tx);
            requireBeforeClosed(tx, month);
            if (!isClosed(tx, month)) {
                try (var statement = tx.prepareStatement("""
                        insert into ledger_month (month, state, closed_by, closed_at) values (?, 'CLOSED', ?, ?)
                        on conflict (month) do update
                            set state = 'CLOSED', closed_by = excluded.closed_by, closed_at = excluded.closed_at""")) {
                    statement.setObject(1, month.atDay(1));
                    statement.setString(2, actor);
                    statement.setTimestamp(3, Timestamp.from(now));
                    statement.executeUpdate();
                }
                note(
                        tx,
                        month,
                        "CLOSE",
                        actor,
                        null,
                        null,
                        json.write(ledger.totals(tx, month.plusMonths(1).atDay(1))),
                        now);
            }
            return Objects.requireNonNull(find(tx, month));
        } catch (SQLException e) {
            throw new IllegalStateException("the month could not be closed", e);
        }
    }

    private static void requireBeforeClosed(Connection tx, YearMonth month) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select min(p.effective_on) from posting p
                where p.effective_on < ?
                  and not exists (select from ledger_month m
                                  where m.state = 'CLOSED' and p.effective_on >= m.month
                                    and p.effective_on < (m.month + interval '1 month')::date)""")) {
            statement.setObject(1, month.atDay(1));
            try (ResultSet row = statement.executeQuery()) {
                LocalDate open = row.next() ? row.getObject(1, LocalDate.class) : null;
                if (open != null) {
                    throw new RuleViolation(
                            "month-before-is-open",
                            "Months are closed one after the other: " + YearMonth.from(open)
                                    + " is open and has postings. Close it first.");
                }
            }
        }
    }

    /** @throws RuleViolation {@code month-not-closed} */
    void requireClosed(Connection tx, YearMonth month) throws SQLException {
        if (!isClosed(tx, month)) {
            throw new RuleViolation("month-not-closed", month + " is not closed, so it need not be opened.");
        }
    }

    /** Opens a month, by two people, and leaves a trace; later months stay closed. */
    void reopen(Connection tx, YearMonth month, Proposal proposal, String actor, Instant now) throws SQLException {
        requireClosed(tx, month);
        try (var statement = tx.prepareStatement("update ledger_month set state = 'REOPENED' where month = ?")) {
            statement.setObject(1, month.atDay(1));
            statement.executeUpdate();
        }
        note(tx, month, "REOPEN", actor, proposal.proposedBy(), proposal.reason(), null, now);
    }

    List<Month> newest(int limit) {
        try (var tx = database.getConnection();
                var statement = tx.prepareStatement("select month from ledger_month order by month desc limit ?")) {
            statement.setInt(1, limit);
            List<YearMonth> names = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    names.add(YearMonth.from(row.getObject(1, LocalDate.class)));
                }
            }
            List<Month> months = new ArrayList<>();
            for (YearMonth name : names) {
                months.add(Objects.requireNonNull(find(tx, name)));
            }
            return months;
        } catch (SQLException e) {
            throw new IllegalStateException("the months cannot be read", e);
        }
    }

    private static boolean isClosed(Connection tx, YearMonth month) throws SQLException {
        try (var statement =
                tx.prepareStatement("select from ledger_month where month = ? and state = 'CLOSED' for update")) {
            statement.setObject(1, month.atDay(1));
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private static @Nullable Month find(Connection tx, YearMonth month) throws SQLException {
        List<Action> actions = new ArrayList<>();
        try (var statement = tx.prepareStatement(
                "select action, actor, proposed_by, reason, acted_at from ledger_month_action where month = ? order by id")) {
            statement.setObject(1, month.atDay(1));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    actions.add(new Action(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getTimestamp(5).toInstant()));
                }
            }
        }
        try (var statement =
                tx.prepareStatement("select state, closed_by, closed_at from ledger_month where month = ?")) {
            statement.setObject(1, month.atDay(1));
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new Month(
                                month.toString(),
                                row.getString(1),
                                row.getString(2),
                                row.getTimestamp(3).toInstant(),
                                actions)
                        : null;
            }
        }
    }

    private static void note(
            Connection tx,
            YearMonth month,
            String action,
            String actor,
            @Nullable String proposedBy,
            @Nullable String reason,
            @Nullable String totals,
            Instant now)
            throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into ledger_month_action (month, action, actor, proposed_by, reason, totals, acted_at)
                values (?, ?, ?, ?, ?, ?::jsonb, ?)""")) {
            statement.setObject(1, month.atDay(1));
            statement.setString(2, action);
            statement.setString(3, actor);
            statement.setString(4, proposedBy);
            statement.setString(5, reason);
            statement.setString(6, totals);
            statement.setTimestamp(7, Timestamp.from(now));
            statement.executeUpdate();
        }
    }
}
