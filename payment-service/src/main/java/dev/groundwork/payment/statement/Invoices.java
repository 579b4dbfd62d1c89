package dev.groundwork.payment.statement;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.sheet.Sheet;
import dev.groundwork.payment.sheet.Sheet.Column;
import dev.groundwork.payment.sheet.Sheet.Fact;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** What jobs cost in a month, from their escrows: what was there, what came, what was spent on what, what went back, what is left. */
@ApplicationScoped
class Invoices {

    private static final List<Column> COLUMNS = List.of(
            new Column("invoice", 12, false),
            new Column("job", 18, false),
            new Column("job_id", 20, false),
            new Column("po_number", 12, false),
            new Column("item", 18, false),
            new Column("quantity", 6, true),
            new Column("currency", 5, false),
            new Column("amount", 8, true));

    private static final String SUMS = """
            with jobs as (
                select f.job_id, f.title, f.currency, a.id as escrow, o.number
                from job_funds f
                         join account a on a.owner_type = 'JOB' and a.owner_id = f.job_id and a.purpose = 'ESCROW'
                         left join purchase_order o on o.job_id = f.job_id
                where f.requester_id = ? and (?::uuid is null or f.job_id = ?)),
            moves as (
                select j.job_id, t.posting_id, t.reason, t.amount
                from jobs j join transfer t on t.credit_account = j.escrow and t.phase in ('SINGLE', 'POST')
                union all
                select j.job_id, t.posting_id, t.reason, -t.amount
                from jobs j join transfer t on t.debit_account = j.escrow and t.phase in ('SINGLE', 'POST')),
            dated as (
                select m.job_id, case when p.posted_at < ? then 0 else m.reason end as reason, m.amount
                from moves m join posting p on p.id = m.posting_id
                where p.posted_at < ?)
            select j.job_id, j.title, j.currency, j.number, d.reason, count(*), sum(d.amount)
            from jobs j join dated d using (job_id)
            group by j.job_id, j.title, j.currency, j.number, d.reason
            order by j.currency, j.job_id, d.reason
            """;

    private final AgroalDataSource database;
    private final Clock clock;

    Invoices(AgroalDataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private record Item(long count, long minor) {}

    private record JobMonth(
            UUID jobId,
            @Nullable String title,
            String currency,
            @Nullable String number,
            long openingMinor,
            Map<Reason, Item> items) {

        boolean isEmpty() {
            return openingMinor == 0 && items.isEmpty();
        }
    }

    /**
     * The invoice of one job for a month, or of all jobs of which money was held or moved in it.
     *
     * @throws NotFound {@code job-not-found} where the named job cost the requester nothing up to the month's end
     */
    Sheet of(UUID requesterId, YearMonth month, @Nullable UUID jobId) {
        List<JobMonth> jobs = read(requesterId, month, jobId);
        if (jobId != null && jobs.isEmpty()) {
            throw new NotFound("job", jobId);
        }
        Map<String, Long> spent = new LinkedHashMap<>();
        List<List<String>> rows = new ArrayList<>();
        for (JobMonth job : jobs) {
            if (!job.isEmpty()) {
                spent.merge(job.currency(), add(rows, job, month), Math::addExact);
            }
        }
        List<Fact> facts = new ArrayList<>(
                List.of(new Fact("Requester", requesterId.toString()), new Fact("Period", month + " (UTC)")));
        spent.forEach((currency, minor) -> facts.add(new Fact("Spent in all", new Money(minor, currency).toString())));
        facts.add(new Fact("Value added tax", "none is charged"));
        return new Sheet(jobId == null ? "Invoices " + month : "Invoice " + number(month, jobId), facts, COLUMNS, rows);
    }

    /** {@return what the job spent} */
    private static long add(List<List<String>> rows, JobMonth job, YearMonth month) {
        long closing = job.openingMinor();
        long spent = 0;
        line(rows, job, month, "escrow at the beginning", "", job.openingMinor());
        for (var entry : job.items().entrySet()) {
            long minor = entry.getValue().minor();
            closing = Math.addExact(closing, minor);
            boolean isCost = entry.getKey() != Reason.HOLD && entry.getKey() != Reason.RELEASE;
            if (isCost) {
                spent = Math.subtractExact(spent, minor);
            }
            line(
                    rows,
                    job,
                    month,
                    word(entry.getKey()),
                    Long.toString(entry.getValue().count()),
                    isCost ? -minor : minor);
        }
        line(rows, job, month, "total spent", "", spent);
        line(rows, job, month, "escrow at the end", "", closing);
        return spent;
    }

    private static void line(
            List<List<String>> rows, JobMonth job, YearMonth month, String item, String quantity, long minor) {
        rows.add(List.of(
                number(month, job.jobId()),
                job.title() == null ? "" : job.title(),
                job.jobId().toString(),
                job.number() == null ? "" : job.number(),
                item,
                quantity,
                job.currency(),
                new Money(minor, job.currency()).decimal()));
    }

    private static String number(YearMonth month, UUID jobId) {
        return month + "-" + jobId.toString().substring(24);
    }

    private static String word(Reason reason) {
        return switch (reason) {
            case HOLD -> "held for the job";
            case RELEASE -> "given back";
            case REWARD -> "rewards";
            case FEE -> "fees on rewards";
            case SCREEN_OUT -> "pay of workers for whom the job was not";
            case BONUS -> "bonuses";
            case TOP_UP -> "top-ups of answers";
            case WAGE_TOP_UP -> "top-ups of weeks to the wage floor";
            case FX_TOP_UP -> "top-ups for exchange rates";
            default -> reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    private List<JobMonth> read(UUID requesterId, YearMonth month, @Nullable UUID jobId) {
        Instant from = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant until =
                month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(SUMS)) {
            statement.setObject(1, requesterId);
            statement.setObject(2, jobId);
            statement.setObject(3, jobId);
            statement.setTimestamp(4, Timestamp.from(from));
            statement.setTimestamp(5, Timestamp.from(until));
            Map<UUID, JobMonth> jobs = new LinkedHashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    UUID id = Objects.requireNonNull(row.getObject(1, UUID.class));
                    boolean before = row.getInt(5) == 0;
                    JobMonth job = jobs.get(id);
                    if (job == null) {
                        job = new JobMonth(
                                id,
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                before ? row.getLong(7) : 0,
                                new EnumMap<>(Reason.class));
                        jobs.put(id, job);
                    }
                    if (!before) {
                        job.items().put(Reason.of(row.getInt(5)), new Item(row.getLong(6), row.getLong(7)));
                    }
                }
            }
            return List.copyOf(jobs.values());
        } catch (SQLException e) {
            throw new IllegalStateException("the books cannot be read", e);
        }
    }

    /**
     * {@return the number that the requester gave a job; null where it has none}
     *
     * @throws NotFound {@code job-not-found} where no money was ever asked for the job
     */
    @Nullable String numberOf(UUID requesterId, UUID jobId) {
        try (Connection connection = database.getConnection();
                var statement = connection.prepareStatement("""
                        select o.number from job_funds f left join purchase_order o on o.job_id = f.job_id
                        where f.job_id = ? and f.requester_id = ?""")) {
            statement.setObject(1, jobId);
            statement.setObject(2, requesterId);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new NotFound("job", jobId);
                }
                return row.getString(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the number of a job cannot be read", e);
        }
    }

    /**
     * Gives a job the requester's own number; invoices that were given out before keep theirs.
     *
     * @throws NotFound {@code job-not-found} where no money was ever asked for the job
     */
    void numbered(UUID requesterId, UUID jobId, String number) {
        try (Connection connection = database.getConnection();
                var statement = connection.prepareStatement("""
                        insert into purchase_order (job_id, requester_id, number, changed_at)
                        select job_id, requester_id, ?, ? from job_funds where job_id = ? and requester_id = ?
                        on conflict (job_id) do update set number = excluded.number, changed_at = excluded.changed_at""")) {
            statement.setString(1, number);
            statement.setTimestamp(2, Timestamp.from(clock.instant()));
            statement.setObject(3, jobId);
            statement.setObject(4, requesterId);
            if (statement.executeUpdate() == 0) {
                throw new NotFound("job", jobId);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the number of a job cannot be kept", e);
        }
    }
}
