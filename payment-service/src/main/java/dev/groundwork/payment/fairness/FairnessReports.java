package dev.groundwork.payment.fairness;

import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.event.EventJson;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.jspecify.annotations.Nullable;

/** The fairness numbers, computed once a day and kept: of the last four weeks that are over. */
@ApplicationScoped
class FairnessReports {

    private static final UUID MARKETPLACE = new UUID(0, 0);
    private static final int WEEKS = 4;

    private final EventJson json;
    private final AgroalDataSource database;
    private final Clock clock;

    FairnessReports(EventJson json, AgroalDataSource database, Clock clock) {
        this.json = json;
        this.database = database;
        this.clock = clock;
    }

    /** So that nobody who reads the page waits for it. */
    @Scheduled(
            identity = "fairness-report",
            every = "${groundwork.payment.fairness.every:1h}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void prepare() {
        try {
            ofMarketplace();
        } catch (IllegalStateException e) {
            Log.error("The fairness report of today could not be made; trying again at the next turn", e);
        }
    }

    FairnessReport ofMarketplace() {
        return of(null);
    }

    FairnessReport ofRequester(UUID requesterId) {
        return of(requesterId);
    }

    private FairnessReport of(@Nullable UUID requesterId) {
        UUID key = requesterId == null ? MARKETPLACE : requesterId;
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        try {
            return json.read(
                    Transactions.call(database, tx -> {
                        String kept = find(tx, key, today);
                        return kept == null ? compute(tx, requesterId, key, today) : kept;
                    }),
                    FairnessReport.class);
        } catch (SQLException | JsonProcessingException e) {
            throw new IllegalStateException("the fairness numbers cannot be computed", e);
        }
    }

    /** One at a time: who waited finds what the first one computed. */
    private String compute(Connection tx, @Nullable UUID requesterId, UUID key, LocalDate today) throws SQLException {
        try (var lock = tx.prepareStatement("select pg_advisory_xact_lock(hashtext('fairness'), hashtext(?))")) {
            lock.setString(1, key.toString());
            lock.execute();
        }
        String kept = find(tx, key, today);
        if (kept != null) {
            return kept;
        }
        LocalDate thisWeek = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        String report = json.write(
                new FairnessReader(tx, thisWeek.minusWeeks(WEEKS), thisWeek.minusWeeks(1), requesterId).report());
        try (var statement =
                tx.prepareStatement("insert into fairness_report (requester_id, day, body) values (?, ?, ?::jsonb)")) {
            statement.setObject(1, key);
            statement.setDate(2, Date.valueOf(today));
            statement.setString(3, report);
            statement.executeUpdate();
        }
        return report;
    }

    private static @Nullable String find(Connection tx, UUID key, LocalDate day) throws SQLException {
        try (var statement =
                tx.prepareStatement("select body::text from fairness_report where requester_id = ? and day = ?")) {
            statement.setObject(1, key);
            statement.setDate(2, Date.valueOf(day));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }
}
