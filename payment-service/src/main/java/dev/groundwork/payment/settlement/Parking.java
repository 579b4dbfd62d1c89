package dev.groundwork.payment.settlement;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** Approvals of one batch that have to wait, and those that need not wait any more. */
final class Parking {

    private final Instant now;
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<UUID> leaving = new ArrayList<>();

    private record Waiting(Approval approval, @Nullable String code, int attempt) {}

    Parking(Instant now) {
        this.now = now;
    }

    /** @param code why the last attempt was refused; null when there was none, as the terms are not known */
    void add(Approval approval, @Nullable String code, int attempt) {
        waiting.add(new Waiting(approval, code, attempt));
    }

    void leave(Approval approval) {
        leaving.add(approval.assignmentId());
    }

    /** @param wereParked whether those that leave are in the table */
    void save(Connection tx, boolean wereParked) throws SQLException {
        if (wereParked && !leaving.isEmpty()) {
            try (var statement = tx.prepareStatement("delete from parked_approval where assignment_id = any (?)")) {
                statement.setArray(1, tx.createArrayOf("uuid", leaving.toArray()));
                statement.executeUpdate();
            }
        }
        if (waiting.isEmpty()) {
            return;
        }
        try (var statement = tx.prepareStatement("""
                insert into parked_approval (assignment_id, job_id, worker_id, reward_minor, top_up_minor, with_fee, currency,
                                             payload, code, attempt, parked_at, reason)
                values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?)
                on conflict (assignment_id) do update set code = excluded.code, attempt = excluded.attempt""")) {
            for (Waiting one : waiting) {
                statement.setObject(1, one.approval().assignmentId());
                statement.setObject(2, one.approval().jobId());
                statement.setObject(3, one.approval().workerId());
                statement.setLong(4, one.approval().rewardMinor());
                statement.setLong(5, one.approval().topUpMinor());
                statement.setBoolean(6, one.approval().withFee());
                statement.setString(7, one.approval().currency());
                statement.setString(8, one.approval().payload());
                statement.setString(9, one.code());
                statement.setInt(10, one.attempt());
                statement.setTimestamp(11, Timestamp.from(now));
                statement.setInt(12, one.approval().reason().code());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
