package dev.groundwork.task.report;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.task.report.ReportedTask.Note;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** Reports to look at. */
@ApplicationScoped
class ReportRegister {

    private static final int NOTES = 20;

    private static final String OF_JOB = """
            select p.position, t.id, t.external_id, p.reports, p.reported_at
            from (select position, count(*) as reports, max(reported_at) as reported_at
                  from task_report where job_id = ? and position > ?
                  group by position order by position limit ?) p
                join task t on t.job_id = ? and t.position = p.position
            order by p.position
            """;

    private static final String FAULTS =
            "select fault, count(*) from task_report where job_id = ? and position = ? group by fault";

    private static final String WORDS = """
            select fault, note from task_report where job_id = ? and position = ? and note is not null
            order by id desc limit ?
            """;

    private final AgroalDataSource database;

    ReportRegister(AgroalDataSource database) {
        this.database = database;
    }

    /** The reported tasks of a job in their order. */
    Page<ReportedTask> ofJob(UUID jobId, @Nullable String cursor, int limit) {
        long after = Cursor.decodeLong(cursor, 0);
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(OF_JOB)) {
            query.setObject(1, jobId);
            query.setLong(2, after);
            query.setInt(3, limit + 1);
            query.setObject(4, jobId);
            var tasks = new ArrayList<Placed>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    tasks.add(placed(connection, jobId, row));
                }
            }
            return Page.of(tasks, limit, last -> Cursor.encode(last.position())).map(Placed::task);
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the reports of job " + jobId, failure);
        }
    }

    private record Placed(long position, ReportedTask task) {}

    private static Placed placed(Connection connection, UUID jobId, ResultSet row) throws SQLException {
        long position = row.getLong(1);
        return new Placed(
                position,
                new ReportedTask(
                        row.getObject(2, UUID.class),
                        row.getString(3),
                        row.getLong(4),
                        faults(connection, jobId, position),
                        words(connection, jobId, position),
                        row.getObject(5, OffsetDateTime.class).toInstant().truncatedTo(ChronoUnit.DAYS)));
    }

    private static Map<TaskFault, Long> faults(Connection connection, UUID jobId, long position) throws SQLException {
        try (var query = connection.prepareStatement(FAULTS)) {
            query.setObject(1, jobId);
            query.setLong(2, position);
            var faults = new EnumMap<TaskFault, Long>(TaskFault.class);
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    faults.put(TaskFault.valueOf(row.getString(1)), row.getLong(2));
                }
            }
            return faults;
        }
    }

    private static List<Note> words(Connection connection, UUID jobId, long position) throws SQLException {
        try (var query = connection.prepareStatement(WORDS)) {
            query.setObject(1, jobId);
            query.setLong(2, position);
            query.setInt(3, NOTES);
            var words = new ArrayList<Note>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    words.add(new Note(TaskFault.valueOf(row.getString(1)), row.getString(2)));
                }
            }
            return words;
        }
    }
}
