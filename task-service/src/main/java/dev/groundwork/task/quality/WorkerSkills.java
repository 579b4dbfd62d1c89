package dev.groundwork.task.quality;

import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.spec.TaskSpec;
import dev.groundwork.truth.math.Beta;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** How good the workers of a job are, as far as its control tasks show it: for requesters, never for workers. */
@ApplicationScoped
public class WorkerSkills {

    private static final double CERTAINTY = 0.95;

    /** Jeffreys: half a right and half a wrong answer beforehand, so that an interval is right as often as it says. */
    private static final double PRIOR = 0.5;

    /** With fewer control answers of a class its accuracy is not told. */
    private static final int FEWEST_OF_CLASS = 5;

    private static final String PAGE = """
            select worker_id, answered, right_answers, controls, fields::text, training_answered, training_right, training_failed,
                   trained_at
            from worker_skill where job_id = ? and worker_id > ? order by worker_id limit ?
            """;

    private final AgroalDataSource database;

    WorkerSkills(AgroalDataSource database) {
        this.database = database;
    }

    /**
     * The share of right answers, and where it may lie.
     *
     * @param accuracy null without answers
     * @param lower what it exceeds with 95 % certainty; null without answers
     * @param upper what it stays below with 95 % certainty; null without answers
     */
    public record Accuracy(
            int right,
            int answered,
            @Nullable Double accuracy,
            @Nullable Double lower,
            @Nullable Double upper) {

        /** {@return the accuracy that these answers show} */
        public static Accuracy of(int right, int answered) {
            if (answered == 0) {
                return new Accuracy(0, 0, null, null, null);
            }
            var belief = new Beta(right + PRIOR, answered - right + PRIOR);
            return new Accuracy(
                    right,
                    answered,
                    rounded((double) right / answered),
                    rounded(belief.quantile(1 - CERTAINTY)),
                    rounded(belief.quantile(CERTAINTY)));
        }

        private static double rounded(double share) {
            return Math.round(10_000 * share) / 10_000.0;
        }
    }

    /**
     * Accuracy by output.
     *
     * @param classes by the class of the right answer, where there are answers enough
     */
    public record OutputAccuracy(Accuracy accuracy, Map<String, Accuracy> classes) {}

    /**
     * A worker in a job.
     *
     * @param controls control tasks handed out
     * @param accuracy on control tasks, right where every output is
     * @param outputs the categorical ones
     * @param training on training tasks
     * @param trained whether the training is passed
     */
    public record WorkerSkill(
            UUID workerId,
            long controls,
            Accuracy accuracy,
            Map<String, OutputAccuracy> outputs,
            Accuracy training,
            int failedAttempts,
            boolean trained) {}

    /**
     * {@return workers who claimed or trained in a job with control tasks or training, by id}
     *
     * @param after id of the last worker seen; null for the beginning
     */
    public List<WorkerSkill> ofJob(UUID jobId, TaskSpec spec, @Nullable UUID after, int limit) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(PAGE)) {
            query.setObject(1, jobId);
            query.setObject(2, after == null ? new UUID(0, 0) : after);
            query.setInt(3, limit);
            var skills = new ArrayList<WorkerSkill>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    skills.add(new WorkerSkill(
                            row.getObject(1, UUID.class),
                            row.getLong(4),
                            Accuracy.of(row.getInt(3), row.getInt(2)),
                            outputs(spec, QualityJson.skills(row.getString(5))),
                            Accuracy.of(row.getInt(7), row.getInt(6)),
                            row.getInt(8),
                            row.getObject(9, OffsetDateTime.class) != null));
                }
            }
            return skills;
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the skills of job " + jobId, failure);
        }
    }

    /** {@return the accuracy on control tasks of those of the workers who had any in the job} */
    public Map<UUID, Accuracy> accuracies(UUID jobId, Collection<UUID> workers) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("select worker_id, right_answers, answered from worker_skill"
                        + " where job_id = ? and worker_id = any (?) and answered > 0")) {
            query.setObject(1, jobId);
            query.setArray(2, connection.createArrayOf("uuid", workers.toArray()));
            var found = new HashMap<UUID, Accuracy>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    found.put(row.getObject(1, UUID.class), Accuracy.of(row.getInt(2), row.getInt(3)));
                }
            }
            return found;
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the skills of job " + jobId, failure);
        }
    }

    private static Map<String, OutputAccuracy> outputs(TaskSpec spec, Map<String, OutputSkill> skills) {
        var outputs = new LinkedHashMap<String, OutputAccuracy>();
        for (var field : spec.outputs()) {
            var skill = skills.get(field.name());
            if (skill != null) {
                var classes = new LinkedHashMap<String, Accuracy>();
                for (int i = 0;
                        i < Math.min(skill.classes().size(), field.labels().size());
                        i++) {
                    var count = skill.classes().get(i);
                    if (count.answered() >= FEWEST_OF_CLASS) {
                        classes.put(field.labels().get(i), Accuracy.of(count.right(), count.answered()));
                    }
                }
                outputs.put(
                        field.name(),
                        new OutputAccuracy(
                                Accuracy.of(skill.all().right(), skill.all().answered()), classes));
            }
        }
        return outputs;
    }
}
