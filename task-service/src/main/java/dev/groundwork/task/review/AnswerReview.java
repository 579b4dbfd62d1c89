package dev.groundwork.task.review;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.problem.DomainProblem;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.task.assignment.Assignment;
import dev.groundwork.task.assignment.AssignmentDesk;
import dev.groundwork.task.assignment.AssignmentRegister;
import dev.groundwork.task.assignment.AssignmentState;
import dev.groundwork.task.assignment.Assignments;
import dev.groundwork.task.assignment.BatchPlans;
import dev.groundwork.task.assignment.DisputeConfig;
import dev.groundwork.task.assignment.Rejection;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** What a requester decides on answers: each public method is one use case. */
@ApplicationScoped
class AnswerReview {

    private static final int CHUNK = 500;

    private final AssignmentDesk desk;
    private final Assignments assignments;
    private final AssignmentRegister register;
    private final Stakes stakes;
    private final DisputeConfig disputes;
    private final Outbox outbox;
    private final ObjectMapper json;
    private final Clock clock;
    private final AgroalDataSource database;

    AnswerReview(
            AssignmentDesk desk,
            Assignments assignments,
            AssignmentRegister register,
            Stakes stakes,
            DisputeConfig disputes,
            Outbox outbox,
            ObjectMapper json,
            Clock clock,
            AgroalDataSource database) {
        this.desk = desk;
        this.assignments = assignments;
        this.register = register;
        this.stakes = stakes;
        this.disputes = disputes;
        this.outbox = outbox;
        this.json = json;
        this.clock = clock;
        this.database = database;
    }

    /** Who decides: the organisation whose job it is, and its person or program. */
    record Reviewer(UUID requesterId, UUID personId) {}

    /** Accepts an answer; accepting it again changes nothing. */
    void approve(UUID assignmentId, UUID requesterId, @Nullable String feedback) {
        desk.change(assignmentId, (assignment, now) -> {
            assignment.requireRequester(requesterId);
            if (assignment.state() != AssignmentState.APPROVED) {
                assignment.approve(feedback, now);
            }
        });
    }

    /** Takes an answer to pay for it and not to use it; taking it so again changes nothing. */
    void acceptUnused(UUID assignmentId, UUID requesterId, @Nullable String feedback) {
        desk.change(assignmentId, (assignment, now) -> {
            assignment.requireRequester(requesterId);
            if (assignment.state() != AssignmentState.ACCEPTED_UNUSED) {
                assignment.acceptUnused(feedback, now);
            }
        });
    }

    /** Proposes a rejection: the money stays held. */
    void reject(UUID assignmentId, Reviewer reviewer, Rejection rejection) {
        var refused =
                rejectSome(null, reviewer, Map.of(assignmentId, rejection)).get(assignmentId);
        if (refused != null) {
            throw refused;
        }
    }

    /** An assignment that a bulk review left as it was, and the code that a single review would have been refused with. */
    record Skipped(UUID id, String code) {}

    /** What a bulk review did; what is neither skipped nor unknown is done. */
    record Reviewed(long approved, long acceptedUnused, long rejected, List<Skipped> skipped) {}

    /** Approves the named assignments of one job, some hundred a transaction; what cannot be approved is skipped and named. */
    Reviewed approveEach(UUID jobId, UUID requesterId, List<UUID> ids) {
        var skipped = decideEach(jobId, requesterId, ids, (assignment, now) -> assignment.approve(null, now));
        return new Reviewed(count(ids) - skipped.size(), 0, 0, skipped);
    }

    /** Takes the named assignments to pay for them and not to use them, like {@link #approveEach}. */
    Reviewed acceptUnusedEach(UUID jobId, UUID requesterId, List<UUID> ids, @Nullable String feedback) {
        var skipped = decideEach(jobId, requesterId, ids, (assignment, now) -> assignment.acceptUnused(feedback, now));
        return new Reviewed(0, count(ids) - skipped.size(), 0, skipped);
    }

    private static long count(List<UUID> ids) {
        return ids.stream().distinct().count();
    }

    /** Proposes rejections of assignments of one job, like {@link #approveEach}; the circuit breaker counts each. */
    Reviewed rejectEach(UUID jobId, Reviewer reviewer, Map<UUID, Rejection> rejections) {
        register.requireJob(jobId, reviewer.requesterId());
        var ids = List.copyOf(rejections.keySet());
        var skipped = new ArrayList<Skipped>();
        for (int from = 0; from < ids.size(); from += CHUNK) {
            var chunk = new LinkedHashMap<UUID, Rejection>();
            ids.subList(from, Math.min(ids.size(), from + CHUNK))
                    .forEach(id -> chunk.put(id, Objects.requireNonNull(rejections.get(id))));
            rejectSome(jobId, reviewer, chunk).forEach((id, refused) -> skipped.add(new Skipped(id, refused.code())));
        }
        return new Reviewed(0, 0, ids.size() - skipped.size(), skipped);
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
                return new Reviewed(approved, 0, 0, List.of());
            }
            // What somebody else decided in between is decided: nothing to tell about.
            approved += chunk.size()
                    - inTransaction(tx -> decide(tx, jobId, chunk, (assignment, now) -> assignment.approve(null, now)))
                            .size();
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

    /** What happens to each of many. */
    @FunctionalInterface
    private interface Decision {
        void on(Assignment assignment, Instant now);
    }

    private List<Skipped> decideEach(UUID jobId, UUID requesterId, List<UUID> ids, Decision decision) {
        register.requireJob(jobId, requesterId);
        var distinct = List.copyOf(new LinkedHashSet<>(ids));
        var skipped = new ArrayList<Skipped>();
        for (int from = 0; from < distinct.size(); from += CHUNK) {
            var chunk = distinct.subList(from, Math.min(distinct.size(), from + CHUNK));
            skipped.addAll(inTransaction(tx -> decide(tx, jobId, chunk, decision)));
        }
        return skipped;
    }

    private List<Skipped> decide(Connection tx, UUID jobId, List<UUID> ids, Decision decision) throws SQLException {
        var now = now();
        var loaded = assignments.lock(tx, ids);
        var skipped = new ArrayList<Skipped>();
        for (UUID id : ids) {
            try {
                decision.on(ofJob(loaded.get(id), jobId, id), now);
            } catch (DomainProblem refused) {
                skipped.add(new Skipped(id, refused.code()));
            }
        }
        assignments.save(tx, loaded.values(), now);
        return skipped;
    }

    private static Assignment ofJob(@Nullable Assignment assignment, @Nullable UUID jobId, UUID id) {
        if (assignment == null || (jobId != null && !assignment.terms().jobId().equals(jobId))) {
            throw new NotFound("assignment", id);
        }
        return assignment;
    }

    /** {@return why those were refused that were; a lock of the circuit breaker is committed along with the others} */
    private Map<UUID, DomainProblem> rejectSome(
            @Nullable UUID jobId, Reviewer reviewer, Map<UUID, Rejection> rejections) {
        var limits = stakes.limits(rejections.keySet());
        return inTransaction(tx -> {
            var now = now();
            // Before the assignments: who rejects waits here, and holds nothing that others wait for.
            var breaker = RejectionBreaker.enter(tx, reviewer.requesterId(), reviewer.personId(), now);
            var loaded = assignments.lock(tx, rejections.keySet());
            var times = new HashMap<UUID, OthersTimes>();
            var refused = new LinkedHashMap<UUID, DomainProblem>();
            for (var entry : rejections.entrySet()) {
                try {
                    var assignment = ofJob(loaded.get(entry.getKey()), jobId, entry.getKey());
                    assignment.requireRequester(reviewer.requesterId());
                    reject(tx, breaker, assignment, entry.getValue(), times, limits, now);
                } catch (DomainProblem problem) {
                    refused.put(entry.getKey(), problem);
                }
            }
            assignments.save(tx, loaded.values(), now);
            breaker.save();
            return refused;
        });
    }

    private void reject(
            Connection tx,
            RejectionBreaker breaker,
            Assignment assignment,
            Rejection rejection,
            Map<UUID, OthersTimes> times,
            Map<UUID, Stakes.Limits> limits,
            Instant now)
            throws SQLException {
        assignment.requireContestable("rejected", now);
        var worker = assignment.terms().workerId();
        var others = times.get(worker);
        if (others == null) {
            others = Stakes.others(tx, assignment);
            times.put(worker, others);
        }
        Evidence.require(tx, json, assignment, rejection, others);
        breaker.admit(assignment);
        var limitsOfPay = Objects.requireNonNull(limits.get(assignment.id()));
        assignment.reject(
                rejection,
                stakes.of(assignment, rejection.reason(), others, limitsOfPay),
                disputes.appealWindow(),
                now);
    }

    /** PostgreSQL keeps microseconds; what is answered now must equal what is read later. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
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
            throw new IllegalStateException("a review cannot be written", failure);
        }
    }
}
