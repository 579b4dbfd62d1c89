package dev.groundwork.payment.settlement;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.database.Transactions;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.PostingEngine;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.ledger.Receipt;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;

/**
 * Lets new earnings repay what workers owe, a share of each day's (UTC) and never more. The key of a repayment counts what the day has
 * repaid before it, so no turn and no replica repays the same share twice.
 */
@ApplicationScoped
class DebtRepayments {

    private static final int BATCH = 500;

    /** How long a day that is over is still posted into; its month can be closed an hour after its end at the earliest. */
    private static final Duration AFTER_MIDNIGHT = Duration.ofMinutes(30);

    private final PostingEngine engine;
    private final AgroalDataSource database;
    private final DebtConfig config;
    private final Clock clock;

    DebtRepayments(PostingEngine engine, AgroalDataSource database, DebtConfig config, Clock clock) {
        this.engine = engine;
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(
            identity = "debt-repayments",
            every = "${groundwork.payment.debt-repayments.every:5m}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void run() {
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        try {
            if (now.isBefore(today.atStartOfDay(ZoneOffset.UTC).toInstant().plus(AFTER_MIDNIGHT))) {
                // What was earned after yesterday's last turn.
                repay(today.minusDays(1));
            }
            repay(today);
        } catch (SQLException | IllegalStateException e) {
            // Nothing is lost: what is due stays due until tomorrow.
            Log.error("Debts could not be repaid; trying again at the next turn", e);
        }
    }

    private void repay(LocalDate day) throws SQLException {
        while (repayBatch(day) == BATCH) {
            Log.debug("more debts to repay");
        }
    }

    private int repayBatch(LocalDate day) throws SQLException {
        return Transactions.call(database, tx -> {
            int repaid = 0;
            for (Receipt receipt : engine.post(tx, due(tx, day))) {
                repaid += receipt.posted() && !receipt.repeated() ? 1 : 0;
            }
            return repaid;
        });
    }

    /** Who owes, has something to pay with, and has earned more that day than what was taken of it. */
    private List<Command> due(Connection tx, LocalDate day) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select d.owner_id, d.currency, least(owed.debits_posted - owed.credits_posted, moved.most - moved.repaid), moved.repaid
                from account d
                         join account_balance owed on owed.account_id = d.id and owed.debits_posted > owed.credits_posted
                         join account w on w.owner_type = 'WORKER' and w.owner_id = d.owner_id and w.purpose = 'PAYABLE'
                                               and w.currency = d.currency
                         join account_balance b on b.account_id = w.id
                         cross join lateral (
                             select trunc(coalesce(sum(t.amount) filter (where t.credit_account = w.id and t.reason = any (?)), 0)
                                              * ?)::bigint as most,
                                    coalesce(sum(t.amount) filter (where t.credit_account = d.id and t.reason = ?), 0)::bigint
                                        as repaid
                             from transfer t
                                      join posting p on p.id = t.posting_id and p.effective_on = ?
                             where t.credit_account in (w.id, d.id)) moved
                where d.owner_type = 'WORKER' and d.purpose = 'DEBT'
                  and b.credits_posted - b.debits_posted - b.debits_pending > 0
                  and moved.most > moved.repaid
                order by d.id
                limit ?""")) {
            statement.setArray(1, tx.createArrayOf("smallint", Reason.codes(Reason.PAY)));
            statement.setBigDecimal(2, config.dailyShare());
            statement.setShort(3, Reason.DEBT_REPAID.code());
            statement.setObject(4, day);
            statement.setInt(5, BATCH);
            try (ResultSet row = statement.executeQuery()) {
                List<Command> due = new ArrayList<>();
                while (row.next()) {
                    due.add(command(
                            Objects.requireNonNull(row.getObject(1, UUID.class)),
                            row.getString(2),
                            day,
                            row.getLong(3),
                            row.getLong(4)));
                }
                return due;
            }
        }
    }

    static Command command(UUID workerId, String currency, LocalDate day, long amountMinor, long repaidBeforeMinor) {
        String key = "repay:" + workerId + ":" + currency + ":" + day + ":" + repaidBeforeMinor;
        return Command.of(
                        "debt",
                        key,
                        "repay",
                        key,
                        "{}",
                        List.of(Leg.upTo(
                                AccountName.payable(workerId, currency),
                                AccountName.debt(workerId, currency),
                                amountMinor,
                                Reason.DEBT_REPAID)))
                .effectiveOn(day);
    }
}
