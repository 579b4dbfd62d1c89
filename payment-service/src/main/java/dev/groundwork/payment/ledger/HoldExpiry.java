package dev.groundwork.payment.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.database.Transactions;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;

/** Frees what was held until a time that is past. Replicas may do it at once: a hold is voided once, whoever is first. */
@ApplicationScoped
class HoldExpiry {

    private static final int BATCH = 500;

    private final PostingEngine engine;
    private final AgroalDataSource database;
    private final Clock clock;

    HoldExpiry(PostingEngine engine, AgroalDataSource database, Clock clock) {
        this.engine = engine;
        this.database = database;
        this.clock = clock;
    }

    @Scheduled(
            identity = "hold-expiry",
            every = "${groundwork.payment.hold-expiry.every:30s}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void run() {
        try {
            while (voidBatch() == BATCH) {
                Log.debug("more holds to void");
            }
        } catch (SQLException | IllegalStateException e) {
            // Nothing is lost: the holds stay due.
            Log.error("Expired holds could not be voided; trying again at the next turn", e);
        }
    }

    /** {@return how many holds were due, at most {@value #BATCH}} */
    int voidBatch() throws SQLException {
        return Transactions.call(database, tx -> {
            List<Command> due = due(tx);
            // A hold that was resolved meanwhile is refused, and not due any more.
            engine.post(tx, due);
            return due.size();
        });
    }

    private List<Command> due(Connection tx) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select h.seq, d.owner_type, d.owner_id, d.purpose, c.owner_type, c.owner_id, c.purpose, h.currency, h.reason
                from transfer h
                         join account d on d.id = h.debit_account
                         join account c on c.id = h.credit_account
                where h.expires_at <= ?
                  and not exists (select from transfer r where r.pending_seq = h.seq and r.phase in ('POST', 'VOID'))
                order by h.expires_at
                limit ?""")) {
            statement.setTimestamp(1, Timestamp.from(clock.instant()));
            statement.setInt(2, BATCH);
            try (ResultSet row = statement.executeQuery()) {
                List<Command> due = new ArrayList<>();
                while (row.next()) {
                    String key = "expire:" + row.getLong(1);
                    due.add(Command.of(
                            "ledger",
                            key,
                            "expire",
                            key,
                            "{}",
                            List.of(Leg.voidHold(
                                    row.getLong(1), account(row, 2), account(row, 5), Reason.of(row.getInt(9))))));
                }
                return due;
            }
        }
    }

    private static AccountName account(ResultSet row, int from) throws SQLException {
        return new AccountName(
                AccountName.Owner.valueOf(row.getString(from)),
                Objects.requireNonNull(row.getObject(from + 1, UUID.class)),
                Purpose.valueOf(row.getString(from + 2)),
                row.getString(8));
    }
}
