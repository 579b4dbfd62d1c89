package dev.groundwork.task.report;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.database.Transactions;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.task.signal.CaseBook;
import dev.groundwork.task.signal.CaseBook.ReportedTasks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/**
 * Takes reports, and opens a case for the marketplace's staff where several workers say that something
 * is wrong, or one says that it harms.
 */
@ApplicationScoped
class TaskReports {

    /** The worker's own attempt, whatever has become of it: what is wrong with a task stays wrong after it. */
    private static final String ATTEMPT = """
            select a.job_id, a.position, a.task_id, j.requester_id
            from assignment a join job j on j.id = a.job_id where a.id = ? and a.worker_id = ?
            """;

    /** Two reports of one job must not open two cases. */
    private static final String TAKE_TURNS = "select pg_advisory_xact_lock(hashtextextended('reports ' || ?::uuid, 0))";

    private static final String REPORT = """
            insert into task_report (id, assignment_id, job_id, position, task_id, worker_id, fault, note, reported_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (assignment_id) do update
            set fault = excluded.fault, note = excluded.note, reported_at = excluded.reported_at
            where (task_report.fault, task_report.note) is distinct from (excluded.fault, excluded.note)
            """;

    private static final String OWN = "select fault, note, reported_at from task_report where assignment_id = ?";

    /** What a person looks at, and no more of a job in which everything is reported. */
    private static final int LOOKED_AT = 500;

    private static final int SHOWN = 50;

    private static final String LATEST = """
            select r.task_id, t.external_id, r.worker_id, r.fault, r.note, r.reported_at, r.assignment_id
            from task_report r join task t on t.job_id = r.job_id and t.position = r.position
            where r.job_id = ? order by r.reported_at desc, r.id desc limit ?
            """;

    private final AgroalDataSource database;
    private final CaseBook cases;
    private final Outbox outbox;
    private final ObjectMapper json;
    private final Clock clock;

    private record Attempt(UUID jobId, long position, UUID taskId, UUID requesterId) {}

    private record Report(
            UUID taskId,
            String externalId,
            UUID workerId,
            TaskFault fault,
            @Nullable String note,
            Instant at,
            UUID assignmentId) {

        /** Names what was said of which attempt: the same worker may report other tasks, or this one as worse. */
        String item() {
            return fault + " " + assignmentId;
        }
    }

    TaskReports(AgroalDataSource database, CaseBook cases, Outbox outbox, ObjectMapper json, Clock clock) {
        this.database = database;
        this.cases = cases;
        this.outbox = outbox;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Takes a worker's word on the task of one of their attempts, in the place of an earlier one.
     *
     * @throws InvalidRequest {@code invalid-request} where another fault has no words
     * @throws NotFound where the worker has no such assignment
     */
    TaskReportView report(UUID assignmentId, UUID workerId, TaskFault fault, @Nullable String note) {
        if (fault == TaskFault.OTHER && note == null) {
            throw new InvalidRequest(
                    "invalid-request",
                    "Say in a note what is wrong with the task.",
                    List.of(new FieldError("/note", "is needed where the fault is OTHER")));
        }
        try {
            var told = Transactions.call(database, tx -> {
                var attempt = attempt(tx, assignmentId, workerId);
                takeTurns(tx, attempt.jobId());
                var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                if (write(tx, assignmentId, workerId, attempt, fault, note, now)) {
                    lookAt(tx, attempt, now);
                }
                return own(tx, assignmentId);
            });
            outbox.wake();
            return told;
        } catch (SQLException failure) {
            throw new IllegalStateException("the task of assignment " + assignmentId + " cannot be reported", failure);
        }
    }

    private static Attempt attempt(Connection tx, UUID assignmentId, UUID workerId) throws SQLException {
        try (var query = tx.prepareStatement(ATTEMPT)) {
            query.setObject(1, assignmentId);
            query.setObject(2, workerId);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new NotFound("assignment", assignmentId);
                }
                return new Attempt(
                        row.getObject(1, UUID.class),
                        row.getLong(2),
                        row.getObject(3, UUID.class),
                        row.getObject(4, UUID.class));
            }
        }
    }

    private static void takeTurns(Connection tx, UUID jobId) throws SQLException {
        try (var lock = tx.prepareStatement(TAKE_TURNS)) {
            lock.setObject(1, jobId);
            lock.execute();
        }
    }

    /** {@return whether this says anything new} */
    private static boolean write(
            Connection tx,
            UUID assignmentId,
            UUID workerId,
            Attempt attempt,
            TaskFault fault,
            @Nullable String note,
            Instant now)
            throws SQLException {
        try (var insert = tx.prepareStatement(REPORT)) {
            insert.setObject(1, Ids.next());
            insert.setObject(2, assignmentId);
            insert.setObject(3, attempt.jobId());
            insert.setLong(4, attempt.position());
            insert.setObject(5, attempt.taskId());
            insert.setObject(6, workerId);
            insert.setString(7, fault.name());
            insert.setString(8, note);
            insert.setTimestamp(9, Timestamp.from(now));
            return insert.executeUpdate() > 0;
        }
    }

    private static TaskReportView own(Connection tx, UUID assignmentId) throws SQLException {
        try (var query = tx.prepareStatement(OWN)) {
            query.setObject(1, assignmentId);
            try (var row = query.executeQuery()) {
                row.next();
                return new TaskReportView(
                        assignmentId, TaskFault.valueOf(row.getString(1)), row.getString(2), instant(row, 3));
            }
        }
    }

    private void lookAt(Connection tx, Attempt attempt, Instant now) throws SQLException {
        var latest = latest(tx, attempt.jobId());
        if (isEnough(latest)) {
            long workers = reporters(latest);
            var items = latest.stream().map(Report::item).collect(Collectors.toCollection(TreeSet::new));
            cases.openReported(
                    tx,
                    new ReportedTasks(
                            attempt.jobId(),
                            attempt.requesterId(),
                            summary(latest, workers),
                            evidence(latest),
                            items,
                            fresh -> isEnough(latest.stream()
                                    .filter(report -> fresh.contains(report.item()))
                                    .toList())),
                    now);
        }
    }

    /** {@return whether a person is to look at these: one is urgent, or several workers say that something is wrong} */
    private static boolean isEnough(List<Report> reports) {
        return reports.stream().anyMatch(report -> report.fault().isUrgent())
                || reporters(reports) >= CaseBook.LEAST_REPORTERS;
    }

    private static long reporters(List<Report> reports) {
        return reports.stream().map(Report::workerId).distinct().count();
    }

    private static List<Report> latest(Connection tx, UUID jobId) throws SQLException {
        try (var query = tx.prepareStatement(LATEST)) {
            query.setObject(1, jobId);
            query.setInt(2, LOOKED_AT);
            var latest = new ArrayList<Report>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    latest.add(new Report(
                            row.getObject(1, UUID.class),
                            row.getString(2),
                            row.getObject(3, UUID.class),
                            TaskFault.valueOf(row.getString(4)),
                            row.getString(5),
                            instant(row, 6),
                            row.getObject(7, UUID.class)));
                }
            }
            return latest;
        }
    }

    private static String summary(List<Report> latest, long workers) {
        long tasks = latest.stream().map(Report::taskId).distinct().count();
        return "%s %s reported %s of this job as faulty."
                .formatted(
                        workers,
                        workers == 1 ? "worker has" : "workers have",
                        tasks == 1 ? "a task" : tasks + " tasks");
    }

    /** Who has reported is not shown: the tasks are looked at, and not the workers. */
    private ObjectNode evidence(List<Report> latest) {
        ObjectNode evidence = json.createObjectNode();
        evidence.put("reports", latest.size());
        ArrayNode tasks = evidence.putArray("tasks");
        for (Report report : latest.subList(0, Math.min(SHOWN, latest.size()))) {
            ObjectNode task = tasks.addObject()
                    .put("taskId", report.taskId().toString())
                    .put("externalId", report.externalId())
                    .put("fault", report.fault().name());
            if (report.note() != null) {
                task.put("note", report.note());
            }
            task.put("reportedAt", report.at().toString());
        }
        return evidence;
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
