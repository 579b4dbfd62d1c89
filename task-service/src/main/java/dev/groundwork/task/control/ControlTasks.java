package dev.groundwork.task.control;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.task.assignment.Columns;
import dev.groundwork.task.job.JobDesk;
import dev.groundwork.task.policy.QualityPolicy;
import dev.groundwork.task.policy.TaskIds;
import dev.groundwork.task.spec.StorableJson;
import dev.groundwork.task.spec.TaskSpec;
import dev.groundwork.task.spec.TaskSpecs;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** A job's control and training tasks, for its requester: each method is one use case. */
@ApplicationScoped
public class ControlTasks {

    private static final String LOCK = """
            select state, spec_hash, quality, created_at from job where id = ? and requester_id = ? for no key update
            """;

    private static final String FOREIGN_MEDIA = """
            select m.id from unnest(?::uuid[]) m (id)
            left join media on media.id = m.id and media.requester_id = ?
            where media.id is null limit 1
            """;

    private static final String THERE = """
            select t.external_id, t.input = v.input::jsonb and c.gold is not distinct from v.gold::jsonb
            from unnest(?::text[], ?::text[], ?::text[]) as v (external_id, input, gold)
            join task t on t.job_id = ? and t.external_id = v.external_id
            left join control_task c on c.job_id = t.job_id and c.position = t.position
            """;

    private static final String ADD = """
            with added as (
                insert into task (job_id, position, id, external_id, input, overlap)
                select ?, (select coalesce(max(position), 0) from task where job_id = ?) + nr, id, external_id, input::jsonb, 1
                from unnest(?::uuid[], ?::text[], ?::text[]) with ordinality as v (id, external_id, input, nr)
                returning job_id, position, id),
            counted as (
                update job set version = version + 1, task_count = task_count + (select count(*) from added) where id = ?)
            insert into control_task (job_id, position, task_id, training, gold, explanation, source, shuffle, created_at)
            select a.job_id, a.position, a.id, v.training::boolean, v.gold::jsonb, v.explanation, 'UPLOADED',
                   hashtextextended(a.id::text, floor(random() * 1000000000)::bigint), ?
            from added a
            join unnest(?::uuid[], ?::text[], ?::text[], ?::text[]) as v (id, gold, explanation, training) on v.id = a.id
            """;

    private static final String PAGE = """
            select c.position, c.task_id, t.external_id, c.training, c.gold::text, c.explanation, c.source, c.state,
                   c.state_reason, c.uses, c.created_at, coalesce(a.answered, 0), coalesce(a.correct, 0)
            from control_task c
            join task t on t.job_id = c.job_id and t.position = c.position
            left join lateral (
                select count(*) as answered, count(*) filter (where is_right) as correct
                from control_answer a where a.job_id = c.job_id and a.position = c.position) a on true
            where c.job_id = ? and c.position > ? and (?::text is null or c.state = ?)
            order by c.position limit ?
            """;

    private static final String RETIRE = """
            update control_task set state = 'RETIRED', state_reason = coalesce(?, 'retired by the requester')
            where job_id = ? and task_id = ? and state = 'ACTIVE'
            """;

    private static final String STATE = "select state from control_task where job_id = ? and task_id = ?";

    private final JobDesk jobs;
    private final TaskSpecs specs;
    private final AgroalDataSource database;
    private final Clock clock;

    ControlTasks(JobDesk jobs, TaskSpecs specs, AgroalDataSource database, Clock clock) {
        this.jobs = jobs;
        this.specs = specs;
        this.database = database;
        this.clock = clock;
    }

    /** Whether a control task is mixed in. */
    public enum State {
        ACTIVE,
        /** Taken out of use. */
        RETIRED,
        /** Its answer has become known. */
        LEAKED
    }

    /** A control or training task to add. */
    record NewTask(
            String externalId,
            JsonNode input,
            JsonNode gold,
            @Nullable String explanation,
            boolean training) {}

    /** What became of an upload. */
    record Added(int added, int repeated) {}

    /**
     * A job whose row is locked.
     *
     * @param createdAt when it was drafted
     */
    public record LockedJob(String specHash, QualityPolicy policy, Instant createdAt) {}

    /**
     * Locks a job that control or training tasks may be added to, until the transaction ends.
     *
     * @throws NotFound {@code job-not-found}
     * @throws RuleViolation {@code job-ended}; {@code job-without-control}, {@code job-without-training} where its policy has no
     *     use for them
     */
    public LockedJob lock(Connection tx, UUID requesterId, UUID jobId, boolean training) throws SQLException {
        try (var query = tx.prepareStatement(LOCK)) {
            query.setObject(1, jobId);
            query.setObject(2, requesterId);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new NotFound("job", jobId);
                }
                var state = row.getString(1);
                if (state.equals("COMPLETED") || state.equals("CANCELLED")) {
                    throw new RuleViolation("job-ended", "The job has ended already: it is " + state + ".");
                }
                var stored = row.getString(3);
                var policy = stored == null ? null : QualityPolicy.read(stored);
                if (policy == null || (!training && policy.control() == null)) {
                    throw new RuleViolation(
                            "job-without-control",
                            "The job mixes in no control tasks. Make a job with quality.control.");
                }
                if (training && policy.training() == null) {
                    throw new RuleViolation(
                            "job-without-training", "The job has no training. Make a job with quality.training.");
                }
                return new LockedJob(
                        row.getString(2),
                        policy,
                        row.getObject(4, OffsetDateTime.class).toInstant());
            }
        }
    }

    /**
     * Adds all of the tasks, or none. A task that is there already with the same input and answer is counted and changes nothing.
     *
     * @throws InvalidRequest {@code invalid-gold} with a pointer to every fault
     * @throws RuleViolation {@code external-id-taken}, and as {@link #lock}
     */
    Added add(UUID requesterId, UUID jobId, List<NewTask> tasks) {
        var job = jobs.get(requesterId, jobId);
        requireValid(specs.byHash(job.specHash()), tasks);
        try {
            return Transactions.call(database, tx -> add(tx, requesterId, jobId, tasks));
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot add control tasks to job " + jobId, failure);
        }
    }

    private static void requireValid(TaskSpec spec, List<NewTask> tasks) {
        var errors = new ArrayList<FieldError>();
        var names = new HashSet<String>();
        for (int i = 0; i < tasks.size(); i++) {
            var task = tasks.get(i);
            var at = "/items/" + i;
            var fault = StorableJson.faultOf(task.externalId());
            if (fault != null) {
                errors.add(new FieldError(at + "/externalId", fault));
            }
            if (!names.add(task.externalId())) {
                errors.add(new FieldError(at + "/externalId", "is there twice"));
            }
            if (task.explanation() != null && StorableJson.faultOf(task.explanation()) != null) {
                errors.add(new FieldError(at + "/explanation", "holds characters that cannot be kept"));
            }
            spec.faultsOfInput(task.input())
                    .forEach(found -> errors.add(new FieldError(at + "/input" + found.pointer(), found.detail())));
            spec.faultsOf(task.gold())
                    .forEach(found -> errors.add(new FieldError(at + "/gold" + found.pointer(), found.detail())));
        }
        if (!errors.isEmpty()) {
            throw new InvalidRequest(
                    "invalid-gold",
                    "Nothing is added: " + errors.getFirst().pointer() + " "
                            + errors.getFirst().detail() + ".",
                    errors);
        }
    }

    private Added add(Connection tx, UUID requesterId, UUID jobId, List<NewTask> tasks) throws SQLException {
        boolean anyTraining = tasks.stream().anyMatch(NewTask::training);
        boolean anyControl = tasks.stream().anyMatch(task -> !task.training());
        var job = lock(tx, requesterId, jobId, anyTraining);
        if (anyTraining && anyControl) {
            lock(tx, requesterId, jobId, false);
        }
        requireOwnMedia(tx, requesterId, tasks);
        var there = there(tx, jobId, tasks);
        there.forEach((name, same) -> {
            if (!same) {
                throw new RuleViolation(
                        "external-id-taken",
                        "The job has a task " + name
                                + " with another input or answer already. Give this one another name.");
            }
        });
        var added = tasks.stream()
                .filter(task -> !there.containsKey(task.externalId()))
                .toList();
        if (!added.isEmpty()) {
            insert(tx, jobId, job, added);
        }
        return new Added(added.size(), tasks.size() - added.size());
    }

    private static void requireOwnMedia(Connection tx, UUID requesterId, List<NewTask> tasks) throws SQLException {
        var media = new HashSet<UUID>();
        tasks.forEach(task -> TaskSpec.eachMedium(task.input(), media::add));
        if (media.isEmpty()) {
            return;
        }
        try (var query = tx.prepareStatement(FOREIGN_MEDIA)) {
            query.setArray(1, new Columns<>(tx, media).uuids(id -> id));
            query.setObject(2, requesterId);
            try (var row = query.executeQuery()) {
                if (row.next()) {
                    throw new NotFound("media", row.getObject(1, UUID.class));
                }
            }
        }
    }

    private static Map<String, Boolean> there(Connection tx, UUID jobId, List<NewTask> tasks) throws SQLException {
        var columns = new Columns<>(tx, tasks);
        var there = new HashMap<String, Boolean>();
        try (var query = tx.prepareStatement(THERE)) {
            query.setArray(1, columns.texts(NewTask::externalId));
            query.setArray(2, columns.texts(task -> task.input().toString()));
            query.setArray(3, columns.texts(task -> task.gold().toString()));
            query.setObject(4, jobId);
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    there.put(row.getString(1), row.getBoolean(2));
                }
            }
        }
        return there;
    }

    private void insert(Connection tx, UUID jobId, LockedJob job, List<NewTask> tasks) throws SQLException {
        record Row(UUID id, NewTask task) {}

        var rows = tasks.stream()
                .map(task ->
                        new Row(job.policy().control() == null ? Ids.next() : TaskIds.unordered(job.createdAt()), task))
                .toList();
        var columns = new Columns<>(tx, rows);
        try (var insert = tx.prepareStatement(ADD)) {
            insert.setObject(1, jobId);
            insert.setObject(2, jobId);
            insert.setArray(3, columns.uuids(Row::id));
            insert.setArray(4, columns.texts(row -> row.task().externalId()));
            insert.setArray(5, columns.texts(row -> row.task().input().toString()));
            insert.setObject(6, jobId);
            insert.setObject(7, clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
            insert.setArray(8, columns.uuids(Row::id));
            insert.setArray(9, columns.texts(row -> row.task().gold().toString()));
            insert.setArray(10, columns.texts(row -> row.task().explanation()));
            insert.setArray(11, columns.texts(row -> Boolean.toString(row.task().training())));
            insert.executeUpdate();
        }
    }

    /** A control task and where it stands in the job. */
    record Positioned(long position, ControlTaskView view) {}

    /** {@return control and training tasks in the order of the job} */
    Page<ControlTaskView> list(
            UUID requesterId, UUID jobId, @Nullable State state, @Nullable String cursor, int limit) {
        var job = jobs.get(requesterId, jobId);
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(PAGE)) {
            query.setObject(1, job.id());
            query.setLong(2, Cursor.decodeLong(cursor, 0));
            query.setString(3, state == null ? null : state.name());
            query.setString(4, state == null ? null : state.name());
            query.setInt(5, limit + 1);
            var found = new ArrayList<Positioned>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    found.add(new Positioned(
                            row.getLong(1),
                            new ControlTaskView(
                                    row.getObject(2, UUID.class),
                                    row.getString(3),
                                    row.getBoolean(4),
                                    row.getString(5),
                                    row.getString(6),
                                    row.getString(7),
                                    State.valueOf(row.getString(8)),
                                    row.getString(9),
                                    row.getLong(10),
                                    row.getLong(12),
                                    row.getLong(13),
                                    row.getObject(11, OffsetDateTime.class).toInstant())));
                }
            }
            return Page.of(found, limit, last -> Cursor.encode(last.position())).map(Positioned::view);
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the control tasks of job " + jobId, failure);
        }
    }

    /**
     * Takes a control task out of use; what was answered counts on. One that is out of use already stays so.
     *
     * @throws NotFound {@code job-not-found}, {@code control-task-not-found}
     */
    void retire(UUID requesterId, UUID jobId, UUID taskId, @Nullable String reason) {
        var job = jobs.get(requesterId, jobId);
        try (var connection = database.getConnection()) {
            try (var update = connection.prepareStatement(RETIRE)) {
                update.setString(1, reason);
                update.setObject(2, job.id());
                update.setObject(3, taskId);
                if (update.executeUpdate() == 1) {
                    return;
                }
            }
            try (var query = connection.prepareStatement(STATE)) {
                query.setObject(1, job.id());
                query.setObject(2, taskId);
                try (var row = query.executeQuery()) {
                    if (!row.next()) {
                        throw new NotFound("control-task", taskId);
                    }
                }
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot retire the control task " + taskId, failure);
        }
    }
}
