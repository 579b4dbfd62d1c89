package dev.groundwork.task.job;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.agroal.api.AgroalDataSource;

/** What workers may still claim of a job, as rows; every method joins the caller's transaction. */
@ApplicationScoped
class OpenSlots {

    /** Jobs whose assignments are all final, and of which nothing more is to come. */
    private static final String ENDED = """
            select j.id
            from job j join job_progress p on p.job_id = j.id
            where j.ended_at is null and j.state in ('PILOT', 'OPEN', 'PAUSED', 'CANCELLED')
              and p.claimed = 0 and p.submitted = 0 and p.rejection_held = 0 and p.appealed = 0
              and (j.state = 'CANCELLED'
                   or j.state in ('PILOT', 'OPEN', 'PAUSED')
                      and p.approved + p.accepted_unused + p.rejected - p.rejected_unpaid >= j.assignment_count)
            limit ?
            for no key update of j skip locked
            """;

    private final AgroalDataSource db;

    OpenSlots(AgroalDataSource db) {
        this.db = db;
    }

    /** Offers every slot of the job's tasks, and starts its counters. */
    void open(UUID jobId) {
        execute(
                jobId,
                "insert into job_progress (job_id) values (?)",
                "insert into open_task (job_id, position, task_id, remaining)"
                        + " select job_id, position, id, overlap from task where job_id = ? order by position");
    }

    /** Takes every slot back that nobody has claimed. Waits for claims that are being made, so that none is missed. */
    void close(UUID jobId) {
        execute(jobId, "delete from open_task where job_id = ?", "delete from returned_slot where job_id = ?");
    }

    /** {@return jobs that have come to their end, locked; jobs that somebody else has locked come next time} */
    List<UUID> ended(int limit) {
        try (var connection = db.getConnection();
                var query = connection.prepareStatement(ENDED)) {
            query.setInt(1, limit);
            var ids = new ArrayList<UUID>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getObject(1, UUID.class));
                }
            }
            return ids;
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot look for jobs that have ended", failure);
        }
    }

    /** How many assignments of a job were approved, and how many are paid, approved or not. */
    record Decided(long approved, long paid) {}

    Decided decided(UUID jobId) {
        try (var connection = db.getConnection();
                var query = connection.prepareStatement("""
                        select approved, approved + accepted_unused + rejected - rejected_unpaid
                        from job_progress where job_id = ?
                        """)) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                return row.next() ? new Decided(row.getLong(1), row.getLong(2)) : new Decided(0, 0);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the progress of job " + jobId, failure);
        }
    }

    private void execute(UUID jobId, String... statements) {
        try (var connection = db.getConnection()) {
            for (String sql : statements) {
                try (var statement = connection.prepareStatement(sql)) {
                    statement.setObject(1, jobId);
                    statement.executeUpdate();
                }
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot change the open slots of job " + jobId, failure);
        }
    }
}
