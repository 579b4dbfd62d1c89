package dev.groundwork.payment.settlement;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.payment.escrow.Releases;
import dev.groundwork.payment.guarantee.WorkLog;
import dev.groundwork.payment.ledger.Reason;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;

/** Tries parked approvals again as soon as they can be paid: the terms became known, or the escrow has enough. */
@ApplicationScoped
class ParkedApprovals {

    private static final int BATCH = 500;

    private final Settlement settlement;
    private final Releases releases;
    private final Outbox outbox;
    private final AgroalDataSource database;

    ParkedApprovals(Settlement settlement, Releases releases, Outbox outbox, AgroalDataSource database) {
        this.settlement = settlement;
        this.releases = releases;
        this.outbox = outbox;
        this.database = database;
    }

    @Scheduled(
            identity = "parked-approvals",
            every = "${groundwork.payment.parked-approvals.every:2s}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void run() {
        try {
            int settled = settleBatch();
            while (settled == BATCH) {
                settled = settleBatch();
            }
        } catch (SQLException | IllegalStateException e) {
            // Nothing is lost: the rows stay.
            Log.error("Parked approvals could not be tried; trying again at the next turn", e);
        }
    }

    private int settleBatch() throws SQLException {
        int tried = Transactions.call(database, tx -> {
            List<Approval> due = due(tx);
            var work = new WorkLog();
            settlement.settle(tx, due, List.of(), true, work);
            work.save(tx);
            return due.size();
        });
        if (tried > 0) {
            outbox.wake();
            releases.run();
        }
        return tried;
    }

    private static List<Approval> due(Connection tx) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select p.assignment_id, p.job_id, p.worker_id, p.reward_minor, p.top_up_minor, p.with_fee, p.currency,
                       p.payload, p.attempt, p.reason
                from parked_approval p
                         join job_funds f on f.job_id = p.job_id and f.held_at is not null
                where p.code is null
                   or p.code = 'insufficient-funds'
                      and p.reward_minor + p.top_up_minor
                          + case when p.with_fee then ceil(p.reward_minor * f.fee_rate) else 0 end <=
                          (select b.credits_posted - b.debits_posted - b.debits_pending
                           from account a join account_balance b on b.account_id = a.id
                           where a.owner_type = 'JOB' and a.owner_id = p.job_id and a.purpose = 'ESCROW'
                             and a.currency = p.currency)
                order by p.parked_at
                limit ?
                for update of p skip locked""")) {
            statement.setInt(1, BATCH);
            List<Approval> due = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    due.add(new Approval(
                            uuid(row, 1),
                            uuid(row, 2),
                            uuid(row, 3),
                            Reason.of(row.getInt(10)),
                            row.getLong(4),
                            row.getLong(5),
                            row.getBoolean(6),
                            row.getString(7),
                            row.getString(8),
                            row.getInt(9)));
                }
            }
            return due;
        }
    }

    private static UUID uuid(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, UUID.class));
    }
}
