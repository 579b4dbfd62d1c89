package dev.groundwork.payment.payout;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.payment.payout.PayoutTable.StoredFile;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** Batches, payouts and files as they stand; reads only. */
@ApplicationScoped
class PayoutArchive {

    private final PayoutBatchRepository batches;
    private final AgroalDataSource database;

    PayoutArchive(PayoutBatchRepository batches, AgroalDataSource database) {
        this.batches = batches;
        this.database = database;
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
    List<Payout> payouts(UUID batchId, int after, int limit) {
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

    /** @throws RuleViolation {@code batch-without-file} before the release */
    @Transactional
    StoredFile file(UUID batchId) {
        PayoutBatch batch = batch(batchId);
        StoredFile file = this.<@Nullable StoredFile>read(tx -> PayoutTable.file(tx, batchId));
        if (file == null) {
            throw new RuleViolation(
                    "batch-without-file",
                    "The file is written when another person releases the batch; this one is " + batch.state() + ".");
        }
        return file;
    }

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
