package dev.groundwork.task.quality;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.assignment.Columns;
import dev.groundwork.task.control.ControlTasks;
import dev.groundwork.task.job.JobDesk;
import dev.groundwork.task.policy.DynamicOverlap;
import dev.groundwork.task.quality.DrainStore.TaskRow;
import dev.groundwork.task.quality.SkillStore.Seat;
import dev.groundwork.task.spec.TaskSpecs;
import dev.groundwork.truth.gold.Calibration;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes control tasks of tasks that have their answers: the right answer is the result where that is sure enough, or what the
 * requester says. Only later answers count as control answers.
 */
@ApplicationScoped
class Promotion {

    private static final String OWN = "select id from task where job_id = ? and id = any (?)";

    private static final String KNOWN = "select task_id from control_task where job_id = ? and task_id = any (?)";

    private static final String PROMOTE = """
            insert into control_task (job_id, position, task_id, gold, explanation, source, shuffle, created_at)
            select t.job_id, t.position, t.id, v.gold::jsonb, v.explanation, 'PROMOTED',
                   hashtextextended(t.id::text, floor(random() * 1000000000)::bigint), ?
            from unnest(?::uuid[], ?::text[], ?::text[]) as v (task_id, gold, explanation)
            join task t on t.id = v.task_id
            """;

    private final JobDesk jobs;
    private final TaskSpecs specs;
    private final ControlTasks controls;
    private final AgroalDataSource database;
    private final Clock clock;

    Promotion(JobDesk jobs, TaskSpecs specs, ControlTasks controls, AgroalDataSource database, Clock clock) {
        this.jobs = jobs;
        this.specs = specs;
        this.controls = controls;
        this.database = database;
        this.clock = clock;
    }

    /**
     * A task to promote.
     *
     * @param answer the right answer; null for the result
     */
    record Candidate(
            UUID taskId,
            @Nullable JsonNode answer,
            @Nullable String explanation) {}

    /**
     * Promotes all of the tasks or none.
     *
     * @param confidence how sure a result has to be
     * @throws NotFound {@code job-not-found}, {@code task-not-found}
     * @throws RuleViolation {@code already-control-task}, {@code task-still-open}, {@code task-undecided}, {@code job-ended}, {@code job-without-control}
     * @throws Unprocessable {@code result-too-uncertain}, {@code result-no-answer}
     */
    int promote(UUID requesterId, UUID jobId, List<Candidate> candidates, double confidence) {
        var job = jobs.get(requesterId, jobId);
        var spec = specs.byHash(job.specHash());
        var errors = new ArrayList<FieldError>();
        for (int i = 0; i < candidates.size(); i++) {
            var answer = candidates.get(i).answer();
            if (answer != null) {
                for (var fault : spec.faultsOf(answer)) {
                    errors.add(new FieldError("/items/" + i + "/answer" + fault.pointer(), fault.detail()));
                }
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidRequest(
                    "invalid-gold", "A right answer does not fit the output schema; see errors for where.", errors);
        }
        try {
            return Transactions.call(database, tx -> {
                controls.lock(tx, requesterId, jobId, false);
                return promote(tx, jobId, candidates, confidence);
            });
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot promote tasks of job " + jobId, failure);
        }
    }

    private int promote(Connection tx, UUID jobId, List<Candidate> candidates, double confidence) throws SQLException {
        var ids = new LinkedHashMap<UUID, Candidate>();
        candidates.forEach(candidate -> ids.put(candidate.taskId(), candidate));
        var own = found(tx, OWN, jobId, ids.keySet());
        var known = found(tx, KNOWN, jobId, ids.keySet());
        for (var id : ids.keySet()) {
            if (!own.contains(id)) {
                throw new NotFound("task", id);
            }
            if (known.contains(id)) {
                throw new RuleViolation("already-control-task", "The task " + id + " is a control task already.");
            }
        }
        var store = new DrainStore(tx);
        var job = store.jobs(Set.of(jobId)).get(jobId);
        if (job == null) {
            throw new RuleViolation("task-still-open", "The job is not open yet, and no task has an answer.");
        }
        var crowd =
                new Crowd(Categories.of(specs.byHash(job.specHash())), job.pool(), new Calibration(job.temperature()));
        // From here on no round that is thinking about answers decides or buys: what is read now stays so.
        store.lockProgress(Set.of(jobId));
        var tasks = store.tasks(ids.keySet());
        var seats = new HashSet<Seat>();
        tasks.forEach(task -> task.given().forEach(given -> seats.add(new Seat(jobId, given.workerId()))));
        new SkillStore(tx).skills(seats).forEach((seat, outputs) -> crowd.know(seat.workerId(), outputs));
        var golds = new LinkedHashMap<UUID, JsonNode>();
        for (var task : tasks) {
            if (task.isWaiting()) {
                throw new RuleViolation(
                        "task-still-open",
                        "Answers to the task " + task.id() + " are still wanted. Promote it when it has them all.");
            }
            if (job.policy().overlap() != null && !task.decided()) {
                throw new RuleViolation(
                        "task-undecided",
                        "Nothing is decided yet about the answers to the task " + task.id()
                                + ", and about a control task nothing is. Promote it once it is decided.");
            }
            var said = ids.get(task.id());
            golds.put(
                    task.id(), said != null && said.answer() != null ? said.answer() : result(crowd, task, confidence));
        }
        insert(tx, golds, ids);
        return golds.size();
    }

    private static JsonNode result(Crowd crowd, TaskRow task, double confidence) {
        var votes = crowd.votes(task);
        var verdict = crowd.judge(
                votes,
                new DynamicOverlap(1, Math.max(1, task.overlap()), confidence, 0, true),
                Math.max(1, task.overlap()),
                true);
        if (votes.isEmpty() || verdict.confidence() < confidence) {
            throw new Unprocessable(
                    "result-too-uncertain",
                    "The result of the task %s is %.1f %% sure, and %.1f %% were asked for. Say the right answer yourself."
                            .formatted(task.id(), 100 * verdict.confidence(), 100 * confidence),
                    Map.of("taskId", task.id(), "confidence", Monitor.rounded(verdict.confidence())));
        }
        var gold = crowd.categories().answerOf(verdict.classes());
        if (!crowd.categories().spec().faultsOf(gold).isEmpty()) {
            throw new Unprocessable(
                    "result-no-answer",
                    "The labels alone are no valid answer to the task " + task.id()
                            + ", as other outputs are required. Say the right answer yourself.",
                    Map.of("taskId", task.id()));
        }
        return gold;
    }

    private void insert(Connection tx, Map<UUID, JsonNode> golds, Map<UUID, Candidate> candidates) throws SQLException {
        var columns = new Columns<>(tx, golds.entrySet());
        try (var insert = tx.prepareStatement(PROMOTE)) {
            insert.setObject(1, clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
            insert.setArray(2, columns.uuids(Map.Entry::getKey));
            insert.setArray(3, columns.texts(entry -> entry.getValue().toString()));
            insert.setArray(4, columns.texts(entry -> {
                var candidate = candidates.get(entry.getKey());
                return candidate == null ? null : candidate.explanation();
            }));
            insert.executeUpdate();
        }
    }

    private static Set<UUID> found(Connection tx, String sql, UUID jobId, Collection<UUID> ids) throws SQLException {
        try (var query = tx.prepareStatement(sql)) {
            query.setObject(1, jobId);
            query.setArray(2, new Columns<>(tx, ids).uuids(id -> id));
            var found = new HashSet<UUID>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    found.add(row.getObject(1, UUID.class));
                }
            }
            return found;
        }
    }
}
