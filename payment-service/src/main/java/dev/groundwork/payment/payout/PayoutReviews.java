package dev.groundwork.payment.payout;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.payment.payout.PayoutApprovals.Checker;

import io.agroal.api.AgroalDataSource;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a person should know of a batch before they say yes or no to it; reads only. */
@ApplicationScoped
class PayoutReviews {

    /** Of the changes since the batch before, the largest. */
    private static final int CHANGES_SHOWN = 20;

    private final PayoutBatchRepository batches;
    private final PayoutApprovals approvals;
    private final AgroalDataSource database;
    private final Clock clock;

    PayoutReviews(PayoutBatchRepository batches, PayoutApprovals approvals, AgroalDataSource database, Clock clock) {
        this.batches = batches;
        this.approvals = approvals;
        this.database = database;
        this.clock = clock;
    }

    /**
     * @param approvedByCaller whether the caller has said yes to the present content
     * @param blocks why the caller may not approve or release it; empty where they may, and where it is not to be decided
     * @param comparison with the batch released before it; null where there is none
     */
    @Schema(name = "PayoutBatchReview")
    record Review(
            boolean approvedByCaller,
            List<Block> blocks,
            @Nullable Comparison comparison) {}

    /** One thing that keeps the caller from deciding. */
    @Schema(name = "PayoutBatchBlock")
    record Block(@Schema(examples = "maker-is-checker") String code, String detail) {}

    /**
     * What is different from the batch of the same rail and currency that was released last.
     *
     * @param batchId the batch before
     * @param joined workers who are paid now and were not then
     * @param left workers who were paid then and are not now
     * @param accountsChanged workers of both whose money goes to another account now
     * @param changes the twenty that matter most: another account first, then by the difference in money
     */
    @Schema(name = "PayoutBatchComparison")
    record Comparison(
            UUID batchId,
            Instant releasedAt,
            int payoutCount,
            MoneyBody total,
            long joined,
            long left,
            long accountsChanged,
            List<Change> changes) {}

    /**
     * One worker.
     *
     * @param amount now; null where they are not paid now
     * @param before null where they were not paid then
     */
    @Schema(name = "PayoutBatchChange")
    record Change(
            UUID workerId,
            @Nullable MoneyBody amount,
            @Nullable MoneyBody before,
            boolean accountChanged) {}

    @Transactional
    Review review(UUID batchId, Checker caller) {
        PayoutBatch batch = batches.findByIdOptional(batchId).orElseThrow(() -> new NotFound("payout-batch", batchId));
        try (var tx = database.getConnection()) {
            boolean approved = ApprovalTable.hasApproved(tx, batch, caller.actor());
            return new Review(approved, blocks(tx, batch, caller), comparison(tx, batch));
        } catch (SQLException e) {
            throw new IllegalStateException("the batch could not be looked at", e);
        }
    }

    private List<Block> blocks(Connection tx, PayoutBatch batch, Checker caller) throws SQLException {
        if (!batch.isUndecided()) {
            return List.of();
        }
        return approvals.refusals(tx, batch, caller, clock.instant()).stream()
                .map(refusal -> new Block(refusal.code(), refusal.detail()))
                .toList();
    }

    private static @Nullable Comparison comparison(Connection tx, PayoutBatch batch) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select b.id, b.released_at, b.payout_count, b.total_minor
                from payout_batch b
                where b.rail = ? and b.currency = ? and b.id < ? and b.released_at is not null
                order by b.id desc
                limit 1""")) {
            statement.setString(1, batch.rail());
            statement.setString(2, batch.currency());
            statement.setObject(3, batch.id());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                return compared(
                        tx,
                        batch,
                        Objects.requireNonNull(row.getObject(1, UUID.class)),
                        row.getTimestamp(2).toInstant(),
                        row.getInt(3),
                        MoneyBody.of(new Money(row.getLong(4), batch.currency())));
            }
        }
    }

    private static Comparison compared(
            Connection tx, PayoutBatch batch, UUID before, Instant releasedAt, int payoutCount, MoneyBody total)
            throws SQLException {
        // A worker is at most once in a batch: one payout at a time is under way in a currency.
        try (var statement = tx.prepareStatement("""
                with present as (
                    select p.worker_id, p.amount_minor, m.fingerprint
                    from payout p join payout_method m on m.id = p.method_id
                    where p.batch_id = ? and p.state not in ('HELD', 'RELEASED')),
                past as (
                    select p.worker_id, p.amount_minor, m.fingerprint
                    from payout p join payout_method m on m.id = p.method_id
                    where p.batch_id = ? and p.state not in ('HELD', 'RELEASED')),
                compared as (
                    select worker_id, n.amount_minor as now_minor, o.amount_minor as then_minor,
                           coalesce(n.fingerprint <> o.fingerprint, false) as moved
                    from present n full join past o using (worker_id))
                select worker_id, now_minor, then_minor, moved,
                       count(*) filter (where then_minor is null) over (),
                       count(*) filter (where now_minor is null) over (),
                       count(*) filter (where moved) over ()
                from compared
                order by moved desc, abs(coalesce(now_minor, 0) - coalesce(then_minor, 0)) desc, worker_id
                limit ?""")) {
            statement.setObject(1, batch.id());
            statement.setObject(2, before);
            statement.setInt(3, CHANGES_SHOWN);
            long joined = 0;
            long left = 0;
            long moved = 0;
            List<Change> changes = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    joined = row.getLong(5);
                    left = row.getLong(6);
                    moved = row.getLong(7);
                    Change change = change(row, batch.currency());
                    if (change.accountChanged() || !Objects.equals(change.amount(), change.before())) {
                        changes.add(change);
                    }
                }
            }
            return new Comparison(before, releasedAt, payoutCount, total, joined, left, moved, changes);
        }
    }

    private static Change change(ResultSet row, String currency) throws SQLException {
        return new Change(
                Objects.requireNonNull(row.getObject(1, UUID.class)),
                money(row.getObject(2, Long.class), currency),
                money(row.getObject(3, Long.class), currency),
                row.getBoolean(4));
    }

    private static @Nullable MoneyBody money(@Nullable Long minor, String currency) {
        return minor == null ? null : MoneyBody.of(new Money(minor, currency));
    }
}
