package dev.groundwork.task.assignment;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.task.floor.FloorRate;
import dev.groundwork.task.floor.WageFloors;

import io.agroal.api.AgroalDataSource;

/**
 * Workers who found that a job is not for them: what their time is worth, and whether somebody else gets the slot. A job pays for so
 * many of them beside its answers; the pay of all after them comes out of the slot that they held.
 */
@ApplicationScoped
class ScreenOuts {

    private static final String UNIQUE_VIOLATION = "23505";

    private static final String TERMS = """
            select coalesce(s.subdivision, s.country, ''), a.currency, j.time_estimate_seconds,
                   exists (select from screen_out o where o.job_id = a.job_id and o.worker_id = a.worker_id
                           and o.assignment_id <> a.id)
            from assignment a join job j on j.id = a.job_id left join worker_standing s on s.worker_id = a.worker_id
            where a.id = ?
            """;

    /** With those of the batch counted, as the counters are moved before; their lock lets no other batch in between. */
    private static final String LEFT = """
            select j.id, coalesce(j.screen_outs, 0) - p.screened_out
            from job j join job_progress p on p.job_id = j.id where j.id = any (?)
            """;

    private static final String KEEP = """
            insert into screen_out (assignment_id, job_id, worker_id, paid_beside, floor_minor, floor_place, floor_source,
                                    screened_out_at)
            select id, job_id, worker_id, paid_beside::boolean, floor_minor, floor_place, floor_source, ?::timestamptz
            from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::bigint[], ?::text[], ?::text[])
                as v (id, job_id, worker_id, paid_beside, floor_minor, floor_place, floor_source)
            """;

    private final WageFloors floors;
    private final Allowances allowances;
    private final AgroalDataSource database;

    ScreenOuts(WageFloors floors, Allowances allowances, AgroalDataSource database) {
        this.floors = floors;
        this.allowances = allowances;
        this.database = database;
    }

    /**
     * What the pay of a worker rests on who is about to be screened out; asked before a transaction, as it takes connections of its own.
     *
     * @throws NotFound {@code assignment-not-found}
     * @throws RuleViolation {@code already-screened-out} when they said so of this job before
     */
    Grounds groundsOf(UUID assignmentId) {
        var asked = asked(assignmentId);
        return new Grounds(
                floors.forPlace(asked.place(), asked.currency()), unmeasured(assignmentId, asked.estimate()));
    }

    /** Who reads in the task that it is not for them has read it, and has seldom done all of it. */
    private Duration unmeasured(UUID assignmentId, Duration estimate) {
        var reading = allowances.of(assignmentId);
        return reading == null || estimate.compareTo(reading) < 0 ? estimate : reading;
    }

    /**
     * What the pay of a screen-out rests on.
     *
     * @param floor of the worker's place
     * @param unmeasured how much of the time counts at most that nobody measured
     */
    record Grounds(FloorRate floor, Duration unmeasured) {}

    /** Where a worker lives, in which currency they are paid, and for a task of which length. */
    private record Asked(String place, String currency, Duration estimate) {}

    private Asked asked(UUID assignmentId) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(TERMS)) {
            query.setObject(1, assignmentId);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new NotFound("assignment", assignmentId);
                }
                if (row.getBoolean(4)) {
                    throw already();
                }
                return new Asked(row.getString(1), row.getString(2), Duration.ofSeconds(row.getLong(3)));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the terms of assignment " + assignmentId, failure);
        }
    }

    private static RuleViolation already() {
        return new RuleViolation(
                "already-screened-out",
                "You said before that this job is not for you, and are paid for finding out. Return this task.");
    }

    /**
     * Keeps who was screened out in the caller's transaction, after the counters of their jobs were moved.
     *
     * @return those whose pay comes on top of the answers, so that their slots are free again
     * @throws RuleViolation {@code already-screened-out} when one of them is in the same job for the second time, also in this very
     *     batch, whose changes are then made one by one
     */
    static Set<UUID> keep(Connection tx, List<Assignment> screenedOut, Instant now) throws SQLException {
        if (screenedOut.isEmpty()) {
            return Set.of();
        }
        var beside = paidBeside(screenedOut, left(tx, screenedOut));
        var columns = new Columns<>(tx, screenedOut);
        try (var insert = tx.prepareStatement(KEEP)) {
            insert.setString(1, now.toString());
            insert.setArray(2, columns.uuids(Assignment::id));
            insert.setArray(3, columns.uuids(assignment -> assignment.terms().jobId()));
            insert.setArray(4, columns.uuids(assignment -> assignment.terms().workerId()));
            insert.setArray(5, columns.texts(assignment -> Boolean.toString(beside.contains(assignment.id()))));
            insert.setArray(
                    6, columns.longs(assignment -> floorOf(assignment).perHour().minor()));
            insert.setArray(7, columns.texts(assignment -> floorOf(assignment).place()));
            insert.setArray(8, columns.texts(assignment -> floorOf(assignment).source()));
            insert.executeUpdate();
        } catch (SQLException failure) {
            if (UNIQUE_VIOLATION.equals(failure.getSQLState())) {
                throw already();
            }
            throw failure;
        }
        return beside;
    }

    private static FloorRate floorOf(Assignment assignment) {
        return Objects.requireNonNull(
                Objects.requireNonNull(assignment.screenOutPay()).floor());
    }

    /** {@return how many more workers each job pays beside its answers; below zero where these are more than it pays} */
    private static Map<UUID, Long> left(Connection tx, List<Assignment> screenedOut) throws SQLException {
        var left = new HashMap<UUID, Long>();
        try (var query = tx.prepareStatement(LEFT)) {
            query.setArray(1, new Columns<>(tx, screenedOut).uuids(assignment -> assignment
                    .terms()
                    .jobId()));
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    left.put(row.getObject(1, UUID.class), row.getLong(2));
                }
            }
        }
        return left;
    }

    /** {@return the first of each job, as many as it still paid for before they came} */
    static Set<UUID> paidBeside(Collection<Assignment> screenedOut, Map<UUID, Long> leftAfterAll) {
        var left = new HashMap<>(leftAfterAll);
        screenedOut.forEach(assignment -> left.merge(assignment.terms().jobId(), 1L, Long::sum));
        var beside = new HashSet<UUID>();
        for (Assignment assignment : screenedOut) {
            if (left.merge(assignment.terms().jobId(), -1L, Long::sum) >= 0) {
                beside.add(assignment.id());
            }
        }
        return beside;
    }
}
