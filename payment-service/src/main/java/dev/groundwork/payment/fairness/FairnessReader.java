package dev.groundwork.payment.fairness;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.payment.fairness.FairnessReport.CountryGap;
import dev.groundwork.payment.fairness.FairnessReport.CurrencyPart;
import dev.groundwork.payment.fairness.FairnessReport.Hourly;
import dev.groundwork.payment.fairness.FairnessReport.PayGap;
import dev.groundwork.payment.guarantee.UnmeasuredTime;

import org.jspecify.annotations.Nullable;

/** Computes the fairness numbers of a span of weeks; set-based, in the caller's transaction. */
final class FairnessReader {

    static final int SMALLEST_GROUP = 10;

    private static final int METHOD = 2;
    private static final double FLAG = 0.95;

    /** Time and pay of every worker in each job, with the job's share of the top-ups of weeks. */
    private static final String WORK = """
            with told as materialized (
                select w.assignment_id, w.worker_id, w.job_id, w.week, w.active_seconds, w.time_basis, w.pay_minor, f.currency
                from work_time w
                         join job_funds f on f.job_id = w.job_id and f.requester_id is not null
                where w.week between ? and ? and (?::uuid is null or f.requester_id = ?)),
            """ + UnmeasuredTime.BOUNDED + """
            , worked as materialized (
                select worker_id, job_id, currency, sum(seconds) as all_seconds,
                       coalesce(sum(seconds) filter (where pay_minor > 0), 0) as paid_seconds, sum(pay_minor) as pay
                from (select t.*, coalesce(b.seconds, t.active_seconds) as seconds
                      from told t left join bounded b using (assignment_id)) w
                group by worker_id, job_id, currency),
            weeks as materialized (
                select worker_id, currency, floor_minor, posted_minor, jobs, shortfalls
                from wage_week
                where week between ? and ? and (?::uuid is null or requester_id = ?))
            """;

    private static final String OF_CURRENCIES = WORK + """
            , topped as (
                select worker_id, currency, sum(posted_minor) as minor, max(floor_minor) as floor
                from weeks group by worker_id, currency),
            people as (
                select w.worker_id, w.currency, sum(w.all_seconds) as all_seconds, sum(w.paid_seconds) as paid_seconds,
                       sum(w.pay) + coalesce(max(t.minor), 0) as money, coalesce(max(t.minor), 0) as topped, max(t.floor) as floor
                from worked w left join topped t using (worker_id, currency)
                group by w.worker_id, w.currency
                having sum(w.all_seconds) >= 3600)
            select currency, count(*), sum(all_seconds),
                   round(percentile_cont(0.5) within group (order by money * 3600.0 / nullif(paid_seconds, 0))),
                   round(percentile_cont(0.1) within group (order by money * 3600.0 / nullif(paid_seconds, 0))),
                   round(percentile_cont(0.5) within group (order by money * 3600.0 / all_seconds)),
                   round(percentile_cont(0.1) within group (order by money * 3600.0 / all_seconds)),
                   round(avg(case when money * 3600 >= floor * paid_seconds then 1 else 0 end) filter (where paid_seconds > 0), 4),
                   round(avg(case when money * 3600 >= floor * all_seconds then 1 else 0 end) filter (where paid_seconds > 0), 4),
                   round(sum(all_seconds - paid_seconds)::numeric / sum(all_seconds), 4),
                   sum(topped)
            from people
            group by currency
            order by currency
            """;

    private static final String OF_COUNTRIES = WORK + """
            , topped as (
                select k.worker_id, j.job_id, sum(k.posted_minor * j.shortfall / s.shortfalls) as minor
                from weeks k
                         cross join lateral (select sum(x)::numeric as shortfalls from unnest(k.shortfalls) as u (x)) s
                         cross join lateral unnest(k.jobs, k.shortfalls) as j (job_id, shortfall)
                where k.posted_minor > 0 and s.shortfalls > 0
                group by k.worker_id, j.job_id),
            place as materialized (
                select distinct on (worker_id) worker_id, country
                from worker_place where worker_id in (select worker_id from worked)
                order by worker_id, revision desc)
            select w.job_id, p.country, count(*), sum(w.all_seconds) / 3600.0,
                   percentile_cont(0.5) within group (order by (w.pay + coalesce(t.minor, 0)) * 3600.0 / w.all_seconds)
            from worked w
                     join place p using (worker_id)
                     left join topped t using (worker_id, job_id)
            where w.all_seconds > 0
            group by w.job_id, p.country
            order by w.job_id, p.country
            """;

    private final Connection tx;
    private final LocalDate firstWeek;
    private final LocalDate lastWeek;
    private final @Nullable UUID requesterId;

    /** @param requesterId null for the whole marketplace */
    FairnessReader(Connection tx, LocalDate firstWeek, LocalDate lastWeek, @Nullable UUID requesterId) {
        this.tx = tx;
        this.firstWeek = firstWeek;
        this.lastWeek = lastWeek;
        this.requesterId = requesterId;
    }

    FairnessReport report() throws SQLException {
        List<CurrencyPart> shown = new ArrayList<>();
        int leftOut = 0;
        try (var statement = tx.prepareStatement(OF_CURRENCIES)) {
            bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    if (row.getLong(2) < SMALLEST_GROUP) {
                        leftOut++;
                    } else {
                        shown.add(part(row));
                    }
                }
            }
        }
        return new FairnessReport(METHOD, firstWeek, lastWeek, SMALLEST_GROUP, shown, leftOut, payGap());
    }

    private static CurrencyPart part(ResultSet row) throws SQLException {
        String currency = row.getString(1);
        return new CurrencyPart(
                currency,
                row.getLong(2),
                row.getLong(3),
                new Hourly(
                        money(row.getLong(4), currency), money(row.getLong(5), currency), share(row.getBigDecimal(8))),
                new Hourly(
                        money(row.getLong(6), currency), money(row.getLong(7), currency), share(row.getBigDecimal(9))),
                share(row.getBigDecimal(10)),
                money(row.getLong(11), currency));
    }

    private static MoneyBody money(long minor, String currency) {
        return MoneyBody.of(new Money(minor, currency));
    }

    private static String share(@Nullable BigDecimal share) {
        return share == null ? "0.0000" : share.toPlainString();
    }

    /** A worker's time in a job by country. */
    private record Group(String country, double hours, double hourly) {}

    private PayGap payGap() throws SQLException {
        Map<UUID, List<Group>> byJob = new TreeMap<>();
        int leftOut = 0;
        try (var statement = tx.prepareStatement(OF_COUNTRIES)) {
            bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    if (row.getLong(3) < SMALLEST_GROUP) {
                        leftOut++;
                    } else {
                        byJob.computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
                                .add(new Group(row.getString(2), row.getDouble(4), row.getDouble(5)));
                    }
                }
            }
        }
        List<GapIndex.Cell> all = new ArrayList<>();
        Map<String, List<GapIndex.Cell>> byCountry = new TreeMap<>();
        for (List<Group> groups : byJob.values()) {
            double best = groups.stream().mapToDouble(Group::hourly).max().orElse(0);
            if (groups.size() < 2 || best <= 0) {
                continue;
            }
            for (Group group : groups) {
                // Nothing earned has no logarithm: it counts as a hundredth.
                var cell = new GapIndex.Cell(group.hours(), Math.max(0.01, group.hourly() / best));
                all.add(cell);
                byCountry
                        .computeIfAbsent(group.country(), country -> new ArrayList<>())
                        .add(cell);
            }
        }
        List<CountryGap> flagged = new ArrayList<>();
        byCountry.forEach((country, cells) -> {
            double index = GapIndex.of(cells);
            if (index < FLAG) {
                flagged.add(new CountryGap(country, index(index)));
            }
        });
        return new PayGap(index(GapIndex.of(all)), all.size(), leftOut, flagged);
    }

    private static String index(double index) {
        return String.format(Locale.ROOT, "%.4f", index);
    }

    private void bind(PreparedStatement statement) throws SQLException {
        for (int half = 0; half < 2; half++) {
            statement.setDate(half * 4 + 1, Date.valueOf(firstWeek));
            statement.setDate(half * 4 + 2, Date.valueOf(lastWeek));
            statement.setObject(half * 4 + 3, requesterId);
            statement.setObject(half * 4 + 4, requesterId);
        }
    }
}
