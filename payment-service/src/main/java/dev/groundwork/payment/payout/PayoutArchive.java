package dev.groundwork.payment.payout;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.payment.payout.MessageTable.StoredFile;
import dev.groundwork.payment.rail.PayoutRail;
import dev.groundwork.payment.rail.Rails;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** Batches, payouts and files as they stand; reads only. */
@ApplicationScoped
class PayoutArchive {

    private final PayoutBatchRepository batches;
    private final PayoutApprovals approvals;
    private final Rails rails;
    private final AgroalDataSource database;
    private final Clock clock;

    PayoutArchive(
            PayoutBatchRepository batches,
            PayoutApprovals approvals,
            Rails rails,
            AgroalDataSource database,
            Clock clock) {
        this.batches = batches;
        this.approvals = approvals;
        this.rails = rails;
        this.database = database;
        this.clock = clock;
    }

    @Transactional
    List<PayoutBatch> newest(@Nullable UUID before, int limit) {
        return batches.newest(before, limit);
    }

    @Transactional
    PayoutBatch batch(UUID id) {
        return batches.findByIdOptional(id).orElseThrow(() -> new NotFound("payout-batch", id));
    }

    @Transactional
    List<Payout> payouts(UUID batchId, long after, int limit) {
        return read(tx -> PayoutTable.ofBatch(tx, batchId, after, limit));
    }

    @Transactional
    List<Payout> payouts(@Nullable UUID workerId, Payout.@Nullable State state, @Nullable UUID before, int limit) {
        return read(tx -> PayoutTable.newest(tx, workerId, state == null ? null : state.name(), before, limit));
    }

    /** @throws NotFound also when the payout is another worker's */
    @Transactional
    Payout payout(UUID id, @Nullable UUID workerId) {
        Payout found = this.<@Nullable Payout>read(tx -> PayoutTable.find(tx, id));
        if (found == null || (workerId != null && !found.workerId().equals(workerId))) {
            throw new NotFound("payout", id);
        }
        return found;
    }

    /**
     * How far a batch has come besides its state.
     *
     * @param approvals how many people's count for its present content
     * @param files how many messages it has become
     * @param railReports whether its rail says itself what becomes of it
     */
    record Progress(int approvals, int approvalsNeeded, int files, boolean railReports) {}

    @Transactional
    Progress progress(PayoutBatch batch) {
        Instant now = clock.instant();
        return read(tx -> new Progress(
                approvals.valid(tx, batch, now),
                approvals.needed(tx, batch),
                MessageTable.files(tx, batch.id()),
                rails.reports(batch.rail())));
    }

    /** {@return who did what to the batch, in the order of the deeds} */
    @Transactional
    List<PayoutActions.Action> actions(UUID batchId) {
        batch(batchId);
        return read(tx -> PayoutActions.of(tx, batchId));
    }

    /**
     * @param part from 1
     * @throws RuleViolation {@code batch-without-file} before the release, and for a part that there is not
     */
    @Transactional
    Message file(UUID batchId, int part) {
        PayoutBatch batch = batch(batchId);
        StoredFile file = this.<@Nullable StoredFile>read(tx -> MessageTable.file(tx, batchId, part));
        if (file == null) {
            int files = read(tx -> MessageTable.files(tx, batchId));
            throw new RuleViolation(
                    "batch-without-file",
                    files == 0
                            ? "The file is written when another person releases the batch; this one is " + batch.state()
                                    + "."
                            : "The batch has the files 1 to " + files + ", not " + part + ".");
        }
        return new Message(rails.of(batch.rail()), file);
    }

    /** A message and the rail that it is for. */
    record Message(PayoutRail rail, StoredFile file) {}

    private <T extends @Nullable Object> T read(Query<T> query) {
        try (var tx = database.getConnection()) {
            return query.run(tx);
        } catch (SQLException e) {
            throw new IllegalStateException("payouts cannot be read", e);
        }
    }

    @FunctionalInterface
    private interface Query<T extends @Nullable Object> {
        T run(Connection tx) throws SQLException;
    }
}
