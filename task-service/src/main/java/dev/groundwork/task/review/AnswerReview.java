package dev.groundwork.task.review;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.problem.DomainProblem;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.task.assignment.Assignment;
import dev.groundwork.task.assignment.AssignmentDesk;
import dev.groundwork.task.assignment.AssignmentRegister;
import dev.groundwork.task.assignment.AssignmentState;
import dev.groundwork.task.assignment.Assignments;
import dev.groundwork.task.assignment.BatchPlans;
import dev.groundwork.task.assignment.Rejection;
import dev.groundwork.task.assignment.Transactions;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** What a requester decides on answers: each public method is one use case. */
@ApplicationScoped
class AnswerReview {

    private static final int CHUNK = 500;

    private final AssignmentDesk desk;
    private final Assignments assignments;
    private final AssignmentRegister register;
    private final Outbox outbox;
    private final Clock clock;
    private final AgroalDataSource database;

    AnswerReview(
            AssignmentDesk desk,
            Assignments assignments,
            AssignmentRegister register,
            Outbox outbox,
            Clock clock,
            AgroalDataSource database) {
        this.desk = desk;
        this.assignments = assignments;
        this.register = register;
        this.outbox = outbox;
        this.clock = clock;
        this.database = database;
    }

    /** Accepts an answer; accepting it again changes nothing. */
    void approve(UUID assignmentId, UUID requesterId, @Nullable String feedback) {
        desk.change(assignmentId, (assignment, now) -> {
            assignment.requireRequester(requesterId);
            if (assignment.state() != AssignmentState.APPROVED) {
                assignment.approve(feedback, now);
            }
        });
    }

    /** Proposes a rejection: the money stays held. */
    void reject(UUID assignmentId, UUID requesterId, Rejection rejection) {
        desk.change(assignmentId, (assignment, now) -> {
            assignment.requireRequester(requesterId);
            assignment.reject(rejection, now);
        });
    }

    /** An assignment that a bulk review left as it was, and the code that a single review would have been refused with. */
    record Skipped(UUID id, String code) {}

    /** What a bulk review did. */
    record Reviewed(long approved, List<Skipped> skipped) {}

    /** Approves the named assignments of one job, some hundred a transaction; what cannot be approved is skipped and named. */
    Reviewed approveEach(UUID jobId, UUID requesterId, List<UUID> ids) {
        register.requireJob(jobId, requesterId);
        var distinct = List.copyOf(new LinkedHashSet<>(ids));
        long approved = 0;
        var skipped = new ArrayList<Skipped>();
        for (int from = 0; from < distinct.size(); from += CHUNK) {
            var chunk = distinct.subList(from, Math.min(distinct.size(), from + CHUNK));
            var reviewed = inTransaction(tx -> approve(tx, jobId, chunk));
            approved += reviewed.approved();
            skipped.addAll(reviewed.skipped());
        }
        return new Reviewed(approved, skipped);
    }

    /** Approves everything of a job that waits for a decision. */
    Reviewed approveAll(UUID jobId, UUID requesterId) {
        register.requireJob(jobId, requesterId);
        long approved = 0;
        UUID last = new UUID(0, 0);
        while (true) {
            UUID after = last;
            var chunk = inTransaction(tx -> waiting(tx, jobId, after));
            if (chunk.isEmpty()) {
                return new Reviewed(approved, List.of());
            }
            // What somebody else decided in between is decided: nothing to tell about.
            approved += inTransaction(tx -> approve(tx, jobId, chunk)).approved();
            last = chunk.getLast();
        }
    }

    private static List<UUID> waiting(Connection tx, UUID jobId, UUID after) throws SQLException {
        try (var query = tx.prepareStatement(
                "select id from assignment where job_id = ? and state = 'SUBMITTED' and id > ? order by id limit ?")) {
            query.setObject(1, jobId);
            query.setObject(2, after);
            query.setInt(3, CHUNK);
            var ids = new ArrayList<UUID>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getObject(1, UUID.class));
                }
            }
            return ids;
        }
    }

    private Reviewed approve(Connection tx, UUID jobId, List<UUID> ids) throws SQLException {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var loaded = assignments.lock(tx, ids);
        long approved = 0;
        var skipped = new ArrayList<Skipped>();
        for (UUID id : ids) {
            try {
                approve(loaded.get(id), jobId, id, now);
                approved++;
            } catch (DomainProblem refused) {
                skipped.add(new Skipped(id, refused.code()));
            }
        }
        assignments.save(tx, loaded.values(), now);
        return new Reviewed(approved, skipped);
    }

    private static void approve(@Nullable Assignment assignment, UUID jobId, UUID id, Instant now) {
        if (assignment == null || !assignment.terms().jobId().equals(jobId)) {
            throw new NotFound("assignment", id);
        }
        assignment.approve(null, now);
    }

    private <T> T inTransaction(Transactions.Work<T> work) {
        try {
            var result = Transactions.call(database, tx -> {
                BatchPlans.use(tx);
                return work.run(tx);
            });
            outbox.wake();
            return result;
        } catch (SQLException failure) {
            throw new IllegalStateException("a bulk review cannot be written", failure);
        }
    }
}
