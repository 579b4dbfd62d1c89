package dev.groundwork.payment.guarantee;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.lease.Lease;
import dev.groundwork.kit.lease.Leases;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.payment.escrow.Releases;
import dev.groundwork.payment.wage.FloorsChanged;
import dev.groundwork.payment.wage.HourlyRates;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;

/**
 * Reckons weeks that are over and posts what they lack. A week in which nothing changed is not looked at again; one that changed is
 * reckoned anew, and only the difference is posted. A crash at any point is made good by the next turn.
 */
@ApplicationScoped
class WageWeeks {

    private static final String LEASE = "wage-weeks";
    private static final Duration LEASE_TTL = Duration.ofMinutes(10);
    private static final int WEEK_DAYS = 7;

    private final WeekTopUps topUps;
    private final HourlyRates rates;
    private final Releases releases;
    private final Leases leases;
    private final Outbox outbox;
    private final GuaranteeConfig config;
    private final AgroalDataSource database;
    private final Clock clock;
    private final ReentrantLock turn = new ReentrantLock();

    WageWeeks(
            WeekTopUps topUps,
            HourlyRates rates,
            Releases releases,
            Leases leases,
            Outbox outbox,
            GuaranteeConfig config,
            AgroalDataSource database,
            Clock clock) {
        this.topUps = topUps;
        this.rates = rates;
        this.releases = releases;
        this.leases = leases;
        this.outbox = outbox;
        this.config = config;
        this.database = database;
        this.clock = clock;
    }

    @Scheduled(
            identity = "wage-weeks",
            every = "${groundwork.payment.wage-weeks.every:5m}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void run() {
        // The lease keeps other replicas away, not another turn of this one.
        turn.lock();
        try {
            Lease lease = leases.tryAcquire(LEASE, LEASE_TTL);
            if (lease == null) {
                return;
            }
            try {
                for (LocalDate week : due()) {
                    reckon(week);
                }
                post(lease);
            } finally {
                leases.release(lease);
            }
        } catch (SQLException | IllegalStateException e) {
            // Nothing is lost: what was not reckoned or posted stays due.
            Log.error("The weeks of workers could not be topped up; trying again at the next turn", e);
        } finally {
            turn.unlock();
        }
    }

    /** Runs beside the caller; one turn at a time, whoever asks. */
    void runSoon() {
        Thread.ofVirtual().name("wage-weeks").start(this::run);
    }

    /** Floors and exchange rates that hold for weeks that were reckoned already: those are reckoned anew. */
    void floorsChanged(@Observes FloorsChanged change) throws SQLException {
        WorkWeeks.changedFrom(change.tx(), change.from());
    }

    private List<LocalDate> due() throws SQLException {
        LocalDate newest = WorkLog.weekOf(clock.instant().minus(config.grace())).minusDays(WEEK_DAYS);
        try (var tx = database.getConnection()) {
            return WorkWeeks.due(tx, newest);
        }
    }

    private void reckon(LocalDate week) throws SQLException {
        Transactions.call(database, tx -> {
            WorkWeeks.begin(tx, week);
            return 0;
        });
        Instant now = clock.instant();
        int changed = Transactions.call(database, tx -> {
            try (var statement = tx.createStatement()) {
                statement.execute("set transaction isolation level repeatable read");
            }
            return new Reckoning(tx, rates.read(tx)).week(week, now);
        });
        Transactions.call(database, tx -> {
            WorkWeeks.done(tx, week, now);
            return 0;
        });
        if (changed > 0) {
            Log.infof("reckoned the week of %s: %d weeks of workers are new or came out otherwise", week, changed);
        }
    }

    private void post(Lease lease) throws SQLException {
        long all = 0;
        int posted;
        do {
            posted = Transactions.call(database, tx -> leases.renew(tx, lease, LEASE_TTL) ? topUps.post(tx) : 0);
            all += posted;
        } while (posted > 0);
        if (all > 0) {
            outbox.wake();
            Log.infof("topped up %d weeks of workers to the wage floor", all);
            releases.run();
        }
    }
}
