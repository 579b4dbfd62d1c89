package dev.groundwork.task.job;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.task.policy.QualityPolicy;
import dev.groundwork.task.policy.TaskIds;

import org.jspecify.annotations.Nullable;

/**
 * A draft that tasks are being added to, for code that owns its JDBC transaction. The job's row stays locked until that
 * transaction ends: a second upload and a publication wait for the first.
 *
 * @param overlap of tasks that do not say otherwise
 * @param lastPosition of the tasks that the job has already; 0 when it has none
 * @param quality null for a job without control tasks, training and dynamic overlap
 */
public record JobIntake(
        UUID jobId,
        String specHash,
        int overlap,
        long lastPosition,
        @Nullable QualityPolicy quality,
        Instant createdAt) {

    /**
     * Locks a draft.
     *
     * @throws NotFound {@code job-not-found} when the requester has no such job
     * @throws RuleViolation {@code job-not-draft}
     */
    public static JobIntake lock(Connection tx, UUID requesterId, UUID jobId) throws SQLException {
        // The weaker lock: rows that refer to the job may still be written meanwhile.
        try (var query = tx.prepareStatement("""
                select state, spec_hash, overlap, quality, created_at
                from job where id = ? and requester_id = ?
                for no key update
                """)) {
            query.setObject(1, jobId);
            query.setObject(2, requesterId);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new NotFound("job", jobId);
                }
                var state = JobState.valueOf(row.getString(1));
                if (state != JobState.DRAFT) {
                    throw new RuleViolation(
                            "job-not-draft",
                            "Cannot add tasks to a job that is " + state + ": make another job for them.");
                }
                var quality = row.getString(4);
                return new JobIntake(
                        jobId,
                        row.getString(2),
                        row.getInt(3),
                        lastPosition(tx, jobId),
                        quality == null ? null : QualityPolicy.read(quality),
                        row.getObject(5, OffsetDateTime.class).toInstant());
            }
        }
    }

    /** Asked after the lock is had, and not along with it: a statement that waited sees the tasks of before its wait. */
    private static long lastPosition(Connection tx, UUID jobId) throws SQLException {
        try (var query = tx.prepareStatement("select coalesce(max(position), 0) from task where job_id = ?")) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** {@return the id of a new task: where control tasks are hidden among others, one that says nothing of its making} */
    public UUID newTaskId() {
        return quality != null && quality.control() != null ? TaskIds.unordered(createdAt) : Ids.next();
    }

    /**
     * Counts what was added.
     *
     * @param tasks above zero
     * @param assignments the sum of their overlaps; counted anew where there is a quality policy
     */
    public void added(Connection tx, long tasks, long assignments) throws SQLException {
        try (var update = tx.prepareStatement("update job set version = version + 1, task_count = task_count + ?,"
                + " assignment_count = assignment_count + ? where id = ?")) {
            update.setLong(1, tasks);
            update.setLong(2, quality == null ? assignments : mostAnswers(tx, quality) - counted(tx));
            update.setObject(3, jobId);
            update.executeUpdate();
        }
    }

    /** Control tasks have no slots of their own: their answers are bought from a part of the hold that grows with the job. */
    private long mostAnswers(Connection tx, QualityPolicy policy) throws SQLException {
        return policy.answers(number(tx, """
                select coalesce(sum(t.overlap), 0) from task t
                where t.job_id = ?
                  and not exists (select from control_task c where c.job_id = t.job_id and c.position = t.position)
                """));
    }

    private long counted(Connection tx) throws SQLException {
        return number(tx, "select assignment_count from job where id = ?");
    }

    private long number(Connection tx, String sql) throws SQLException {
        try (var query = tx.prepareStatement(sql)) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
