package dev.groundwork.task.assignment;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.task.time.TimeBasis;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** Assignments to look at. */
@ApplicationScoped
public class AssignmentRegister {

    private static final String SELECT = """
            select a.id, a.job_id, a.task_id, %s, a.worker_id, a.state, a.reward_minor, a.currency,
                   t.input::text, %s, a.claimed_at, a.deadline_at, a.submitted_at, a.review_due_at,
                   a.active_seconds, a.decided_at, a.decided_by, a.feedback, a.rejection::text,
                   a.outcome, a.payable_minor, a.appeal_until, a.appealed_at, a.ruling_due_at, a.final_at, a.final_by, a.ruling,
                   a.time_basis, a.reported_seconds
            from assignment a join task t on t.job_id = a.job_id and t.position = a.position
            """;

    /** That a worker was screened out is what a requester pays for, and not what they said: it is no answer. */
    private static final String VIEW =
            SELECT.formatted("t.external_id", "case when a.state <> 'SCREENED_OUT' then a.answer::text end");

    /** A requester's own name for a task may tell a control task from others. */
    private static final String WORKER_VIEW = SELECT.formatted("""
            case when (select j.names_hidden from job j where j.id = a.job_id) then a.task_id::text else t.external_id end""", "a.answer::text");

    private final AgroalDataSource database;
    private final TaskInputs inputs;

    AssignmentRegister(AgroalDataSource database, TaskInputs inputs) {
        this.database = database;
        this.inputs = inputs;
    }

    /**
     * The attempts of one job in the order of their claims.
     *
     * @param taskId those at one of its tasks only; null for all
     * @throws NotFound where the job is not the requester's
     */
    Page<AssignmentView> ofJob(
            UUID jobId,
            UUID requesterId,
            @Nullable UUID taskId,
            @Nullable AssignmentState state,
            @Nullable String cursor,
            int limit) {
        requireJob(jobId, requesterId);
        var after = Cursor.decodeUuid(cursor);
        return page(
                limit,
                VIEW + " where a.job_id = ? and a.id > ? and (?::text is null or a.state = ?)"
                        + (taskId == null ? "" : " and a.task_id = ?") + " order by a.id limit ?",
                query -> {
                    query.setObject(1, jobId);
                    query.setObject(2, after == null ? new UUID(0, 0) : after);
                    query.setString(3, state == null ? null : state.name());
                    query.setString(4, state == null ? null : state.name());
                    if (taskId != null) {
                        query.setObject(5, taskId);
                    }
                    query.setInt(taskId == null ? 5 : 6, limit + 1);
                });
    }

    /** A worker's own attempts, newest first. */
    Page<AssignmentView> ofWorker(UUID workerId, @Nullable AssignmentState state, @Nullable String cursor, int limit) {
        var before = Cursor.decodeUuid(cursor);
        return page(
                limit,
                WORKER_VIEW + " where a.worker_id = ? and a.id < ? and (?::text is null or a.state = ?)"
                        + " order by a.id desc limit ?",
                query -> {
                    query.setObject(1, workerId);
                    query.setObject(2, before == null ? new UUID(-1, -1) : before);
                    query.setString(3, state == null ? null : state.name());
                    query.setString(4, state == null ? null : state.name());
                    query.setInt(5, limit + 1);
                });
    }

    /** {@return the assignment with its task, where it is the worker's} */
    public Optional<AssignmentView> ofWorker(UUID workerId, UUID id) {
        return one(WORKER_VIEW + " where a.id = ? and a.worker_id = ?", id, workerId, true);
    }

    /** {@return the assignment, where its job is the requester's} */
    public Optional<AssignmentView> ofRequester(UUID requesterId, UUID id) {
        return one(VIEW + " where a.id = ? and a.requester_id = ?", id, requesterId, false);
    }

    /** Refuses anybody but the job's requester. */
    public void requireJob(UUID jobId, UUID requesterId) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("select from job where id = ? and requester_id = ?")) {
            query.setObject(1, jobId);
            query.setObject(2, requesterId);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new NotFound("job", jobId);
                }
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read job " + jobId, failure);
        }
    }

    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement query) throws SQLException;
    }

    private Page<AssignmentView> page(int limit, String sql, Binding binding) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(sql)) {
            binding.bind(query);
            List<AssignmentView> views = new ArrayList<>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    views.add(view(row, false));
                }
            }
            return Page.of(views, limit, last -> Cursor.encode(last.id()));
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read assignments", failure);
        }
    }

    private Optional<AssignmentView> one(String sql, UUID id, UUID owner, boolean withInput) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(sql)) {
            query.setObject(1, id);
            query.setObject(2, owner);
            try (var row = query.executeQuery()) {
                return row.next() ? Optional.of(view(row, withInput)) : Optional.empty();
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read assignment " + id, failure);
        }
    }

    private AssignmentView view(ResultSet row, boolean withInput) throws SQLException {
        var claimedAt = row.getObject(11, OffsetDateTime.class).toInstant();
        var submittedAt = instant(row, 13);
        var state = AssignmentState.valueOf(row.getString(6));
        var outcome = row.getString(20) == null ? null : RejectionOutcome.valueOf(row.getString(20));
        return new AssignmentView(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                row.getString(4),
                row.getObject(5, UUID.class),
                state,
                MoneyBody.of(new Money(row.getLong(7), row.getString(8))),
                withInput ? inputs.forWorker(row.getString(9)) : null,
                row.getString(10),
                claimedAt,
                row.getObject(12, OffsetDateTime.class).toInstant(),
                submittedAt,
                instant(row, 14),
                row.getLong(15),
                TimeBasis.valueOf(row.getString(28)),
                row.getObject(29, Long.class),
                submittedAt == null
                        ? null
                        : Duration.between(claimedAt, submittedAt).toSeconds(),
                instant(row, 16),
                row.getString(17),
                row.getString(18),
                row.getString(19),
                PayState.of(state, outcome),
                outcome,
                row.getObject(21) == null ? null : MoneyBody.of(new Money(row.getLong(21), row.getString(8))),
                instant(row, 22),
                instant(row, 23),
                instant(row, 24),
                instant(row, 25),
                row.getString(26),
                row.getString(27));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
