package dev.groundwork.payment.guarantee;

import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

import dev.groundwork.payment.wage.HourlyRates;
import dev.groundwork.payment.wage.HourlyRates.HourlyRate;

/**
 * What the time of paid work, and of attempts that ran out of time, comes to at the wage floor: set-based, for all workers of a week or
 * all of a few jobs at once.
 *
 * <pre>
 * credited = min(active seconds, cap of the job)      cap = P99 of the job's attempts; 5 × the median of its workers' medians below 100
 *                                                     active = bounded by {@link UnmeasuredTime} where nobody measured it
 * due      = Σ floor per hour × credited ÷ 3600, rounded up once for a worker, requester, week and currency
 * owed     = max(0, due − earned)
 * </pre>
 */
final class Reckoning {

    /**
     * Work that counts: paid, or out of time. Rejected unpaid and returned attempts are owed nothing. Screened out ones had their floor
     * pay at once, up to the reward; what their time is worth beyond it belongs to the week, within the cap that the job's answers
     * set. Of a job without answers they neither lift nor lower it, as nothing says how long it takes.
     */
    private static final String TOLD = """
            told as materialized (
                select w.assignment_id, w.job_id, w.worker_id, w.week, w.ending, w.active_seconds, w.time_basis, w.accepted_on,
                       w.pay_minor, f.requester_id, f.currency
                from work_time w
                         join job_funds f on f.job_id = w.job_id and f.requester_id is not null
                where %s and (w.pay_minor > 0 or w.ending = 'EXPIRED') and not w.taken_back),
            place as materialized (
                select distinct on (p.worker_id) p.worker_id, coalesce(p.subdivision, p.country) as place
                from worker_place p
                where p.worker_id in (select worker_id from told)
                order by p.worker_id, p.changed_at < ?::timestamptz desc,
                         case when p.changed_at < ?::timestamptz then p.revision else -p.revision end desc)
            """;

    private static final String OF_WEEK = "w.week = ?::date";
    private static final String OF_JOBS = "w.job_id = any (?::uuid[])"
            + " and exists (select from work_week k where k.week = w.week and k.state <> 'DONE')";

    private static final String RATES_WANTED = "with " + TOLD + """
            select distinct coalesce(p.place, ''), c.currency, c.accepted_on
            from told c left join place p using (worker_id)
            """;

    /**
     * The time from claim to submission says nothing of how long a task takes, once so many others tell more that none of them decides
     * alone what all are guaranteed. Where no answer sets a cap, time that ran out counts only if it was measured.
     */
    private static final String PER_JOB = "with " + TOLD + ", " + UnmeasuredTime.BOUNDED + """
            , counted as materialized (
                select t.job_id, t.worker_id, t.week, t.ending, coalesce(b.seconds, t.active_seconds) as active_seconds,
                       t.accepted_on, t.pay_minor, t.requester_id, t.currency, t.time_basis
                from told t left join bounded b using (assignment_id)),
            jobs as (select distinct job_id from counted),
            submitted as (
                select w.job_id, w.worker_id, w.active_seconds,
                       w.time_basis is distinct from 'wall' and w.active_seconds > 0 as tells
                from work_time w join jobs using (job_id)
                where w.ending = 'SUBMITTED'),
            well_told as (
                select job_id from submitted where tells group by job_id having count(distinct worker_id) >= 6),
            attempts as (
                select s.job_id, s.worker_id, s.active_seconds
                from submitted s left join well_told w using (job_id)
                where s.tells or w.job_id is null),
            tails as (
                select job_id, count(*) as n, percentile_disc(0.99) within group (order by active_seconds) as p99
                from attempts group by job_id),
            medians as (
                select job_id, percentile_disc(0.5) within group (order by active_seconds) as seconds
                from attempts group by job_id, worker_id),
            middles as (
                select job_id, percentile_cont(0.5) within group (order by seconds) as seconds
                from medians group by job_id),
            cap as materialized (
                select t.job_id, case when t.n >= 100 then t.p99 else ceil(5 * m.seconds)::bigint end as seconds
                from tails t join middles m using (job_id)),
            rate as materialized (
                select * from unnest(?::text[], ?::text[], ?::date[], ?::bigint[], ?::bigint[], ?::int[])
                                  as t (place, currency, day, per_hour, per_hour_at_close, height)),
            per_job as (
                select c.week, c.worker_id, c.requester_id, c.currency, c.job_id, coalesce(p.place, '') as place,
                       count(*) filter (where c.ending = 'SUBMITTED') as assignments,
                       sum(c.active_seconds) as active,
                       sum(least(c.active_seconds, k.seconds)) as credited,
                       coalesce(sum(c.active_seconds) filter (where c.ending = 'EXPIRED'), 0) as expired,
                       sum(c.pay_minor) as earned,
                       sum(least(c.active_seconds, k.seconds)::numeric * r.per_hour) as due,
                       sum(least(c.active_seconds, k.seconds)::numeric * r.per_hour_at_close) as due_at_close,
                       max(r.height) as height
                from counted c
                         left join place p using (worker_id)
                         left join cap k using (job_id)
                         join rate r on r.place = coalesce(p.place, '') and r.currency = c.currency and r.day = c.accepted_on
                where k.seconds is not null or c.ending = 'EXPIRED' and coalesce(c.time_basis, 'measured') = 'measured'
                group by c.week, c.worker_id, c.requester_id, c.currency, c.job_id, coalesce(p.place, ''))
            """;

    private static final String WEEK = PER_JOB + """
            , grouped as (
                select week, worker_id, requester_id, currency, max(place) as place, max(height) as height,
                       sum(assignments) as assignments, sum(active) as active, sum(credited) as credited,
                       sum(expired) as expired, sum(earned)::bigint as earned, ceil(sum(due) / 3600)::bigint as due,
                       ceil(sum(due_at_close) / 3600)::bigint as due_at_close,
                       coalesce(array_agg(job_id order by job_id) filter (where due_at_close > earned * 3600), '{}') as jobs,
                       coalesce(array_agg(ceil(due_at_close / 3600 - earned)::bigint order by job_id)
                                    filter (where due_at_close > earned * 3600), '{}') as shortfalls
                from per_job
                group by week, worker_id, requester_id, currency),
            named as materialized (
                select * from unnest(?::int[], ?::bigint[], ?::text[], ?::text[], ?::text[])
                                  as t (height, floor_minor, floor_kind, floor_place, floor_source)),
            kept as (
                insert into wage_week as k (week, worker_id, requester_id, currency, place, floor_minor, floor_kind, floor_place,
                                            floor_source, assignments, active_seconds, credited_seconds, expired_seconds,
                                            earned_minor, due_minor, due_at_close_minor, owed_minor, jobs, shortfalls, computed_at)
                select week, worker_id, requester_id, currency, place, n.floor_minor, n.floor_kind, n.floor_place, n.floor_source,
                       assignments, active, credited, expired, earned, due, due_at_close, greatest(0, due_at_close - earned), jobs,
                       shortfalls, ?::timestamptz
                from grouped g join named n using (height)
                on conflict (worker_id, week, requester_id, currency) do update
                    set place = excluded.place, floor_minor = excluded.floor_minor, floor_kind = excluded.floor_kind,
                        floor_place = excluded.floor_place, floor_source = excluded.floor_source,
                        assignments = excluded.assignments, active_seconds = excluded.active_seconds,
                        credited_seconds = excluded.credited_seconds, expired_seconds = excluded.expired_seconds,
                        earned_minor = excluded.earned_minor, due_minor = excluded.due_minor,
                        due_at_close_minor = excluded.due_at_close_minor,
                        owed_minor = greatest(k.owed_minor, excluded.owed_minor), jobs = excluded.jobs,
                        shortfalls = excluded.shortfalls, revision = k.revision + 1, computed_at = excluded.computed_at
                    where (k.active_seconds, k.credited_seconds, k.earned_minor, k.due_minor, k.due_at_close_minor)
                              is distinct from (excluded.active_seconds, excluded.credited_seconds, excluded.earned_minor,
                                                excluded.due_minor, excluded.due_at_close_minor)
                returning week, worker_id, requester_id, currency, revision, credited_seconds, earned_minor, due_minor,
                          due_at_close_minor, computed_at)
            insert into wage_week_revision (week, worker_id, requester_id, currency, revision, credited_seconds, earned_minor,
                                            due_minor, due_at_close_minor, computed_at)
            select * from kept
            """;

    private static final String SHORT_OF_JOBS = PER_JOB + """
            select job_id, sum(ceil(due_at_close / 3600 - earned))::bigint, max(week)
            from per_job
            where due_at_close > earned * 3600
            group by job_id
            """;

    private final Connection tx;
    private final HourlyRates.Book book;

    Reckoning(Connection tx, HourlyRates.Book book) {
        this.tx = tx;
        this.book = book;
    }

    /**
     * Reckons a week that is over and keeps what it found; what it found before is kept as revisions.
     *
     * @return how many weeks of workers are new or came out otherwise than before
     */
    int week(LocalDate week, Instant now) throws SQLException {
        LocalDate close = week.plusDays(7);
        var rates = rates(OF_WEEK, week.toString(), close);
        try (var statement = tx.prepareStatement(WEEK.formatted(OF_WEEK))) {
            int next = bindCounted(statement, week.toString(), close);
            next = rates.bind(tx, statement, next);
            next = rates.bindNames(tx, statement, next);
            statement.setTimestamp(next, Timestamp.from(now));
            nestedLoops(false);
            int changed = statement.executeUpdate();
            nestedLoops(true);
            return changed;
        }
    }

    /** What a job may still have to add to the pay of its workers. */
    record Shortfall(long minor, LocalDate lastWeek) {}

    /** {@return what jobs lack under the floor in weeks that are not reckoned yet, as it stands on a day; others are left out} */
    Map<UUID, Shortfall> ofJobs(Collection<UUID> jobIds, LocalDate today) throws SQLException {
        String jobs = "{" + String.join(",", jobIds.stream().map(UUID::toString).toList()) + "}";
        var rates = rates(OF_JOBS, jobs, today);
        Map<UUID, Shortfall> found = new HashMap<>();
        if (rates.isEmpty()) {
            return found;
        }
        try (var statement = tx.prepareStatement(SHORT_OF_JOBS.formatted(OF_JOBS))) {
            int next = bindCounted(statement, jobs, today);
            rates.bind(tx, statement, next);
            nestedLoops(false);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.put(
                            Objects.requireNonNull(row.getObject(1, UUID.class)),
                            new Shortfall(row.getLong(2), Objects.requireNonNull(row.getObject(3, LocalDate.class))));
                }
            }
        }
        return found;
    }

    /** Work that came in a moment ago is not in the planner's statistics: it would loop over what has to be hashed. */
    private void nestedLoops(boolean allowed) throws SQLException {
        try (var statement = tx.createStatement()) {
            statement.execute("set local enable_nestloop = " + (allowed ? "on" : "off"));
        }
    }

    private static int bindCounted(PreparedStatement statement, String of, LocalDate close) throws SQLException {
        statement.setString(1, of);
        statement.setDate(2, Date.valueOf(close));
        statement.setDate(3, Date.valueOf(close));
        return 4;
    }

    private Rates rates(String of, String value, LocalDate close) throws SQLException {
        List<Rates.Rate> found = new ArrayList<>();
        try (var statement = tx.prepareStatement(RATES_WANTED.formatted(of))) {
            bindCounted(statement, value, close);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String place = row.getString(1);
                    String currency = row.getString(2);
                    LocalDate day = Objects.requireNonNull(row.getObject(3, LocalDate.class));
                    LocalDate closed = day.isAfter(close) ? day : close;
                    found.add(new Rates.Rate(place, currency, day, book.rate(place, currency, day, closed)));
                }
            }
        }
        found.sort(
                Comparator.comparingLong(rate -> rate.hourly().floor().perHour().minor()));
        return new Rates(found);
    }

    /** The hourly rates that a reckoning needs, the lowest first: their place in the list is their height. */
    private record Rates(List<Rate> rates) {

        record Rate(String place, String currency, LocalDate day, HourlyRate hourly) {}

        boolean isEmpty() {
            return rates.isEmpty();
        }

        int bind(Connection tx, PreparedStatement statement, int first) throws SQLException {
            int next = first;
            statement.setArray(next++, array(tx, "text", rate -> rate.place));
            statement.setArray(next++, array(tx, "text", rate -> rate.currency));
            statement.setArray(next++, array(tx, "date", rate -> rate.day.toString()));
            statement.setArray(
                    next++,
                    array(tx, "bigint", rate -> rate.hourly.floor().perHour().minor()));
            statement.setArray(next++, array(tx, "bigint", rate -> rate.hourly.perHourAtCloseMinor()));
            statement.setArray(next++, heights(tx));
            return next;
        }

        int bindNames(Connection tx, PreparedStatement statement, int first) throws SQLException {
            int next = first;
            statement.setArray(next++, heights(tx));
            statement.setArray(
                    next++,
                    array(tx, "bigint", rate -> rate.hourly.floor().perHour().minor()));
            statement.setArray(
                    next++, array(tx, "text", rate -> rate.hourly.floor().kind().name()));
            statement.setArray(
                    next++, array(tx, "text", rate -> rate.hourly.floor().place()));
            statement.setArray(
                    next++, array(tx, "text", rate -> rate.hourly.floor().source()));
            return next;
        }

        private Array heights(Connection tx) throws SQLException {
            Object[] heights = new Object[rates.size()];
            for (int i = 0; i < heights.length; i++) {
                heights[i] = i;
            }
            return tx.createArrayOf("int", heights);
        }

        private Array array(Connection tx, String type, Function<Rate, Object> column) throws SQLException {
            return tx.createArrayOf(type, rates.stream().map(column).toArray());
        }
    }
}
