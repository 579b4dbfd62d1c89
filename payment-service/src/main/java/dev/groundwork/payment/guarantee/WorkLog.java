package dev.groundwork.payment.guarantee;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentAcceptedUnused;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentApproved;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentExpired;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentOverturned;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRejected;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentReturned;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentScreenedOut;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentTimeCorrected;

import org.jspecify.annotations.Nullable;

/**
 * What a batch of events says of work: how long each attempt took, and what was booked for it. Gathered in memory and written by one
 * statement as a rule, after the posting of the same transaction. Submissions are left out: who decides on one says all of it again.
 */
public final class WorkLog {

    /** Names of the events that tell of time. */
    public static final Set<String> CONCERNING_TIME = Set.of(
            "assignment.approved",
            "assignment.accepted-unused",
            "assignment.rejected",
            "assignment.overturned",
            "assignment.time-corrected",
            "assignment.screened-out",
            "assignment.returned",
            "assignment.expired");

    /** The week of an attempt stays what the first word of it made it: time and pay may change later. */
    private static final String INSERT = """
            insert into work_time as w (assignment_id, job_id, worker_id, ending, active_seconds, accepted_on, finished_at, week,
                                        pay_minor, claimed_at, time_basis)
            select assignment_id, job_id, worker_id, ending, seconds, accepted_on, finished_at, week, pay, claimed_at, basis
            from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::bigint[], ?::date[], ?::timestamptz[], ?::date[], ?::bigint[],
                        ?::timestamptz[], ?::text[])
                     as t (assignment_id, job_id, worker_id, ending, seconds, accepted_on, finished_at, week, pay, claimed_at, basis)
            on conflict (assignment_id) do update set pay_minor = w.pay_minor + excluded.pay_minor""";

    private static final String TIMED = INSERT + """
            , active_seconds = excluded.active_seconds, ending = excluded.ending,
              claimed_at = coalesce(excluded.claimed_at, w.claimed_at), time_basis = excluded.time_basis returning week""";

    /** Pay alone, long after the time was told. */
    private static final String PAID = INSERT + " returning week";

    private static final String SUBMITTED = "SUBMITTED";

    /** In the order of ids, so that two batches never wait for each other. */
    private final Map<UUID, Line> lines = new TreeMap<>();

    /** Seconds in force of attempts whose time was disputed; of one that is not decided yet the decision tells them again. */
    private final Map<UUID, Long> corrected = new TreeMap<>();

    /** What is known of one attempt. */
    private static final class Line {
        private final UUID jobId;
        private final UUID workerId;
        private String ending = SUBMITTED;
        private long seconds;
        private boolean timed;
        private long payMinor;
        private final LocalDate acceptedOn;

        @Nullable private Instant claimedAt;

        @Nullable private String basis;

        private final Instant finishedAt;

        Line(UUID jobId, UUID workerId, @Nullable Instant claimedAt, Instant finishedAt) {
            this.jobId = jobId;
            this.workerId = workerId;
            this.claimedAt = claimedAt;
            this.acceptedOn = day(claimedAt == null ? finishedAt : claimedAt);
            this.finishedAt = finishedAt;
        }
    }

    /** {@return the Monday of the week of a moment, in UTC} */
    static LocalDate weekOf(Instant moment) {
        return day(moment).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    /** Takes the time that an event tells of; others tell of none. */
    public void note(AssignmentEvent event) {
        switch (event) {
            case AssignmentApproved e ->
                timed(
                        e.assignmentId(),
                        e.activeSeconds(),
                        SUBMITTED,
                        e.timeBasis(),
                        line(e.jobId(), e.workerId(), e.claimedAt(), e.submittedAt(), e.approvedAt()));
            case AssignmentAcceptedUnused e ->
                timed(
                        e.assignmentId(),
                        e.activeSeconds(),
                        SUBMITTED,
                        e.timeBasis(),
                        line(e.jobId(), e.workerId(), e.claimedAt(), e.submittedAt(), e.acceptedAt()));
            case AssignmentRejected e ->
                timed(
                        e.assignmentId(),
                        e.activeSeconds(),
                        SUBMITTED,
                        e.timeBasis(),
                        line(e.jobId(), e.workerId(), e.claimedAt(), e.submittedAt(), e.rejectedAt()));
            case AssignmentOverturned e ->
                timed(
                        e.assignmentId(),
                        e.activeSeconds(),
                        SUBMITTED,
                        e.timeBasis(),
                        line(e.jobId(), e.workerId(), e.claimedAt(), e.submittedAt(), e.overturnedAt()));
            case AssignmentScreenedOut e ->
                timed(
                        e.assignmentId(),
                        e.activeSeconds(),
                        "SCREENED_OUT",
                        null,
                        line(e.jobId(), e.workerId(), e.claimedAt(), null, e.screenedOutAt()));
            case AssignmentTimeCorrected e -> corrected.put(e.assignmentId(), e.activeSeconds());
            case AssignmentReturned e ->
                timed(
                        e.assignmentId(),
                        e.activeSeconds(),
                        "RETURNED",
                        null,
                        new Line(e.jobId(), e.workerId(), null, e.returnedAt()));
            case AssignmentExpired e ->
                timed(
                        e.assignmentId(),
                        e.activeSeconds(),
                        "EXPIRED",
                        e.timeBasis(),
                        new Line(e.jobId(), e.workerId(), e.claimedAt(), e.expiredAt()));
            default -> {
                // Tells of no time.
            }
        }
    }

    /**
     * Takes back what was booked for an attempt, in the transaction that takes back the money. From then on its time counts as that of
     * unpaid work does, also where a top-up to it is left.
     *
     * @param minor no more than was booked
     */
    public static void takenBack(Connection tx, UUID assignmentId, long minor) throws SQLException {
        var weeks = new TreeSet<LocalDate>();
        try (var statement = tx.prepareStatement(
                "update work_time set pay_minor = pay_minor - ?, taken_back = true where assignment_id = ? returning week")) {
            statement.setLong(1, minor);
            statement.setObject(2, assignmentId);
            addWeeks(statement, weeks);
        }
        WorkWeeks.changed(tx, weeks);
    }

    /** Adds what was booked for an attempt: the reward, or a top-up to it. */
    public void paid(UUID assignmentId, UUID jobId, UUID workerId, long minor, Instant now) {
        Line line = lines.computeIfAbsent(assignmentId, id -> new Line(jobId, workerId, null, now));
        line.payMinor = Math.addExact(line.payMinor, minor);
    }

    private static Line line(
            UUID jobId, UUID workerId, @Nullable Instant claimedAt, @Nullable Instant submittedAt, Instant decidedAt) {
        Instant finishedAt = submittedAt == null ? decidedAt : submittedAt;
        return new Line(jobId, workerId, claimedAt, finishedAt);
    }

    private void timed(UUID assignmentId, long seconds, String ending, @Nullable String basis, Line first) {
        Line line = lines.computeIfAbsent(assignmentId, id -> first);
        line.claimedAt = first.claimedAt;
        line.basis = basis;
        line.seconds = seconds;
        line.ending = ending;
        line.timed = true;
    }

    /** Writes what was gathered, and marks the weeks it belongs to as changed. */
    public void save(Connection tx) throws SQLException {
        var weeks = new TreeSet<LocalDate>();
        write(tx, TIMED, true, weeks);
        write(tx, PAID, false, weeks);
        correct(tx, weeks);
        WorkWeeks.changed(tx, weeks);
    }

    private void write(Connection tx, String sql, boolean timed, Set<LocalDate> weeks) throws SQLException {
        var columns = new @Nullable Object[11][];
        var chosen = lines.entrySet().stream()
                .filter(entry -> entry.getValue().timed == timed)
                .toList();
        if (chosen.isEmpty()) {
            return;
        }
        for (int column = 0; column < columns.length; column++) {
            columns[column] = new Object[chosen.size()];
        }
        for (int i = 0; i < chosen.size(); i++) {
            Line line = chosen.get(i).getValue();
            columns[0][i] = chosen.get(i).getKey();
            columns[1][i] = line.jobId;
            columns[2][i] = line.workerId;
            columns[3][i] = line.ending;
            columns[4][i] = line.seconds;
            columns[5][i] = line.acceptedOn.toString();
            columns[6][i] = line.finishedAt.toString();
            columns[7][i] = weekOf(line.finishedAt).toString();
            columns[8][i] = line.payMinor;
            columns[9][i] = line.claimedAt == null ? null : line.claimedAt.toString();
            columns[10][i] = line.basis;
        }
        var types = new String[] {
            "uuid", "uuid", "uuid", "text", "bigint", "date", "timestamptz", "date", "bigint", "timestamptz", "text"
        };
        try (var statement = tx.prepareStatement(sql)) {
            for (int column = 0; column < columns.length; column++) {
                statement.setArray(column + 1, tx.createArrayOf(types[column], columns[column]));
            }
            addWeeks(statement, weeks);
        }
    }

    private void correct(Connection tx, Set<LocalDate> weeks) throws SQLException {
        if (corrected.isEmpty()) {
            return;
        }
        try (var statement = tx.prepareStatement("""
                update work_time w set active_seconds = t.seconds, time_basis = 'corrected'
                from unnest(?::uuid[], ?::bigint[]) as t (assignment_id, seconds)
                where w.assignment_id = t.assignment_id
                returning w.week""")) {
            statement.setArray(1, tx.createArrayOf("uuid", corrected.keySet().toArray()));
            statement.setArray(2, tx.createArrayOf("bigint", corrected.values().toArray()));
            addWeeks(statement, weeks);
        }
    }

    private static void addWeeks(PreparedStatement statement, Set<LocalDate> weeks) throws SQLException {
        try (var row = statement.executeQuery()) {
            while (row.next()) {
                weeks.add(Objects.requireNonNull(row.getObject(1, LocalDate.class)));
            }
        }
    }

    private static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }
}
