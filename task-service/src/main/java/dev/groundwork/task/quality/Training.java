package dev.groundwork.task.quality;

import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.task.kind.GoldComparison;
import dev.groundwork.task.policy.QualityPolicy;
import dev.groundwork.task.spec.TaskSpecs;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a worker learns in a job's training: the right answers and why, and whether the real tasks are open. */
@ApplicationScoped
class Training {

    /** Of training tasks only: to anybody who asks about another, a control task and an ordinary one look the same. */
    private static final String FEEDBACK = """
            select j.spec_hash, a.answer::text, c.gold::text, c.explanation
            from assignment a
            join job j on j.id = a.job_id
            join control_task c on c.job_id = a.job_id and c.position = a.position and c.training
            where a.id = ? and a.worker_id = ? and a.submitted_at is not null
            """;

    private static final String OWN = "select from assignment where id = ? and worker_id = ?";

    private static final String STANDING = """
            select j.quality, coalesce(s.training_answered, 0), coalesce(s.training_right, 0), coalesce(s.training_failed, 0),
                   s.trained_at
            from job j left join worker_skill s on s.job_id = j.id and s.worker_id = ?
            where j.id = ? and j.state not in ('DRAFT', 'FUNDING')
            """;

    private final AgroalDataSource database;
    private final TaskSpecs specs;

    Training(AgroalDataSource database, TaskSpecs specs) {
        this.database = database;
        this.specs = specs;
    }

    /**
     * What was right about a training answer.
     *
     * @param right whether it counts towards passing
     * @param gold the right answer
     * @param explanation why, in the requester's words
     */
    @Schema(examples = """
                    {"assignmentId": "0198c0de-0000-7000-8000-000000000101", "right": false, "answer": {"label": "dog"},
                     "gold": {"label": "cat"}, "explanation": "The tail is a cat's."}""")
    record Feedback(
            UUID assignmentId,
            boolean right,
            @Schema(type = SchemaType.OBJECT) JsonNode answer,
            @Schema(type = SchemaType.OBJECT) JsonNode gold,
            @Nullable String explanation) {}

    /**
     * {@return the right answer to a training task, once the worker's own is in}
     *
     * @throws NotFound {@code assignment-not-found} where it is not the worker's, {@code feedback-not-found} where it is no
     *     training, or is not submitted yet
     */
    Feedback feedback(UUID workerId, UUID assignmentId) {
        try (var connection = database.getConnection()) {
            try (var query = connection.prepareStatement(FEEDBACK)) {
                query.setObject(1, assignmentId);
                query.setObject(2, workerId);
                try (var row = query.executeQuery()) {
                    if (row.next()) {
                        var spec = specs.byHash(row.getString(1));
                        var answer = QualityJson.read(row.getString(2));
                        var gold = QualityJson.read(row.getString(3));
                        return new Feedback(
                                assignmentId,
                                GoldComparison.matches(spec, gold, answer),
                                answer,
                                gold,
                                row.getString(4));
                    }
                }
            }
            try (var query = connection.prepareStatement(OWN)) {
                query.setObject(1, assignmentId);
                query.setObject(2, workerId);
                try (var row = query.executeQuery()) {
                    if (!row.next()) {
                        throw new NotFound("assignment", assignmentId);
                    }
                }
            }
            throw new NotFound("feedback", assignmentId);
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the feedback of " + assignmentId, failure);
        }
    }

    /**
     * Where a worker stands in a job's training.
     *
     * @param tasks of one attempt
     * @param threshold share of right answers that passes
     * @param attempts how many there are
     * @param answered in all attempts
     * @param passed whether the real tasks are open to the worker
     */
    @Schema(examples = """
                    {"tasks": 5, "threshold": 0.8, "attempts": 2, "answered": 5, "right": 4, "failedAttempts": 0,
                     "passed": true}""")
    record Standing(
            int tasks, double threshold, int attempts, int answered, int right, int failedAttempts, boolean passed) {}

    /**
     * {@return the worker's standing}
     *
     * @throws NotFound {@code job-not-found}, {@code training-not-found} where the job has none
     */
    Standing standing(UUID workerId, UUID jobId) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(STANDING)) {
            query.setObject(1, workerId);
            query.setObject(2, jobId);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new NotFound("job", jobId);
                }
                var stored = row.getString(1);
                var course = stored == null ? null : QualityPolicy.read(stored).training();
                if (course == null) {
                    throw new NotFound("training", jobId);
                }
                return new Standing(
                        course.tasks(),
                        course.threshold(),
                        course.attempts(),
                        row.getInt(2),
                        row.getInt(3),
                        row.getInt(4),
                        row.getObject(5, OffsetDateTime.class) != null);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the training of job " + jobId, failure);
        }
    }
}
