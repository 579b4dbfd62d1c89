package dev.groundwork.task.signal;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.assignment.AssignmentState;
import dev.groundwork.task.signal.Window.Entry;
import dev.groundwork.task.time.TimeBasis;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.agroal.api.AgroalDataSource;

/** Which jobs are to be searched, how far each has come, and the answers of a part of one. */
@ApplicationScoped
class WatchStore {

    /** What moves with claims and returns, and says nothing of answers, is left out. */
    private static final String COUNTERS =
            "md5((to_jsonb(p) - 'job_id' - 'claimed' - 'returned' - 'expired' - 'head' - 'review_seconds' - 'screened_out'"
                    + " - 'screened_out_pay_minor')::text)";

    private static final String JOB = """
            select j.id, j.requester_id, j.spec_hash, %s, coalesce(w.position, 0), j.task_count, j.assignment_count
            from job j join job_progress p on p.job_id = j.id left join signal_watch w on w.job_id = j.id
            """.formatted(COUNTERS);

    /** A round under way goes on, whatever has come since; those looked at longest ago come first. */
    private static final String DUE = JOB + """
            where (j.ended_at is null or j.ended_at > ?)
                and p.submitted + p.approved + p.accepted_unused + p.rejection_held + p.appealed + p.rejected > 0
                and (w.job_id is null or w.position > 0 or w.counters <> %s)
            order by w.looked_at nulls first, j.id
            limit ?
            """.formatted(COUNTERS);

    private static final String END = """
            select max(position), count(*)
            from (select position from task where job_id = ? and position > ? order by position limit ?) t
            """;

    private static final String ANSWERS = """
            select t.id, t.external_id, a.worker_id, a.active_seconds, a.submitted_at, a.answer::text,
                   case when c.state <> 'LEAKED' then c.gold::text end, t.position, a.time_basis in %s
            from task t left join control_task c on c.job_id = t.job_id and c.position = t.position
                join lateral (
                select a.id, a.worker_id, a.active_seconds, a.submitted_at, a.answer, a.time_basis
                from assignment a
                where a.task_id = t.id and (%s) order by a.id limit ?) a on true
            where t.job_id = ? and t.position > ? and t.position <= ? and c.training is not true
            order by t.position, a.id
            """.formatted(TimeBasis.TELLING_SQL, AssignmentState.USABLE_SQL);

    private static final String LOOKED = """
            insert into signal_watch (job_id, counters, position, looked_at) values (?, ?, ?, ?)
            on conflict (job_id) do update
            set counters = case when signal_watch.position = 0 then excluded.counters else signal_watch.counters end,
                position = excluded.position, looked_at = excluded.looked_at
            """;

    /** Counters that no job has: it stays due. */
    private static final String PASSED_OVER = """
            insert into signal_watch (job_id, counters, position, looked_at) values (?, '', 0, ?)
            on conflict (job_id) do update set looked_at = excluded.looked_at
            """;

    private static final int FETCH_ROWS = 200;

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(JsonNode.class);

    private final AgroalDataSource database;

    WatchStore(AgroalDataSource database) {
        this.database = database;
    }

    /** {@return jobs with answers that were not searched yet, without those that ended before that instant} */
    List<WatchedJob> due(Instant endedAfter, int limit) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(DUE)) {
            query.setTimestamp(1, Timestamp.from(endedAfter));
            query.setInt(2, limit);
            var jobs = new ArrayList<WatchedJob>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    long tasks = row.getLong(6);
                    jobs.add(new WatchedJob(
                            row.getObject(1, UUID.class),
                            row.getObject(2, UUID.class),
                            row.getString(3),
                            row.getString(4),
                            row.getLong(5),
                            tasks,
                            tasks == 0 ? 1 : Math.max(1, (double) row.getLong(7) / tasks)));
                }
            }
            return jobs;
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read which jobs are to be searched", failure);
        }
    }

    /** {@return the answers to the tasks after those that are done, to about so many tasks and of about so many characters} */
    Window window(WatchedJob job, int tasks, int mostOfTask, long mostCharacters) {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                long end;
                boolean last;
                try (var query = connection.prepareStatement(END)) {
                    query.setObject(1, job.id());
                    query.setLong(2, job.position());
                    query.setInt(3, tasks);
                    try (var row = query.executeQuery()) {
                        row.next();
                        end = row.getLong(1);
                        last = row.getLong(2) < tasks;
                    }
                }
                return window(connection, job, end, mostOfTask, mostCharacters, last ? 0 : end);
            } finally {
                connection.rollback();
            }
        } catch (SQLException | IOException failure) {
            throw new IllegalStateException("cannot read the answers of job " + job.id(), failure);
        }
    }

    private static Window window(
            Connection connection, WatchedJob job, long end, int mostOfTask, long mostCharacters, long next)
            throws SQLException, IOException {
        try (var query = connection.prepareStatement(ANSWERS)) {
            query.setFetchSize(FETCH_ROWS);
            query.setInt(1, mostOfTask);
            query.setObject(2, job.id());
            query.setLong(3, job.position());
            query.setLong(4, end);
            var entries = new ArrayList<Entry>();
            Map<UUID, JsonNode> controls = new HashMap<>();
            try (var row = query.executeQuery()) {
                long characters = 0;
                long position = 0;
                while (row.next()) {
                    if (characters > mostCharacters && row.getLong(8) != position) {
                        return new Window(entries, controls, position);
                    }
                    position = row.getLong(8);
                    characters += row.getString(6).length();
                    entries.add(new Entry(
                            row.getObject(1, UUID.class),
                            row.getString(2),
                            row.getObject(3, UUID.class),
                            row.getLong(4),
                            row.getBoolean(9),
                            row.getTimestamp(5).toInstant(),
                            READER.readTree(row.getString(6))));
                    String gold = row.getString(7);
                    if (gold != null && !controls.containsKey(row.getObject(1, UUID.class))) {
                        controls.put(row.getObject(1, UUID.class), READER.readTree(gold));
                    }
                }
            }
            return new Window(entries, controls, next);
        }
    }

    /** Lets a job that cannot be searched stand behind the others; how far it has come stays as it is. */
    void passedOver(WatchedJob job, Instant now) {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(PASSED_OVER)) {
            update.setObject(1, job.id());
            update.setTimestamp(2, Timestamp.from(now));
            update.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException("job " + job.id() + " cannot be passed over", failure);
        }
    }

    /** Remembers how far a job has come; 0 ends the round. */
    void looked(Connection tx, WatchedJob job, long position, Instant now) throws SQLException {
        try (var update = tx.prepareStatement(LOOKED)) {
            update.setObject(1, job.id());
            update.setString(2, job.counters());
            update.setLong(3, position);
            update.setTimestamp(4, Timestamp.from(now));
            update.executeUpdate();
        }
    }
}
