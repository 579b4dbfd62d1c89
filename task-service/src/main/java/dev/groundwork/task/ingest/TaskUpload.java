package dev.groundwork.task.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.problem.TooLarge;
import dev.groundwork.kit.problem.TryLater;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.job.JobIntake;
import dev.groundwork.task.policy.QualityPolicy;
import dev.groundwork.task.spec.TaskSpec;
import dev.groundwork.task.spec.TaskSpecs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * Takes tasks by the million: rows are parsed and checked on one thread while COPY writes them on another, into a
 * temporary table; one statement moves what is new into the job. An upload is one transaction: kept whole, or not at
 * all. A row that the job has already is counted and changes nothing, so an upload may be repeated.
 */
@ApplicationScoped
public class TaskUpload {

    /** How a body is written. */
    public enum Format {
        NDJSON,
        CSV
    }

    private static final String MAKE_TABLE = """
            create temporary table upload_row (
                row bigint not null, id uuid not null, external_id text not null, overlap int not null,
                media uuid[], input jsonb not null, gold jsonb, explanation text, training boolean not null
            ) on commit drop
            """;

    private static final String COPY =
            "copy upload_row (row, id, external_id, overlap, media, input, gold, explanation, training)"
                    + " from stdin (format binary)";

    /** Two joins for all rows together: what is named is looked up once, and what is named wrongly goes at once. */
    private static final String DROP_FOREIGN_MEDIA = """
            with named_wrongly as (
                select u.row, m.id
                from upload_row u cross join lateral unnest(u.media) m (id)
                    left join media on media.id = m.id and media.requester_id = ?
                where u.media is not null and media.id is null
            ), dropped as (
                delete from upload_row u using (select distinct row from named_wrongly) w where u.row = w.row
            )
            select row, id from named_wrongly order by row
            """;

    private static final String MOVE = """
            insert into task (job_id, position, id, external_id, input, overlap)
            select ?, ? + row, id, external_id, input, overlap from upload_row order by row
            on conflict (job_id, external_id) do nothing
            """;

    /** What came with a known answer and was moved: found by the id that the row gave its task. */
    private static final String KEEP_GOLD = """
            insert into control_task (job_id, position, task_id, training, gold, explanation, source, shuffle, created_at)
            select t.job_id, t.position, t.id, u.training, u.gold, u.explanation, 'UPLOADED',
                   hashtextextended(u.id::text, floor(random() * 1000000000)::bigint), ?
            from upload_row u join task t on t.id = u.id
            where u.gold is not null
            """;

    /** Rows that were not moved: their external id was there, from before or from an earlier row of the same upload. */
    private static final String NOT_MOVED = """
            select u.row, u.external_id,
                   t.input = u.input and t.overlap = u.overlap and c.gold is not distinct from u.gold
            from upload_row u join task t on t.job_id = ? and t.external_id = u.external_id
                left join control_task c on c.job_id = t.job_id and c.position = t.position
            where t.id <> u.id
            order by u.row
            """;

    private final AgroalDataSource db;
    private final TaskSpecs specs;
    private final IngestConfig config;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();
    private final Semaphore places;

    TaskUpload(AgroalDataSource db, TaskSpecs specs, IngestConfig config, Clock clock) {
        this.db = db;
        this.specs = specs;
        this.config = config;
        this.clock = clock;
        this.places = new Semaphore(config.uploads());
    }

    /**
     * Adds tasks to a draft.
     *
     * @param partial whether good rows are kept when others are bad
     * @throws Unprocessable {@code upload-rejected}, with the errors, when a row is bad and the upload not partial
     * @throws TryLater {@code uploads-busy}
     */
    public UploadReport take(UUID requesterId, UUID jobId, Format format, InputStream body, boolean partial)
            throws IOException {
        return take(
                requesterId,
                jobId,
                switch (format) {
                    case NDJSON -> (in, spec, errors) -> new NdjsonRows(in, spec);
                    case CSV -> CsvRows::new;
                },
                body,
                partial);
    }

    /** How the rows of a body are read. */
    public interface Reading {

        /** Begins to read; what is wrong before the first row is told to {@code errors} as row 0. */
        TaskRows rows(InputStream body, TaskSpec spec, RowErrors errors) throws IOException;
    }

    /** Adds tasks to a draft, read in a way of the caller's own; otherwise as the other. */
    public UploadReport take(UUID requesterId, UUID jobId, Reading reading, InputStream body, boolean partial)
            throws IOException {
        if (!places.tryAcquire()) {
            throw new TryLater(
                    "uploads-busy",
                    "As many uploads are under way as this service takes at once (" + config.uploads()
                            + "). Try again in a few seconds.",
                    Duration.ofSeconds(5));
        }
        try (var tx = db.getConnection()) {
            tx.setAutoCommit(false);
            boolean kept = false;
            try {
                UploadReport report = take(tx, requesterId, jobId, reading, body, partial);
                tx.commit();
                kept = true;
                Log.infof("job %s: %d tasks added, %d repeated", jobId, report.added(), report.repeated());
                return report;
            } finally {
                if (!kept) {
                    tx.rollback();
                }
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("the upload to job " + jobId + " could not be written", failure);
        } finally {
            places.release();
        }
    }

    private UploadReport take(
            Connection tx, UUID requesterId, UUID jobId, Reading reading, InputStream body, boolean partial)
            throws SQLException, IOException {
        JobIntake job = JobIntake.lock(tx, requesterId, jobId);
        TaskSpec spec = specs.byHash(job.specHash());
        var errors = new RowErrors();
        TaskRows rows = reading.rows(body, spec, errors);
        boolean headerIsBad = !errors.isEmpty();
        execute(tx, MAKE_TABLE);
        Copied copied = copy(tx, rows, job, errors, partial);
        if (headerIsBad || (!errors.isEmpty() && !partial)) {
            throw rejected(rows.received(), errors);
        }
        if (copied.media()) {
            copied = copied.without(dropForeignMedia(tx, requesterId, errors));
        }
        UploadReport report = move(tx, job, copied, rows.received(), errors);
        if (!errors.isEmpty() && !partial) {
            throw rejected(rows.received(), errors);
        }
        return report;
    }

    /**
     * What lies in the temporary table.
     *
     * @param assignments sum of the overlaps; only right while no row was dropped
     * @param media whether any row names an uploaded medium
     * @param gold whether any row gives a known answer
     */
    private record Copied(long rows, long assignments, boolean media, boolean gold) {

        Copied without(long dropped) {
            return dropped == 0 ? this : new Copied(rows - dropped, -1, media, gold);
        }
    }

    private Copied copy(Connection tx, TaskRows rows, JobIntake job, RowErrors errors, boolean partial)
            throws SQLException, IOException {
        long count = 0;
        long assignments = 0;
        boolean anyMedia = false;
        boolean anyGold = false;
        try (var pump = new CopyPump(tx, COPY)) {
            var buffer = new CopyRows();
            buffer.begin();
            var media = new ArrayList<UUID>();
            for (TaskRow row = rows.next(errors); row != null; row = rows.next(errors)) {
                if (rows.received() > config.rows()) {
                    throw new TooLarge(
                            "upload-too-large",
                            "An upload may have " + config.rows()
                                    + " rows at most. Send the tasks in several uploads.");
                }
                KnownAnswer known = row.known();
                if (known != null && !takes(job.quality(), known, row.number(), errors)) {
                    continue;
                }
                if (!errors.isEmpty() && !partial) {
                    // Nothing will be kept: what follows is only read for its errors.
                    continue;
                }
                media.clear();
                TaskSpec.eachMedium(row.input(), media::add);
                anyMedia |= !media.isEmpty();
                int overlap = row.overlap() > 0 ? row.overlap() : job.overlap();
                buffer.row(
                        row.number(),
                        job.newTaskId(),
                        row.externalId(),
                        overlap,
                        media,
                        json.writeValueAsBytes(row.input()),
                        known == null ? null : json.writeValueAsBytes(known.gold()),
                        known == null ? null : known.explanation(),
                        known != null && known.training());
                anyGold |= known != null;
                count++;
                assignments += overlap;
                if (buffer.isFull()) {
                    pump.send(buffer.take());
                }
            }
            if (!errors.isEmpty() && !partial) {
                return new Copied(0, 0, false, false);
            }
            buffer.end();
            pump.send(buffer.take());
            pump.finish();
        }
        return new Copied(count, assignments, anyMedia, anyGold);
    }

    private static boolean takes(@Nullable QualityPolicy policy, KnownAnswer known, long row, RowErrors errors) {
        boolean wanted = policy != null && (known.training() ? policy.training() != null : policy.control() != null);
        if (!wanted) {
            errors.add(new RowError(
                    row,
                    "gold",
                    "/gold",
                    "gold-without-policy",
                    known.training()
                            ? "the job has no training: give it quality.training"
                            : "the job mixes in no control tasks: give it quality.control"));
        }
        return wanted;
    }

    /** Leaves out rows that name media which the requester does not have; {@return how many}. */
    private static long dropForeignMedia(Connection tx, UUID requesterId, RowErrors errors) throws SQLException {
        // The planner knows nothing of a temporary table that it has not looked at.
        execute(tx, "analyze upload_row");
        long before = errors.rows();
        try (var drop = tx.prepareStatement(DROP_FOREIGN_MEDIA)) {
            drop.setFetchSize(1000);
            drop.setObject(1, requesterId);
            try (var rows = drop.executeQuery()) {
                while (rows.next()) {
                    errors.add(new RowError(
                            rows.getLong(1),
                            null,
                            null,
                            "media-not-found",
                            "names media:" + rows.getString(2) + ", which you have not uploaded"));
                }
            }
        }
        return errors.rows() - before;
    }

    private UploadReport move(Connection tx, JobIntake job, Copied copied, long received, RowErrors errors)
            throws SQLException {
        long added;
        try (var insert = tx.prepareStatement(MOVE)) {
            insert.setObject(1, job.jobId());
            insert.setLong(2, job.lastPosition());
            added = insert.executeLargeUpdate();
        }
        if (copied.gold()) {
            try (var insert = tx.prepareStatement(KEEP_GOLD)) {
                insert.setObject(1, clock.instant().atOffset(ZoneOffset.UTC));
                insert.executeUpdate();
            }
        }
        long repeated = 0;
        if (added < copied.rows()) {
            repeated = countRepeated(tx, job, errors);
        }
        if (added > 0) {
            long assignments =
                    added == copied.rows() && copied.assignments() >= 0 ? copied.assignments() : assignmentsOf(tx, job);
            job.added(tx, added, assignments);
        }
        return new UploadReport(received, added, repeated, errors.rows(), errors.list());
    }

    private static long countRepeated(Connection tx, JobIntake job, RowErrors errors) throws SQLException {
        // The planner knows nothing of a temporary table that it has not looked at.
        execute(tx, "analyze upload_row");
        long repeated = 0;
        try (var query = tx.prepareStatement(NOT_MOVED)) {
            query.setFetchSize(1000);
            query.setObject(1, job.jobId());
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    if (rows.getBoolean(3)) {
                        repeated++;
                    } else {
                        errors.add(new RowError(
                                rows.getLong(1),
                                "externalId",
                                "/externalId",
                                "external-id-reused",
                                "the job has a task " + rows.getString(2)
                                        + " with another input or overlap already; give this one another name"));
                    }
                }
            }
        }
        return repeated;
    }

    private static long assignmentsOf(Connection tx, JobIntake job) throws SQLException {
        try (var query =
                tx.prepareStatement("select coalesce(sum(overlap), 0) from task where job_id = ? and position > ?")) {
            query.setObject(1, job.jobId());
            query.setLong(2, job.lastPosition());
            try (var row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static Unprocessable rejected(long received, RowErrors errors) {
        List<RowError> list = errors.list();
        RowError first = list.getFirst();
        String place = first.row() == 0 ? "the header" : "row " + first.row();
        return new Unprocessable(
                "upload-rejected",
                "Nothing of the upload is kept: " + errors.rows() + " of " + received
                        + " rows cannot be used. The first: "
                        + place + (first.column() == null ? "" : ", column " + first.column())
                        + (first.pointer() == null ? "" : ", " + first.pointer()) + ": " + first.detail()
                        + ". Correct it and upload again, or keep the good rows with ?partial=true.",
                Map.of("received", received, "rejectedRows", errors.rows(), "errors", list));
    }

    private static void execute(Connection tx, String sql) throws SQLException {
        try (var statement = tx.createStatement()) {
            statement.execute(sql);
        }
    }
}
