package dev.groundwork.payment.statement;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.event.EventJson;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.sheet.Sheet;
import dev.groundwork.payment.sheet.Sheet.Column;
import dev.groundwork.payment.sheet.Sheet.Fact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/**
 * Statements of workers, from the books alone: every assignment with its time and what an hour of it came to, every top-up with its
 * evidence, and every payout, between an opening and a closing balance that add up.
 */
@ApplicationScoped
class WorkerSheets {

    private static final List<Column> COLUMNS = List.of(
            new Column("booked", 10, false),
            new Column("currency", 4, false),
            new Column("type", 7, false),
            new Column("job", 13, false),
            new Column("assignment", 18, false),
            new Column("seconds", 5, true),
            new Column("per_hour", 5, true),
            new Column("amount", 6, true),
            new Column("balance", 6, true),
            new Column("evidence", 24, false));

    /** Both sides of the worker's balance: what moved, never what was only reserved. */
    private static final String MOVES = """
            mine as (
                select id, currency from account
                where owner_type = 'WORKER' and owner_id = ? and purpose = 'PAYABLE' and (?::text is null or currency = ?)),
            moves as (
                select t.seq, t.posting_id, t.pending_seq, t.reason, t.amount, m.currency, t.debit_account as other
                from mine m join transfer t on t.credit_account = m.id and t.phase in ('SINGLE', 'POST')
                union all
                select t.seq, t.posting_id, t.pending_seq, t.reason, -t.amount, m.currency, t.credit_account
                from mine m join transfer t on t.debit_account = m.id and t.phase in ('SINGLE', 'POST'))
            """;

    private static final String ENTRIES = "with " + MOVES + """
            select m.seq, m.pending_seq, p.posted_at, p.kind, m.reason, m.amount, m.currency, f.title, c.payload::text
            from moves m
                     join posting p on p.id = m.posting_id
                     join command c on c.id = p.id
                     join account o on o.id = m.other
                     left join job_funds f on o.owner_type = 'JOB' and f.job_id = o.owner_id
            where m.seq > ? and m.seq < ? and p.posted_at >= ? and p.posted_at < ?
            order by m.currency, m.seq
            """;

    private static final String BALANCES = "with " + MOVES + """
            select m.currency, sum(m.amount)
            from moves m join posting p on p.id = m.posting_id
            where m.seq < ? and p.posted_at < ?
            group by m.currency
            """;

    private static final Set<Reason> PAID_FOR_TIME = EnumSet.of(Reason.REWARD, Reason.SCREEN_OUT);

    private static final Instant BEGINNING = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

    private final AgroalDataSource database;
    private final EventJson json;

    WorkerSheets(AgroalDataSource database, EventJson json) {
        this.database = database;
        this.json = json;
    }

    /** Of which entries: by their place in the books and their time. */
    private record Span(
            long afterSeq,
            long beforeSeq,
            Instant from,
            Instant until,
            @Nullable String currency) {}

    private record Entry(
            long seq,
            long pendingSeq,
            Instant postedAt,
            String kind,
            Reason reason,
            Money amount,
            @Nullable String job,
            JsonNode payload) {}

    /** A payout as the books know it. */
    private record Paid(
            long holdSeq,
            Money amount,
            String reference,
            boolean released,
            @Nullable Long previousSeq,
            long previousMinor) {}

    /** All that was booked in a month (UTC). */
    Sheet month(UUID workerId, YearMonth month) {
        Instant from = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant until =
                month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        var opening = balances(workerId, Long.MAX_VALUE, from, null);
        var entries = entries(workerId, new Span(0, Long.MAX_VALUE, from, until, null));
        return new Sheet(
                "Statement " + month,
                List.of(
                        new Fact("Worker", workerId.toString()),
                        new Fact("Period", from + " to " + until),
                        new Fact("Fees", "none are taken from your pay")),
                COLUMNS,
                rows(opening, entries));
    }

    /**
     * What a payout is made of: all that was earned since the payout before.
     *
     * @throws NotFound {@code payout-not-found}
     * @throws RuleViolation {@code payout-not-released}
     */
    Sheet payout(UUID workerId, UUID payoutId) {
        Paid paid = paid(workerId, payoutId);
        if (!paid.released()) {
            throw new RuleViolation(
                    "payout-not-released",
                    "Payout " + payoutId + " has not left, so it has no statement. Ask when it is sent.");
        }
        String currency = paid.amount().currency();
        Map<String, Long> opening = new TreeMap<>();
        long afterSeq = 0;
        if (paid.previousSeq() != null) {
            afterSeq = paid.previousSeq();
            long before = balances(workerId, afterSeq, END, currency).getOrDefault(currency, 0L);
            opening.put(currency, Math.subtractExact(before, paid.previousMinor()));
        } else {
            opening.put(currency, 0L);
        }
        long previous = afterSeq;
        var entries =
                new ArrayList<>(entries(workerId, new Span(afterSeq, paid.holdSeq(), BEGINNING, END, currency)).stream()
                        .filter(entry -> entry.pendingSeq() != previous || previous == 0)
                        .toList());
        var rows = new ArrayList<>(rows(opening, entries));
        List<String> closing = rows.removeLast();
        Money left = new Money(
                Math.subtractExact(
                        total(opening, entries, currency), paid.amount().minor()),
                currency);
        rows.add(line(
                "",
                currency,
                "payout",
                "",
                "",
                "",
                "",
                "-" + paid.amount().decimal(),
                left.decimal(),
                paid.reference()));
        rows.add(line("", currency, closing.get(2), "", "", "", "", "", left.decimal(), ""));
        return new Sheet(
                "Payout of " + paid.amount(),
                List.of(
                        new Fact("Worker", workerId.toString()),
                        new Fact("Payout", payoutId.toString()),
                        new Fact("Bank reference", paid.reference()),
                        new Fact("Fees", "none are taken from your pay")),
                COLUMNS,
                rows);
    }

    private static long total(Map<String, Long> opening, List<Entry> entries, String currency) {
        long total = opening.getOrDefault(currency, 0L);
        for (Entry entry : entries) {
            total = Math.addExact(total, entry.amount().minor());
        }
        return total;
    }

    private List<List<String>> rows(Map<String, Long> opening, List<Entry> entries) {
        Map<String, List<Entry>> byCurrency = new TreeMap<>();
        opening.keySet().forEach(currency -> byCurrency.put(currency, new ArrayList<>()));
        entries.forEach(entry -> byCurrency
                .computeIfAbsent(entry.amount().currency(), currency -> new ArrayList<>())
                .add(entry));
        List<List<String>> rows = new ArrayList<>();
        byCurrency.forEach((currency, all) -> {
            Money balance = new Money(opening.getOrDefault(currency, 0L), currency);
            rows.add(line("", currency, "opening balance", "", "", "", "", "", balance.decimal(), ""));
            Map<Reason, Money> sums = new LinkedHashMap<>();
            for (Entry entry : all) {
                balance = balance.plus(entry.amount());
                sums.merge(entry.reason(), entry.amount(), Money::plus);
                rows.add(row(entry, balance));
            }
            sums.forEach((reason, sum) ->
                    rows.add(line("", currency, "total " + word(reason), "", "", "", "", sum.decimal(), "", "")));
            rows.add(line("", currency, "closing balance", "", "", "", "", "", balance.decimal(), ""));
        });
        return rows;
    }

    private static List<String> row(Entry entry, Money balance) {
        JsonNode seconds = entry.payload().path("activeSeconds");
        boolean timed = PAID_FOR_TIME.contains(entry.reason()) && seconds.asLong() > 0;
        return line(
                entry.postedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                entry.amount().currency(),
                word(entry.reason()),
                entry.job() == null ? "" : entry.job(),
                entry.payload().path("assignmentId").asText(),
                timed ? seconds.asText() : "",
                timed ? hourly(entry.amount(), seconds.asLong()) : "",
                entry.amount().decimal(),
                balance.decimal(),
                evidence(entry));
    }

    private static String evidence(Entry entry) {
        if (entry.kind().equals("wage-top-up")) {
            return week(entry);
        }
        return switch (entry.reason()) {
            case SCREEN_OUT -> screenOut(entry);
            case BONUS -> entry.payload().path("message").asText();
            default -> "";
        };
    }

    private static String word(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** What an hour came to, rounded half up: a figure to read, never one to pay. */
    private static String hourly(Money amount, long seconds) {
        long minor = BigDecimal.valueOf(amount.minor())
                .multiply(BigDecimal.valueOf(3600))
                .divide(BigDecimal.valueOf(seconds), 0, RoundingMode.HALF_UP)
                .longValueExact();
        return new Money(minor, amount.currency()).decimal();
    }

    private static String screenOut(Entry entry) {
        JsonNode found = entry.payload();
        return "not for you: %d s at %s an hour (%s, %s), at most the reward"
                .formatted(
                        found.path("activeSeconds").asLong(),
                        decimal(found, "floorMinor", entry.amount().currency()),
                        found.path("floorPlace").asText(),
                        found.path("floorSource").asText());
    }

    private static String week(Entry entry) {
        JsonNode found = entry.payload();
        String currency = entry.amount().currency();
        String text = "week %s with requester %s: %d s count, at %s an hour (%s, %s) %s are due, %s were earned"
                .formatted(
                        found.path("week").asText(),
                        found.path("requesterId").asText(),
                        found.path("creditedSeconds").asLong(),
                        decimal(found, "floorMinor", currency),
                        found.path("floorPlace").asText(),
                        found.path("floorSource").asText(),
                        decimal(found, "dueMinor", currency),
                        decimal(found, "earnedMinor", currency));
        return found.path("dueAtCloseMinor").asLong() > found.path("dueMinor").asLong()
                ? text + "; at the exchange rates of the week's end " + decimal(found, "dueAtCloseMinor", currency)
                : text;
    }

    private static String decimal(JsonNode found, String field, String currency) {
        return new Money(found.path(field).asLong(), currency).decimal();
    }

    private static List<String> line(String... cells) {
        return List.of(cells);
    }

    private List<Entry> entries(UUID workerId, Span span) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(ENTRIES)) {
            statement.setObject(1, workerId);
            statement.setString(2, span.currency());
            statement.setString(3, span.currency());
            statement.setLong(4, span.afterSeq());
            statement.setLong(5, span.beforeSeq());
            statement.setTimestamp(6, Timestamp.from(span.from()));
            statement.setTimestamp(7, Timestamp.from(span.until()));
            List<Entry> entries = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    entries.add(new Entry(
                            row.getLong(1),
                            row.getLong(2),
                            row.getTimestamp(3).toInstant(),
                            row.getString(4),
                            Reason.of(row.getInt(5)),
                            new Money(row.getLong(6), row.getString(7)),
                            row.getString(8),
                            json.tree(row.getString(9))));
                }
            }
            return entries;
        } catch (SQLException | JsonProcessingException e) {
            throw new IllegalStateException("the books cannot be read", e);
        }
    }

    private Map<String, Long> balances(UUID workerId, long beforeSeq, Instant before, @Nullable String currency) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(BALANCES)) {
            statement.setObject(1, workerId);
            statement.setString(2, currency);
            statement.setString(3, currency);
            statement.setLong(4, beforeSeq);
            statement.setTimestamp(5, Timestamp.from(before));
            Map<String, Long> balances = new TreeMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    balances.put(row.getString(1), row.getLong(2));
                }
            }
            return balances;
        } catch (SQLException e) {
            throw new IllegalStateException("the books cannot be read", e);
        }
    }

    /** A worker has one payout under way at most, so the holds of all before are resolved. */
    private Paid paid(UUID workerId, UUID payoutId) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("""
                        select p.hold_seq, p.amount_minor, p.currency, p.end_to_end_id,
                               exists (select from transfer r where r.pending_seq = p.hold_seq and r.phase = 'POST'),
                               b.hold_seq, b.amount_minor
                        from payout p
                                 left join lateral (
                                     select max(o.hold_seq) as hold_seq from payout o
                                     where o.account_id = p.account_id and o.hold_seq < p.hold_seq
                                       and exists (select from transfer r where r.pending_seq = o.hold_seq and r.phase = 'POST'))
                                     last on true
                                 left join payout b on b.account_id = p.account_id and b.hold_seq = last.hold_seq
                        where p.id = ? and p.worker_id = ?""")) {
            statement.setObject(1, payoutId);
            statement.setObject(2, workerId);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new NotFound("payout", payoutId);
                }
                var paid = new Paid(
                        row.getLong(1),
                        new Money(row.getLong(2), row.getString(3)),
                        Objects.requireNonNull(row.getString(4)),
                        row.getBoolean(5),
                        row.getObject(6, Long.class),
                        row.getLong(7));
                if (row.next()) {
                    throw new IllegalStateException(
                            "several payouts before " + payoutId + " have the hold " + paid.previousSeq());
                }
                return paid;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the books cannot be read", e);
        }
    }
}
