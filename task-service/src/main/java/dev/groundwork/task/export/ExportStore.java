package dev.groundwork.task.export;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.export.ExportView.Progress;
import dev.groundwork.task.export.NewExport.Request;
import dev.groundwork.task.export.format.Format;
import dev.groundwork.task.export.format.Notes.Note;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/**
 * The table of exports. A run is held by a lease in the clock of the database and fenced by its attempt: a process that
 * slept through its lease changes nothing any more.
 */
@ApplicationScoped
class ExportStore {

    private static final int SECRET_BYTES = 32;

    private static final String COLUMNS = """
            id, job_id, format, request, state, tasks_done, tasks_total, created_at, finished_at, expires_at, rows,
            size_bytes, sha256, notes, failure
            """;

    /** Turns go to requesters of whom the fewest exports run, so that one with many does not keep the others waiting. */
    private static final String BEGIN = """
            update job_export set state = 'RUNNING', attempt = attempt + 1, tasks_done = 0,
                                  failures = failures + case when state = 'RUNNING' then 1 else 0 end,
                                  lease_until = clock_timestamp() + ? * interval '1 millisecond',
                                  started_at = coalesce(started_at, ?)
            where id = (select e.id
                        from job_export e
                        where e.state = 'QUEUED' and e.due_at <= ?
                              or e.state = 'RUNNING' and e.lease_until < clock_timestamp()
                        order by (select count(*) from job_export r
                                  where r.requester_id = e.requester_id and r.state = 'RUNNING'
                                    and r.lease_until >= clock_timestamp()),
                                 e.id
                        limit 1
                        for no key update skip locked)
            returning id, job_id, requester_id, format, request, attempt, failures, created_at
            """;

    private final AgroalDataSource db;
    private final ObjectMapper json;

    ExportStore(AgroalDataSource db, ObjectMapper json) {
        this.db = db;
        this.json = json;
    }

    /**
     * An export that this process has begun.
     *
     * @param attempt which start this is; names the file too
     * @param failures how many starts before came to nothing, those included of processes that died
     */
    record Run(
            UUID id,
            UUID jobId,
            UUID requesterId,
            Format format,
            Request request,
            int attempt,
            int failures,
            Instant createdAt) {

        /** {@return where the file of this attempt is kept} */
        String key() {
            return keyOf(jobId, id, attempt);
        }
    }

    /** A finished file. */
    record Ready(long rows, long sizeBytes, String sha256, List<Note> notes) {}

    /** What is to be removed: an export and all that its attempts may have left. */
    record Remains(UUID id, List<String> keys) {}

    static String keyOf(UUID jobId, UUID id, int attempt) {
        return "exports/" + jobId + "/" + id + "-" + attempt;
    }

    /** Puts an export into the queue; joins the caller's transaction. */
    void add(UUID id, UUID jobId, UUID requesterId, NewExport asked, long tasks, Instant now) {
        run("""
                insert into job_export (id, job_id, requester_id, format, request, state, created_at, due_at, tasks_total)
                values (?, ?, ?, ?, ?::jsonb, 'QUEUED', ?, ?, ?)
                """, insert -> {
            insert.setObject(1, id);
            insert.setObject(2, jobId);
            insert.setObject(3, requesterId);
            insert.setString(4, asked.format().word());
            insert.setString(5, write(asked.request()));
            insert.setTimestamp(6, Timestamp.from(now));
            insert.setTimestamp(7, Timestamp.from(now));
            insert.setLong(8, tasks);
        });
    }

    /** {@return how many exports of a requester wait or run} */
    int open(UUID requesterId) {
        return first(
                        "select count(*) from job_export where requester_id = ? and state in ('QUEUED', 'RUNNING')",
                        query -> query.setObject(1, requesterId),
                        row -> row.getInt(1))
                .orElse(0);
    }

    Optional<ExportView> find(UUID jobId, UUID id) {
        return first(
                "select " + COLUMNS + " from job_export where job_id = ? and id = ? and state <> 'DELETED'",
                query -> {
                    query.setObject(1, jobId);
                    query.setObject(2, id);
                },
                this::view);
    }

    /** {@return exports of a job, newest first} */
    List<ExportView> list(UUID jobId, @Nullable UUID before, int limit) {
        return all(
                "select " + COLUMNS + " from job_export where job_id = ? and state <> 'DELETED'"
                        + (before == null ? "" : " and id < ?") + " order by id desc limit " + limit,
                query -> {
                    query.setObject(1, jobId);
                    if (before != null) {
                        query.setObject(2, before);
                    }
                },
                this::view);
    }

    /** {@return the key of the file of an export that is ready} */
    Optional<String> keyOfReady(UUID jobId, UUID id) {
        return first(
                "select attempt from job_export where job_id = ? and id = ? and state = 'READY'",
                query -> {
                    query.setObject(1, jobId);
                    query.setObject(2, id);
                },
                row -> keyOf(jobId, id, row.getInt(1)));
    }

    /** Takes an export back; whoever writes it finds out. {@return false when there is none} */
    boolean delete(UUID jobId, UUID id, Instant now) {
        return run(
                        "update job_export set state = 'DELETED', expires_at = ? where job_id = ? and id = ?"
                                + " and state <> 'DELETED'",
                        update -> {
                            update.setTimestamp(1, Timestamp.from(now));
                            update.setObject(2, jobId);
                            update.setObject(3, id);
                        })
                == 1;
    }

    /** {@return the next export, which is ours for the time of the lease; empty when none waits} */
    Optional<Run> begin(Duration lease, Instant now) {
        return first(
                BEGIN,
                update -> {
                    update.setLong(1, lease.toMillis());
                    update.setTimestamp(2, Timestamp.from(now));
                    update.setTimestamp(3, Timestamp.from(now));
                },
                row -> new Run(
                        row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class),
                        row.getObject(3, UUID.class),
                        formatIn(row.getString(4)),
                        read(row.getString(5), new TypeReference<Request>() {}),
                        row.getInt(6),
                        row.getInt(7),
                        row.getTimestamp(8).toInstant()));
    }

    /** Says that a run goes on. {@return false when it is not ours any more: stop} */
    boolean progress(Run run, long tasks, Duration lease) {
        return run(
                        "update job_export set tasks_done = ?,"
                                + " lease_until = clock_timestamp() + ? * interval '1 millisecond' where "
                                + OURS,
                        update -> {
                            update.setLong(1, tasks);
                            update.setLong(2, lease.toMillis());
                            ours(update, 3, run);
                        })
                == 1;
    }

    /** Hands the file over. {@return false when the run is not ours any more} */
    boolean ready(Run run, Ready ready, Instant now, Instant expires) {
        return run(
                        "update job_export set state = 'READY', finished_at = ?, expires_at = ?, rows = ?, size_bytes = ?,"
                                + " sha256 = ?, notes = ?::jsonb, tasks_done = tasks_total, lease_until = null, failure = null"
                                + " where " + OURS,
                        update -> {
                            update.setTimestamp(1, Timestamp.from(now));
                            update.setTimestamp(2, Timestamp.from(expires));
                            update.setLong(3, ready.rows());
                            update.setLong(4, ready.sizeBytes());
                            update.setString(5, ready.sha256());
                            update.setString(6, write(ready.notes()));
                            ours(update, 7, run);
                        })
                == 1;
    }

    /** Puts a run back to be begun again from {@code due} on. */
    void again(Run run, String failure, Instant due) {
        run(
                "update job_export set state = 'QUEUED', failures = failures + 1, lease_until = null, due_at = ?, failure = ?"
                        + " where " + OURS,
                update -> {
                    update.setTimestamp(1, Timestamp.from(due));
                    update.setString(2, failure);
                    ours(update, 3, run);
                });
    }

    /** Puts a run back because it is too early for it. */
    void later(Run run, Instant due) {
        run("update job_export set state = 'QUEUED', lease_until = null, due_at = ? where " + OURS, update -> {
            update.setTimestamp(1, Timestamp.from(due));
            ours(update, 2, run);
        });
    }

    /** Puts a run back as if it had not begun: the process stops. */
    void handBack(Run run) {
        run("update job_export set state = 'QUEUED', lease_until = null where " + OURS, update -> ours(update, 1, run));
    }

    void fail(Run run, String failure, Instant now, Instant expires) {
        run(
                "update job_export set state = 'FAILED', lease_until = null, finished_at = ?, expires_at = ?, failure = ?"
                        + " where " + OURS,
                update -> {
                    update.setTimestamp(1, Timestamp.from(now));
                    update.setTimestamp(2, Timestamp.from(expires));
                    update.setString(3, failure);
                    ours(update, 4, run);
                });
    }

    /** {@return exports whose time is over} */
    List<Remains> expired(Instant now, int limit) {
        return all(
                "select job_id, id, attempt from job_export where expires_at <= ? order by expires_at limit " + limit,
                query -> query.setTimestamp(1, Timestamp.from(now)),
                row -> {
                    var keys = new ArrayList<String>();
                    for (int attempt = 1; attempt <= row.getInt(3); attempt++) {
                        keys.add(keyOf(row.getObject(1, UUID.class), row.getObject(2, UUID.class), attempt));
                    }
                    return new Remains(row.getObject(2, UUID.class), keys);
                });
    }

    /** Forgets an export; its files are gone. */
    void forget(UUID id) {
        run("delete from job_export where id = ?", delete -> delete.setObject(1, id));
    }

    /** {@return the secret behind the names of a job's workers, made at its first use} */
    byte[] secretOf(UUID jobId) {
        byte[] fresh = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(fresh);
        run("insert into job_pseudonym (job_id, secret) values (?, ?) on conflict (job_id) do nothing", insert -> {
            insert.setObject(1, jobId);
            insert.setBytes(2, fresh);
        });
        return first(
                        "select secret from job_pseudonym where job_id = ?",
                        query -> query.setObject(1, jobId),
                        row -> row.getBytes(1))
                .orElseThrow();
    }

    private static final String OURS = "id = ? and attempt = ? and state = 'RUNNING'";

    private static void ours(PreparedStatement statement, int from, Run run) throws SQLException {
        statement.setObject(from, run.id());
        statement.setInt(from + 1, run.attempt());
    }

    private ExportView view(ResultSet row) throws SQLException {
        UUID id = row.getObject(1, UUID.class);
        UUID jobId = row.getObject(2, UUID.class);
        Request request = read(row.getString(4), new TypeReference<Request>() {});
        var state = ExportState.valueOf(row.getString(5));
        String notes = row.getString(14);
        boolean ready = state == ExportState.READY;
        return new ExportView(
                id,
                jobId,
                formatIn(row.getString(3)),
                request.filters(),
                request.options(),
                state,
                new Progress(row.getLong(6), row.getLong(7)),
                row.getTimestamp(8).toInstant(),
                instant(row.getTimestamp(9)),
                instant(row.getTimestamp(10)),
                ready ? row.getLong(11) : null,
                ready ? row.getLong(12) : null,
                row.getString(13),
                notes == null ? null : read(notes, new TypeReference<List<Note>>() {}),
                ready ? "/v1/jobs/" + jobId + "/exports/" + id + "/file" : null,
                row.getString(15));
    }

    private static Format formatIn(String word) {
        return Format.of(word).orElseThrow(() -> new IllegalStateException("no format " + word));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot be written as JSON: " + value, impossible);
        }
    }

    private <T> T read(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException foreign) {
            throw new IllegalStateException("a stored export cannot be read", foreign);
        }
    }

    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    private int run(String sql, Binding binding) {
        try (Connection connection = db.getConnection();
                var statement = connection.prepareStatement(sql)) {
            binding.bind(statement);
            return statement.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException("the table of exports cannot be changed", failure);
        }
    }

    private <T> Optional<T> first(String sql, Binding binding, Reading<T> reading) {
        return all(sql, binding, reading).stream().findFirst();
    }

    private <T> List<T> all(String sql, Binding binding, Reading<T> reading) {
        try (Connection connection = db.getConnection();
                var query = connection.prepareStatement(sql)) {
            binding.bind(query);
            var found = new ArrayList<T>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(reading.read(rows));
                }
            }
            return found;
        } catch (SQLException failure) {
            throw new IllegalStateException("the table of exports cannot be read", failure);
        }
    }
}
