package dev.groundwork.task.assignment;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.Amount;
import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentApproved;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentExpired;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRejectionHeld;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentReturned;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentSubmitted;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.outbox.OutboxEvent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * Many assignments at once: loaded and locked by one statement, written back by another, with the counters of their jobs, the
 * slots that come free, the alarms of the clock and the events that tell of it, all in the caller's transaction.
 */
@ApplicationScoped
public class Assignments {

    /** Always in the order of ids, so that two transactions never wait for each other. */
    private static final String LOAD = """
            select a.id, a.job_id, a.task_id, a.position, a.requester_id, a.worker_id, a.reward_minor, a.currency,
                   a.claimed_at, a.deadline_at, j.review_window_seconds, a.state, a.submitted_at, a.review_due_at,
                   a.active_seconds, case when a.state <> 'CLAIMED' then a.answer::text end
            from assignment a join job j on j.id = a.job_id
            where a.id = any (?)
            order by a.id
            for no key update of a
            """;

    /** The state it was loaded in is asked for again: a row that moved without the lock must not be overwritten. */
    private static final String SAVE = """
            update assignment a
            set state = v.state, submitted_at = v.submitted_at, review_due_at = v.review_due_at,
                active_seconds = v.active_seconds, answer = coalesce(v.answer::jsonb, a.answer),
                decided_at = coalesce(v.decided_at, a.decided_at), decided_by = coalesce(v.decided_by, a.decided_by),
                feedback = coalesce(v.feedback, a.feedback), rejection = coalesce(v.rejection::jsonb, a.rejection)
            from unnest(?::uuid[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::bigint[], ?::text[],
                        ?::timestamptz[], ?::text[], ?::text[], ?::text[])
                as v (id, was, state, submitted_at, review_due_at, active_seconds, answer,
                      decided_at, decided_by, feedback, rejection)
            where a.id = v.id and a.state = v.was
            """;

    /** Locked in order first, as an update alone takes its rows in the order that suits it. */
    private static final String COUNT = """
            update job_progress p
            set claimed = p.claimed + d.claimed, submitted = p.submitted + d.submitted, approved = p.approved + d.approved,
                rejection_held = p.rejection_held + d.rejection_held, rejected = p.rejected + d.rejected,
                returned = p.returned + d.returned, expired = p.expired + d.expired,
                review_seconds = p.review_seconds + d.review_seconds
            from (select job_id from job_progress where job_id = any (?) order by job_id for no key update) l,
                 unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                        ?::bigint[], ?::bigint[])
                     as d (job_id, claimed, submitted, approved, rejection_held, rejected, returned, expired,
                           review_seconds)
            where p.job_id = l.job_id and d.job_id = l.job_id
            """;

    private static final String SET_ALARMS = """
            insert into assignment_alarm (due_at, assignment_id) select * from unnest(?::timestamptz[], ?::uuid[])
            """;

    /** After the counters: their lock makes slots of a job appear in the order of their numbers. */
    private static final String RETURN_SLOTS = """
            insert into returned_slot (job_id, position, task_id)
            select * from unnest(?::uuid[], ?::bigint[], ?::uuid[])
            """;

    private final Outbox outbox;
    private final ObjectMapper json;

    Assignments(Outbox outbox, ObjectMapper json) {
        this.outbox = outbox;
        this.json = json;
    }

    /** {@return those of the ids that exist, locked until the transaction ends} */
    public Map<UUID, Assignment> lock(Connection tx, Collection<UUID> ids) throws SQLException {
        var found = new LinkedHashMap<UUID, Assignment>();
        try (var load = tx.prepareStatement(LOAD)) {
            load.setArray(1, new Columns<>(tx, ids).uuids(id -> id));
            try (var row = load.executeQuery()) {
                while (row.next()) {
                    var assignment = read(row);
                    found.put(assignment.id(), assignment);
                }
            }
        }
        return found;
    }

    private static Assignment read(ResultSet row) throws SQLException {
        var terms = new Assignment.Terms(
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                row.getLong(4),
                row.getObject(5, UUID.class),
                row.getObject(6, UUID.class),
                row.getLong(7),
                row.getString(8),
                row.getObject(9, OffsetDateTime.class).toInstant(),
                row.getObject(10, OffsetDateTime.class).toInstant(),
                Duration.ofSeconds(row.getLong(11)));
        return new Assignment(
                row.getObject(1, UUID.class),
                terms,
                AssignmentState.valueOf(row.getString(12)),
                instant(row, 13),
                instant(row, 14),
                row.getLong(15),
                row.getString(16));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** Writes back what changed of assignments that {@link #lock} loaded in the same transaction. */
    public void save(Connection tx, Collection<Assignment> loaded, Instant now) throws SQLException {
        var changed = loaded.stream().filter(Assignment::isChanged).toList();
        if (changed.isEmpty()) {
            return;
        }
        write(tx, changed);
        var moved = changed.stream()
                .filter(assignment -> assignment.state() != assignment.loadedAs())
                .toList();
        if (moved.isEmpty()) {
            return;
        }
        count(tx, moved);
        setAlarms(tx, moved);
        returnSlots(tx, moved);
        outbox.addAll(
                tx,
                moved.stream()
                        .flatMap(assignment -> assignment.passed().stream().map(state -> event(assignment, state, now)))
                        .toList());
    }

    private void write(Connection tx, List<Assignment> changed) throws SQLException {
        var columns = new Columns<>(tx, changed);
        try (var update = tx.prepareStatement(SAVE)) {
            update.setArray(1, columns.uuids(Assignment::id));
            update.setArray(2, columns.texts(assignment -> assignment.loadedAs().name()));
            update.setArray(3, columns.texts(assignment -> assignment.state().name()));
            update.setArray(4, columns.instants(Assignment::submittedAt));
            update.setArray(5, columns.instants(Assignment::reviewDueAt));
            update.setArray(6, columns.longs(Assignment::activeSeconds));
            update.setArray(
                    7,
                    columns.texts(assignment ->
                            assignment.loadedAs() == AssignmentState.CLAIMED ? assignment.answer() : null));
            update.setArray(8, columns.instants(Assignment::decidedAt));
            update.setArray(9, columns.texts(Assignment::decidedBy));
            update.setArray(10, columns.texts(Assignment::feedback));
            update.setArray(11, columns.texts(this::rejection));
            expect(changed.size(), update.executeUpdate(), "assignments");
        }
    }

    private @Nullable String rejection(Assignment assignment) {
        var rejection = assignment.rejection();
        try {
            return rejection == null ? null : json.writeValueAsString(rejection);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a rejection cannot be written as JSON", impossible);
        }
    }

    private static void count(Connection tx, List<Assignment> moved) throws SQLException {
        var tallies = new TreeMap<UUID, JobTally>();
        for (Assignment assignment : moved) {
            tallies.computeIfAbsent(assignment.terms().jobId(), JobTally::new).moved(assignment);
        }
        count(tx, tallies.values());
    }

    /** Moves the counters of jobs, in the order of their ids. */
    private static void count(Connection tx, Collection<JobTally> tallies) throws SQLException {
        var columns = new Columns<>(tx, tallies);
        try (PreparedStatement update = tx.prepareStatement(COUNT)) {
            update.setArray(1, columns.uuids(tally -> tally.jobId));
            update.setArray(2, columns.uuids(tally -> tally.jobId));
            int column = 3;
            for (AssignmentState state : List.of(
                    AssignmentState.CLAIMED,
                    AssignmentState.SUBMITTED,
                    AssignmentState.APPROVED,
                    AssignmentState.REJECTION_HELD,
                    AssignmentState.REJECTED,
                    AssignmentState.RETURNED,
                    AssignmentState.EXPIRED)) {
                update.setArray(column++, columns.longs(tally -> tally.by(state)));
            }
            update.setArray(column, columns.longs(tally -> tally.reviewSeconds));
            expect(tallies.size(), update.executeUpdate(), "rows of job_progress");
        }
    }

    private static final class JobTally {
        private final UUID jobId;
        private final Map<AssignmentState, Long> deltas = new EnumMap<>(AssignmentState.class);
        private long reviewSeconds;

        private JobTally(UUID jobId) {
            this.jobId = jobId;
        }

        private void moved(Assignment assignment) {
            deltas.merge(assignment.loadedAs(), -1L, Long::sum);
            deltas.merge(assignment.state(), 1L, Long::sum);
            reviewSeconds += assignment.reviewSeconds();
        }

        private long by(AssignmentState state) {
            return deltas.getOrDefault(state, 0L);
        }
    }

    private static void setAlarms(Connection tx, List<Assignment> moved) throws SQLException {
        var submitted = inState(moved, AssignmentState.SUBMITTED);
        if (submitted.isEmpty()) {
            return;
        }
        var columns = new Columns<>(tx, submitted);
        try (var insert = tx.prepareStatement(SET_ALARMS)) {
            insert.setArray(1, columns.instants(Assignment::reviewDueAt));
            insert.setArray(2, columns.uuids(Assignment::id));
            insert.executeUpdate();
        }
    }

    private static void returnSlots(Connection tx, List<Assignment> moved) throws SQLException {
        var free = inState(moved, AssignmentState.RETURNED, AssignmentState.EXPIRED);
        if (free.isEmpty()) {
            return;
        }
        var columns = new Columns<>(tx, free);
        try (var insert = tx.prepareStatement(RETURN_SLOTS)) {
            insert.setArray(1, columns.uuids(assignment -> assignment.terms().jobId()));
            insert.setArray(2, columns.longs(assignment -> assignment.terms().position()));
            insert.setArray(3, columns.uuids(assignment -> assignment.terms().taskId()));
            insert.executeUpdate();
        }
    }

    private static List<Assignment> inState(List<Assignment> moved, AssignmentState... states) {
        var wanted = List.of(states);
        return moved.stream()
                .filter(assignment -> wanted.contains(assignment.state()))
                .toList();
    }

    private static void expect(int rows, int updated, String what) {
        if (rows != updated) {
            throw new IllegalStateException("%d of %d %s were there to update".formatted(updated, rows, what));
        }
    }

    private static OutboxEvent event(Assignment assignment, AssignmentState state, Instant now) {
        var terms = assignment.terms();
        AssignmentEvent event =
                switch (state) {
                    case SUBMITTED ->
                        new AssignmentSubmitted(
                                assignment.id(),
                                terms.jobId(),
                                terms.requesterId(),
                                terms.taskId(),
                                terms.workerId(),
                                assignment.activeSeconds(),
                                assignment.wallSeconds(now),
                                now);
                    case APPROVED ->
                        new AssignmentApproved(
                                assignment.id(),
                                terms.jobId(),
                                terms.requesterId(),
                                terms.taskId(),
                                terms.workerId(),
                                new Amount(Long.toString(terms.rewardMinor()), terms.currency()),
                                assignment.activeSeconds(),
                                assignment.decidedBy() == null ? "requester" : assignment.decidedBy(),
                                now);
                    case REJECTION_HELD -> rejectionHeld(assignment, now);
                    case RETURNED ->
                        new AssignmentReturned(
                                assignment.id(),
                                terms.jobId(),
                                terms.taskId(),
                                terms.workerId(),
                                assignment.activeSeconds(),
                                now);
                    case EXPIRED ->
                        new AssignmentExpired(
                                assignment.id(),
                                terms.jobId(),
                                terms.taskId(),
                                terms.workerId(),
                                assignment.activeSeconds(),
                                now);
                    case CLAIMED, ACCEPTED_UNUSED, APPEALED, REJECTED ->
                        throw new IllegalStateException("nothing leads to " + state + " yet");
                };
        return new OutboxEvent(AssignmentEvent.TOPIC, terms.jobId(), event);
    }

    private static AssignmentRejectionHeld rejectionHeld(Assignment assignment, Instant now) {
        var terms = assignment.terms();
        var rejection = assignment.rejection();
        if (rejection == null) {
            throw new IllegalStateException("assignment " + assignment.id() + " was rejected without a reason");
        }
        return new AssignmentRejectionHeld(
                assignment.id(),
                terms.jobId(),
                terms.requesterId(),
                terms.taskId(),
                terms.workerId(),
                rejection.reason().name(),
                rejection.evidence(),
                rejection.clause(),
                now);
    }
}
