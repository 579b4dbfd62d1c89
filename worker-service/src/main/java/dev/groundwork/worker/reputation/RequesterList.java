package dev.groundwork.worker.reputation;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.jspecify.annotations.Nullable;

/**
 * The computed records of all requesters for everybody, made anew every hour. Who has fewer workers or decisions than a record needs
 * is not in it, so that nobody's single answer shows.
 */
@ApplicationScoped
class RequesterList {

    static final int FEWEST_WORKERS = 10;
    static final int FEWEST_DECISIONS = 20;

    /** Hours of pay are told of workers who worked so long at least: a few seconds say nothing of an hour. */
    private static final int LEAST_SECONDS = 60;

    /** Money of the currency that most of the requester's workers are paid in. */
    private static final String MAKE = """
            with per_currency as (
                select requester_id, currency, count(*) as workers, sum(waits) as waits, sum(wait_seconds) as wait_seconds,
                       count(*) filter (where active_seconds >= %1$d) as timed,
                       percentile_cont(0.5) within group (order by pay_minor * 3600.0 / nullif(active_seconds, 0))
                           filter (where active_seconds >= %1$d) as hourly
                from requester_pay group by requester_id, currency),
            people as (
                select requester_id, count(distinct worker_id) as workers from requester_pay group by requester_id),
            waits as (
                select requester_id, sum(waits) as waits, sum(wait_seconds) as seconds from per_currency group by requester_id),
            best as (
                select distinct on (requester_id) requester_id, currency, timed, hourly
                from per_currency order by requester_id, workers desc, currency)
            insert into requester_listing
                (requester_id, workers, decisions, approved, rejected, overturned, appealed, wait_seconds, hourly_minor,
                 hourly_currency, computed_at)
            select r.requester_id, p.workers, r.approved + r.accepted_unused + r.rejected + r.overturned,
                   r.approved + r.accepted_unused, r.rejected, r.overturned, r.appealed,
                   case when w.waits >= %2$d then round(w.seconds::numeric / w.waits) end,
                   case when b.timed >= %3$d then round(b.hourly) end, case when b.timed >= %3$d then b.currency end, ?
            from requester_record r
                join people p using (requester_id) join waits w using (requester_id) join best b using (requester_id)
            where p.workers >= %3$d and r.approved + r.accepted_unused + r.rejected + r.overturned >= %2$d
            """.formatted(LEAST_SECONDS, FEWEST_DECISIONS, FEWEST_WORKERS);

    private static final String LIST = """
            select requester_id, workers, decisions, approved, rejected, overturned, appealed, wait_seconds, hourly_minor,
                   hourly_currency, computed_at
            from requester_listing
            where requester_id::text like ? and (decisions, requester_id) < (?, ?)
            order by decisions desc, requester_id desc limit ?
            """;

    private static final UUID LAST = new UUID(-1, -1);
    private static final double DIGITS = 10_000;

    private final AgroalDataSource database;
    private final Clock clock;

    RequesterList(AgroalDataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Scheduled(
            identity = "requester-list",
            every = "${groundwork.worker.requester-list.every:1h}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void refresh() {
        try {
            make();
        } catch (IllegalStateException failure) {
            Log.error("The list of requesters cannot be made; the old one stays until the next turn", failure);
        }
    }

    /** Makes the list anew; readers see the old one or the new one. */
    void make() {
        try {
            Transactions.call(database, tx -> {
                try (var lock = tx.prepareStatement(
                                "select pg_advisory_xact_lock(hashtextextended('requester list', 0))");
                        var clear = tx.prepareStatement("delete from requester_listing");
                        var make = tx.prepareStatement(MAKE)) {
                    lock.execute();
                    clear.executeUpdate();
                    make.setTimestamp(1, Timestamp.from(clock.instant()));
                    return make.executeUpdate();
                }
            });
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot make the list of requesters", failure);
        }
    }

    /**
     * Requesters by the number of their decisions.
     *
     * @param search beginning of an id; letters, digits and hyphens alone
     */
    Page<ListedRequester> page(String search, @Nullable String cursor, int limit) {
        var after = Cursor.decode(
                cursor, 2, parts -> new Place(Long.parseLong(parts.get(0)), UUID.fromString(parts.get(1))));
        var from = after == null ? new Place(Long.MAX_VALUE, LAST) : after;
        try (var connection = database.getConnection()) {
            return Page.of(
                    read(connection, search.toLowerCase(Locale.ROOT), from, limit + 1),
                    limit,
                    last -> Cursor.encode(
                            Long.toString(last.decisions()), last.requesterId().toString()));
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the list of requesters", failure);
        }
    }

    private record Place(long decisions, UUID requesterId) {}

    private static List<ListedRequester> read(Connection connection, String search, Place from, int limit)
            throws SQLException {
        try (var query = connection.prepareStatement(LIST)) {
            query.setString(1, search + "%");
            query.setLong(2, from.decisions());
            query.setObject(3, from.requesterId());
            query.setInt(4, limit);
            var found = new ArrayList<ListedRequester>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    long decisions = row.getLong(3);
                    long contested = row.getLong(5) + row.getLong(6);
                    Long wait = row.getObject(8, Long.class);
                    Long hourly = row.getObject(9, Long.class);
                    found.add(new ListedRequester(
                            row.getObject(1, UUID.class),
                            row.getLong(2),
                            decisions,
                            share(row.getLong(4), decisions),
                            share(contested, decisions),
                            row.getLong(7),
                            contested < ListedRequester.FEWEST_REJECTIONS
                                    ? null
                                    : Double.valueOf(share(row.getLong(6), contested)),
                            wait,
                            hourly == null ? null : MoneyBody.of(new Money(hourly, row.getString(10))),
                            row.getObject(11, OffsetDateTime.class).toInstant()));
                }
            }
            return found;
        }
    }

    private static double share(long part, long whole) {
        return Math.round(DIGITS * part / whole) / DIGITS;
    }
}
