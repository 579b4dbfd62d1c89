package dev.groundwork.task.ingest;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.task.job.JobState;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** The tasks of a job, read in the order of their upload. */
@ApplicationScoped
class Tasks {

    private static final String PAGE = """
            select t.id, t.external_id, t.position, t.input, t.overlap,
                   (select count(*) from assignment a
                    where a.task_id = t.id and a.state not in ('CLAIMED', 'SCREENED_OUT', 'RETURNED', 'EXPIRED')),
                   (select d.state from task_decision d where d.job_id = t.job_id and d.position = t.position),
                   exists (select from control_task c where c.job_id = t.job_id and c.position = t.position)
            from task t
            where t.job_id = ? and t.position > ?
            """;

    private static final String IN_ORDER = " order by t.position limit ?";
    private static final String NAMED = " and t.external_id = ?";

    private final AgroalDataSource db;
    private final ObjectMapper json;

    Tasks(AgroalDataSource db, ObjectMapper json) {
        this.db = db;
        this.json = json;
    }

    /** @param dynamic whether the answers decide how many are wanted */
    Page<TaskView> page(
            UUID jobId,
            JobState state,
            boolean dynamic,
            @Nullable String cursor,
            int limit,
            @Nullable String externalId) {
        try (var connection = db.getConnection();
                var query = connection.prepareStatement(PAGE + (externalId == null ? "" : NAMED) + IN_ORDER)) {
            query.setObject(1, jobId);
            query.setLong(2, Cursor.decodeLong(cursor, 0));
            if (externalId != null) {
                query.setString(3, externalId);
            }
            query.setInt(externalId == null ? 3 : 4, limit + 1);
            var found = new ArrayList<TaskView>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    int overlap = rows.getInt(5);
                    long answers = rows.getLong(6);
                    found.add(new TaskView(
                            rows.getObject(1, UUID.class),
                            rows.getString(2),
                            rows.getLong(3),
                            json.readTree(rows.getString(4)),
                            overlap,
                            answers,
                            dynamic && !rows.getBoolean(8)
                                    ? decided(state, rows.getString(7))
                                    : stateOf(state, answers >= overlap),
                            rows.getBoolean(8)));
                }
            }
            return Page.of(found, limit, task -> Cursor.encode(task.position()));
        } catch (SQLException | JsonProcessingException failure) {
            throw new IllegalStateException("cannot read the tasks of job " + jobId, failure);
        }
    }

    private static TaskView.State decided(JobState job, @Nullable String decision) {
        return switch (decision) {
            case "CONFIDENT", "SETTLED" -> TaskView.State.DONE;
            case "DISPUTED" -> TaskView.State.DISPUTED;
            case null, default -> stateOf(job, false);
        };
    }

    private static TaskView.State stateOf(JobState job, boolean answered) {
        if (answered) {
            return TaskView.State.DONE;
        }
        return job == JobState.CANCELLED ? TaskView.State.EXPIRED : TaskView.State.OPEN;
    }
}
