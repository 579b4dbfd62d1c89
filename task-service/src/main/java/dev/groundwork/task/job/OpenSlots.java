package dev.groundwork.task.job;

import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.policy.QualityPolicy;

import io.agroal.api.AgroalDataSource;

/** What workers may still claim of a job, as rows; every method joins the caller's transaction. */
@ApplicationScoped
class OpenSlots {

    /** Jobs whose assignments are all final, and of which nothing more is to come. */
    private static final String ENDED = """
            select j.id
            from job j join job_progress p on p.job_id = j.id
            where j.ended_at is null and j.state in ('PILOT', 'OPEN', 'PAUSED', 'CANCELLED') and %s
              and p.claimed = 0 and p.submitted = 0 and p.rejection_held = 0 and p.appealed = 0
              and (j.state = 'CANCELLED'
                   or j.state in ('PILOT', 'OPEN', 'PAUSED') and j.quality is null
                      and p.approved + p.accepted_unused + p.rejected - p.rejected_unpaid
                          + greatest(0, p.screened_out - coalesce(j.screen_outs, 0)) >= j.assignment_count
                   or j.state in ('PILOT', 'OPEN', 'PAUSED') and j.quality is not null
                      and exists (select from job_quality q where q.job_id = j.id and q.decided >= q.wanted)
                      and not exists (select from answer_queue a where a.job_id = j.id and a.parked_at is null)
                      and not exists (select from open_task o where o.job_id = j.id)
                      and not exists (select from returned_slot r where r.job_id = j.id))
            """;

    private static final String ENDED_AFTER = ENDED.formatted("j.id > ?") + "order by j.id limit ?";
    private static final String LOCK_ENDED = ENDED.formatted("j.id = ?") + "for no key update of j skip locked";

    /** A claim that was made while the lock was got is not in the first look: it changes rows that the lock is not on. */
    private static final String STILL_ENDED = ENDED.formatted("j.id = ?");

    /** Tasks of the job's own, which are neither control nor training tasks. */
    private static final String CONTENTS = """
            select count(*) filter (where c.position is null), coalesce(sum(t.overlap) filter (where c.position is null), 0),
                   count(*) filter (where c.training)
            from task t left join control_task c on c.job_id = t.job_id and c.position = t.position
            where t.job_id = ?
            """;

    private static final String OPEN_QUALITY = """
            insert into job_quality (job_id, secret, control_left, training_left, wanted) values (?, ?, ?, ?, ?)
            """;

    private static final String OPEN_FIRST = """
            insert into open_task (job_id, position, task_id, remaining)
            select job_id, position, id, least(overlap, ?) from task t
            where job_id = ?
              and not exists (select from control_task c where c.job_id = t.job_id and c.position = t.position)
            order by position
            """;

    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

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

    /** What a job with a quality policy holds. */
    record Contents(long tasks, long answers, long trainingTasks) {}

    Contents contents(UUID jobId) {
        try (var connection = db.getConnection();
                var query = connection.prepareStatement(CONTENTS)) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                row.next();
                return new Contents(row.getLong(1), row.getLong(2), row.getLong(3));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot count the tasks of job " + jobId, failure);
        }
    }

    /** As {@link #open(UUID)}; with dynamic overlap the fewest slots of each task, and none of control tasks. */
    void open(UUID jobId, QualityPolicy policy) {
        var contents = contents(jobId);
        var overlap = policy.overlap();
        execute(jobId, "insert into job_progress (job_id) values (?)");
        var secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        try (var connection = db.getConnection();
                var quality = connection.prepareStatement(OPEN_QUALITY);
                var slots = connection.prepareStatement(OPEN_FIRST)) {
            quality.setObject(1, jobId);
            quality.setBytes(2, secret);
            quality.setLong(3, policy.controlAnswers(contents.answers()));
            quality.setLong(4, policy.trainingAnswers());
            quality.setLong(5, overlap == null ? 0 : contents.tasks());
            quality.executeUpdate();
            slots.setInt(1, overlap == null ? Integer.MAX_VALUE : overlap.min());
            slots.setObject(2, jobId);
            slots.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot open the slots of job " + jobId, failure);
        }
    }

    /** Takes every slot back that nobody has claimed. Waits for claims that are being made, so that none is missed. */
    void close(UUID jobId) {
        execute(jobId, "delete from open_task where job_id = ?", "delete from returned_slot where job_id = ?");
    }

    /** {@return whether the job has come to its end; it is locked then, and one that somebody else has locked comes next time} */
    boolean lockEnded(UUID jobId) {
        try (var connection = db.getConnection();
                var lock = connection.prepareStatement(LOCK_ENDED);
                var again = connection.prepareStatement(STILL_ENDED)) {
            lock.setObject(1, jobId);
            again.setObject(1, jobId);
            return !ids(lock).isEmpty() && !ids(again).isEmpty();
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot look whether job " + jobId + " has ended", failure);
        }
    }

    /** {@return jobs that have come to their end, in the order of their ids, after one of them} */
    List<UUID> ended(UUID after, int limit) {
        try (var connection = db.getConnection();
                var query = connection.prepareStatement(ENDED_AFTER)) {
            query.setObject(1, after);
            query.setInt(2, limit);
            return ids(query);
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot look for jobs that have ended", failure);
        }
    }

    private static List<UUID> ids(PreparedStatement query) throws SQLException {
        var ids = new ArrayList<UUID>();
        try (var rows = query.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
        }
        return ids;
    }

    /** How many assignments of a job were approved, and how many are paid, approved or not. */
    record Decided(long approved, long paid) {}

    Decided decided(UUID jobId) {
        try (var connection = db.getConnection();
                var query = connection.prepareStatement("""
                        select approved, approved + accepted_unused + rejected - rejected_unpaid + screened_out
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
