package dev.groundwork.payment.bonus;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

import dev.groundwork.payment.ledger.Reason;

import org.jspecify.annotations.Nullable;

/**
 * Work for which a worker has a requester's pay.
 *
 * @param feeRate the platform's share on top of what the job pays
 * @param currency of the job
 */
record PaidWork(UUID jobId, UUID workerId, UUID assignmentId, BigDecimal feeRate, String currency) {

    private static final String OF_REQUESTER = """
            select d.owner_id, w.owner_id, substr(p.business_key, length('approve:') + 1)::uuid, f.fee_rate, f.currency
            from account w
                     join transfer t on t.credit_account = w.id and t.reason in (%d, %d)
                     join account d on d.id = t.debit_account and d.owner_type = 'JOB'
                     join job_funds f on f.job_id = d.owner_id and f.requester_id = ?
                     join posting p on p.id = t.posting_id and p.kind = 'approve'
            where w.owner_type = 'WORKER' and w.purpose = 'PAYABLE'
              and not exists (select from posting r where r.reverses = p.id)
            """.formatted(Reason.REWARD.code(), Reason.SCREEN_OUT.code());

    /** {@return the work that an assignment was; null where no pay of the requester for it stands} */
    static @Nullable PaidWork ofAssignment(Connection tx, UUID requesterId, UUID assignmentId) throws SQLException {
        try (var statement = tx.prepareStatement(OF_REQUESTER + " and p.business_key = ?")) {
            statement.setObject(1, requesterId);
            statement.setString(2, "approve:" + assignmentId);
            return read(statement);
        }
    }

    /** {@return the last work of a worker in a currency; null where no pay of the requester for any stands} */
    static @Nullable PaidWork ofWorker(Connection tx, UUID requesterId, UUID workerId, String currency)
            throws SQLException {
        try (var statement = tx.prepareStatement(
                OF_REQUESTER + " and w.owner_id = ? and w.currency = ? order by t.seq desc limit 1")) {
            statement.setObject(1, requesterId);
            statement.setObject(2, workerId);
            statement.setString(3, currency);
            return read(statement);
        }
    }

    private static @Nullable PaidWork read(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next()
                    ? new PaidWork(
                            Objects.requireNonNull(row.getObject(1, UUID.class)),
                            Objects.requireNonNull(row.getObject(2, UUID.class)),
                            Objects.requireNonNull(row.getObject(3, UUID.class)),
                            row.getBigDecimal(4),
                            row.getString(5))
                    : null;
        }
    }
}
