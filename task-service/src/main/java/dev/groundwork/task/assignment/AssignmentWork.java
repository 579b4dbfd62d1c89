package dev.groundwork.task.assignment;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.answerfile.AnswerFiles;
import dev.groundwork.task.spec.TaskSpec;
import dev.groundwork.task.spec.TaskSpecs;
import dev.groundwork.task.time.Activity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** What a worker may do with an assignment of their own: each public method is one use case. */
@ApplicationScoped
public class AssignmentWork {

    private final AssignmentDesk desk;
    private final OpenAttempts attempts;
    private final Allowances allowances;
    private final TaskSpecs specs;
    private final AnswerFiles files;
    private final ScreenOuts screenOuts;
    private final ObjectMapper json;
    private final AgroalDataSource database;

    AssignmentWork(
            AssignmentDesk desk,
            OpenAttempts attempts,
            Allowances allowances,
            TaskSpecs specs,
            AnswerFiles files,
            ScreenOuts screenOuts,
            ObjectMapper json,
            AgroalDataSource database) {
        this.desk = desk;
        this.attempts = attempts;
        this.allowances = allowances;
        this.specs = specs;
        this.files = files;
        this.screenOuts = screenOuts;
        this.json = json;
        this.database = database;
    }

    /**
     * Hands in an answer, or that the task is not for the worker. Handing in the same again changes nothing and is answered alike.
     *
     * @param activeSeconds as the worker's client measured it; null where it measured nothing
     * @param restores whether an answer that another one has replaced is meant once more
     * @return fails with {@link Unprocessable} {@code answer-invalid} and a pointer to every fault
     */
    public CompletionStage<Receipt> submit(
            UUID assignmentId, UUID workerId, JsonNode answer, @Nullable Long activeSeconds, boolean restores) {
        var spec = specOf(assignmentId, workerId);
        var screenOut = spec.screenOut();
        var screening = screenOut == null ? null : screenOut.in(answer);
        if (screening != null) {
            return screenOut(assignmentId, workerId, screening, activeSeconds);
        }
        // Checked before the answer waits for its transaction, where a slow check would hold up everybody.
        AnswerCheck.require(spec, answer, () -> inputOf(assignmentId));
        files.requireOwn(assignmentId, spec, answer);
        var text = answer.toString();
        return desk.changeLater(assignmentId, (assignment, now) -> {
            assignment.requireWorker(workerId);
            if (!isRepeated(assignment, answer)) {
                assignment.submit(text, activeSeconds, restores, now);
            }
        });
    }

    /** As of {@link Assignment#screenOut}: the rest of the answer is not asked for. */
    private CompletionStage<Receipt> screenOut(
            UUID assignmentId, UUID workerId, JsonNode screening, @Nullable Long activeSeconds) {
        var grounds = screenOuts.groundsOf(assignmentId);
        var text = screening.toString();
        return desk.changeLater(assignmentId, (assignment, now) -> {
            assignment.requireWorker(workerId);
            if (!isRepeated(assignment, screening)) {
                assignment.screenOut(text, activeSeconds, grounds.floor(), grounds.unmeasured(), now);
            }
        });
    }

    /** Whether {@link #submit} will ask the database for nothing and check the answer in no time to speak of. */
    boolean isQuick(UUID assignmentId) {
        var attempt = attempts.known(assignmentId);
        if (attempt == null || !specs.knows(attempt.specHash())) {
            return false;
        }
        var spec = specs.byHash(attempt.specHash());
        return spec.isQuicklyChecked() && spec.screenOut() == null;
    }

    private TaskSpec specOf(UUID assignmentId, UUID workerId) {
        var attempt = attempts.find(assignmentId, id -> load(id));
        if (attempt == null || !attempt.workerId().equals(workerId)) {
            throw new NotFound("assignment", assignmentId);
        }
        return specs.byHash(attempt.specHash());
    }

    private JsonNode inputOf(UUID assignmentId) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("select t.input from assignment a"
                        + " join task t on t.job_id = a.job_id and t.position = a.position where a.id = ?")) {
            query.setObject(1, assignmentId);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new NotFound("assignment", assignmentId);
                }
                return json.readTree(row.getString(1));
            }
        } catch (SQLException | JsonProcessingException failure) {
            throw new IllegalStateException("cannot read the input of assignment " + assignmentId, failure);
        }
    }

    private OpenAttempts.@Nullable Attempt load(UUID assignmentId) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(
                        "select a.worker_id, j.spec_hash from assignment a join job j on j.id = a.job_id where a.id = ?")) {
            query.setObject(1, assignmentId);
            try (var row = query.executeQuery()) {
                return row.next() ? new OpenAttempts.Attempt(row.getObject(1, UUID.class), row.getString(2)) : null;
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read assignment " + assignmentId, failure);
        }
    }

    private boolean isRepeated(Assignment assignment, JsonNode answer) {
        var stored = assignment.answer();
        boolean handedIn = assignment.state().isAnswered() || assignment.state() == AssignmentState.SCREENED_OUT;
        if (!handedIn || stored == null) {
            return false;
        }
        try {
            return json.readTree(stored).equals(AssignmentWork::compareNumbers, answer);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("the stored answer of " + assignment.id() + " is not JSON", impossible);
        }
    }

    /** The database writes 1e2 as 100: the same number, another node. */
    private static int compareNumbers(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return Objects.equals(one, other) ? 0 : 1;
    }

    /** Takes the worker's own report of the active seconds so far. */
    public Receipt heartbeat(UUID assignmentId, UUID workerId, long activeSeconds) {
        return desk.change(assignmentId, (assignment, now) -> {
            assignment.requireWorker(workerId);
            assignment.heartbeat(activeSeconds, now);
        });
    }

    /** Credits time by what the worker's client saw; the signs are bounded by the claim and the present. */
    public Receipt observe(
            UUID assignmentId, UUID workerId, List<Activity> activities, @Nullable Long reportedSeconds) {
        var allowance = allowances.of(assignmentId);
        if (allowance == null) {
            throw new NotFound("assignment", assignmentId);
        }
        return desk.observe(assignmentId, workerId, allowance, activities, reportedSeconds);
    }

    /** Gives the task back, so that somebody else gets it; giving it back again changes nothing. */
    public Receipt giveBack(UUID assignmentId, UUID workerId) {
        return desk.change(assignmentId, (assignment, now) -> {
            assignment.requireWorker(workerId);
            if (assignment.state() != AssignmentState.RETURNED) {
                assignment.giveBack(now);
            }
        });
    }
}
