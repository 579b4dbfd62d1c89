package dev.groundwork.payment.ledger;

import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.lease.Lease;
import dev.groundwork.kit.lease.Leases;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what every account had turned over at the end of each day (UTC), once all that was booked on it is sealed. What is
 * booked for a closed day later leaves its closing as it was: a closing says what was known then.
 */
@ApplicationScoped
class Closings {

    private static final String LEASE = "closings";
    private static final Duration LEASE_TIME = Duration.ofMinutes(30);

    private final AgroalDataSource database;
    private final Leases leases;
    private final Clock clock;

    Closings(AgroalDataSource database, Leases leases, Clock clock) {
        this.database = database;
        this.leases = leases;
        this.clock = clock;
    }

    /** A closed day, and the last posting that was known of it. */
    private record Closed(LocalDate day, long seq) {}

    @Scheduled(
            identity = "closings",
            every = "${groundwork.payment.closings.every:10m}",
            delayed = "1m",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void run() {
        try {
            closeAll();
        } catch (SQLException | IllegalStateException e) {
            // Nothing is lost: the day is closed at a later turn.
            Log.error("A day could not be closed; trying again at the next turn", e);
        }
    }

    /** {@return how many days were closed} */
    int closeAll() throws SQLException {
        Lease lease = leases.tryAcquire(LEASE, LEASE_TIME);
        if (lease == null) {
            return 0;
        }
        int closed = 0;
        while (closeNext(lease)) {
            closed++;
        }
        return closed;
    }

    private boolean closeNext(Lease lease) throws SQLException {
        return Transactions.call(database, tx -> leases.renew(tx, lease, LEASE_TIME) && closeNext(tx));
    }

    private boolean closeNext(Connection tx) throws SQLException {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Closed last = last(tx);
        LocalDate day = last == null ? firstDay(tx) : last.day().plusDays(1);
        if (day == null || !day.isBefore(today)) {
            return false;
        }
        long sealed = sealed(tx);
        if (isAnythingOpen(tx, day, sealed)) {
            return false;
        }
        insertClosing(tx, new Closed(day, sealed));
        int accounts =
                insertBalances(tx, last == null ? new Closed(LocalDate.EPOCH, 0) : last, new Closed(day, sealed));
        Log.infof("closed %s: %d accounts moved", day, accounts);
        return true;
    }

    private static @Nullable Closed last(Connection tx) throws SQLException {
        try (var statement = tx.prepareStatement("select day, closing_seq from closing order by day desc limit 1");
                ResultSet row = statement.executeQuery()) {
            return row.next() ? new Closed(row.getObject(1, LocalDate.class), row.getLong(2)) : null;
        }
    }

    private static @Nullable LocalDate firstDay(Connection tx) throws SQLException {
        try (var statement = tx.prepareStatement("select min(effective_on) from posting");
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getObject(1, LocalDate.class) : null;
        }
    }

    private static long sealed(Connection tx) throws SQLException {
        try (var statement = tx.prepareStatement("select coalesce(max(to_seq), 0) from seal");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static boolean isAnythingOpen(Connection tx, LocalDate day, long sealed) throws SQLException {
        try (var statement =
                tx.prepareStatement("select exists (select from posting where seq > ? and effective_on <= ?)")) {
            statement.setLong(1, sealed);
            statement.setObject(2, day);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private void insertClosing(Connection tx, Closed closed) throws SQLException {
        try (var statement =
                tx.prepareStatement("insert into closing (day, closing_seq, closed_at) values (?, ?, ?)")) {
            statement.setObject(1, closed.day());
            statement.setLong(2, closed.seq());
            statement.setTimestamp(3, Timestamp.from(clock.instant()));
            statement.executeUpdate();
        }
    }

    /** Only what is new since the last closing is read: what was posted since, and what was posted before for a later day. */
    private static int insertBalances(Connection tx, Closed last, Closed closed) throws SQLException {
        try (var statement = tx.prepareStatement("""
                with fresh as materialized (
                    select id from posting where seq > ? and seq <= ? and effective_on <= ?
                    union all
                    select id from posting where seq <= ? and effective_on > ? and effective_on <= ?),
                     moved as (
                         select t.debit_account as account_id, t.amount as debits, 0 as credits
                         from fresh f join transfer t on t.posting_id = f.id and t.phase in ('SINGLE', 'POST')
                         union all
                         select t.credit_account, 0, t.amount
                         from fresh f join transfer t on t.posting_id = f.id and t.phase in ('SINGLE', 'POST')),
                     summed as (
                         select account_id, sum(debits) as debits, sum(credits) as credits from moved group by account_id)
                insert into balance_daily (account_id, day, closing_seq, debits, credits)
                select s.account_id, ?, ?, s.debits + coalesce(b.debits, 0), s.credits + coalesce(b.credits, 0)
                from summed s
                         left join lateral (select debits, credits
                                            from balance_daily b
                                            where b.account_id = s.account_id
                                            order by b.day desc
                                            limit 1) b on true""")) {
            statement.setLong(1, last.seq());
            statement.setLong(2, closed.seq());
            statement.setDate(3, Date.valueOf(closed.day()));
            statement.setLong(4, last.seq());
            statement.setDate(5, Date.valueOf(last.day()));
            statement.setDate(6, Date.valueOf(closed.day()));
            statement.setDate(7, Date.valueOf(closed.day()));
            statement.setLong(8, closed.seq());
            return statement.executeUpdate();
        }
    }
}
