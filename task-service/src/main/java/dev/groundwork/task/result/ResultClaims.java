package dev.groundwork.task.result;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.aggregation.MethodUsed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * How far the results of each job are, and who works on them. A claim ends when its holder says so, or some time after its last
 * sign of life; each has a higher number than those before, and what is written under it compares that number in the same
 * transaction, so that a holder that slept through its end can do no harm. Time is the database's.
 */
@ApplicationScoped
class ResultClaims {

    /** Longer than any step between two signs of life takes. */
    static final Duration CLAIM = Duration.ofSeconds(60);

    private static final String FREE = """
            (r.claimed_until is null or r.claimed_until < clock_timestamp())
            and (r.kept_by is null or r.kept_by = ? or not exists (
                select from lease l where l.name = '%s' || r.kept_by and l.expires_at > clock_timestamp()))
            """.formatted(Replica.LEASE);

    /** Steps from one job to the next in the index; there may be many marks and few jobs. */
    private static final String MARKED_JOBS = """
            with recursive marked (job_id) as (
                (select job_id from result_mark order by job_id limit 1)
                union all
                select (select m.job_id from result_mark m where m.job_id > marked.job_id order by m.job_id limit 1)
                from marked where marked.job_id is not null)
            select m.job_id from marked m left join job_result r on r.job_id = m.job_id
            where m.job_id is not null and (r.refreshed_at is null or r.refreshed_at <= ?)
                and (r.retry_at is null or r.retry_at <= ?) and %s
            order by r.refreshed_at nulls first
            limit 100
            """.formatted(FREE);

    /** Large ones that get no room for their lesson stay in the list: small ones must have a place beside them. */
    private static final String UNLEARNED_JOBS = """
            select r.job_id from job_result r
            where r.unlearned and (r.refreshed_at is null or r.refreshed_at <= ?) and (r.retry_at is null or r.retry_at <= ?) and %s
            order by r.refreshed_at nulls first limit 100
            """.formatted(FREE);

    private static final String CLAIM_JOB = """
            insert into job_result as r (job_id, fence, claimed_until)
            values (?, 1, clock_timestamp() + ? * interval '1 millisecond')
            on conflict (job_id) do update
                set fence = r.fence + 1, claimed_until = excluded.claimed_until
                where r.claimed_until is null or r.claimed_until < clock_timestamp()
            returning fence, answers, controls, unlearned, lesson, withdrawn, learned_at
            """;

    private final AgroalDataSource database;
    private final ObjectMapper json;

    ResultClaims(AgroalDataSource database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /**
     * How far the results of a job are.
     *
     * @param withdrawn how many answers were of no use any more when it was last learned
     */
    record Standing(
            long answers,
            int controls,
            boolean unlearned,
            long lesson,
            long withdrawn,
            @Nullable Instant learnedAt) {}

    /** The right to work on the results of a job, and how far they were when it was given. */
    record Claim(UUID jobId, long fence, Standing standing) {}

    /** How many answers a job has, and how many of them were withdrawn from use; by its counters. */
    record Counted(long answers, long withdrawn) {}

    /** {@return jobs with marks that a replica may work on, those first that waited longest} */
    List<UUID> markedJobs(Connection tx, UUID replica, Instant lastRefreshedBefore, Instant now) throws SQLException {
        return jobs(tx, MARKED_JOBS, replica, lastRefreshedBefore, now);
    }

    /** {@return jobs to be learned anew that a replica may work on} */
    List<UUID> unlearnedJobs(Connection tx, UUID replica, Instant lastRefreshedBefore, Instant now)
            throws SQLException {
        return jobs(tx, UNLEARNED_JOBS, replica, lastRefreshedBefore, now);
    }

    private static List<UUID> jobs(Connection tx, String sql, UUID replica, Instant before, Instant now)
            throws SQLException {
        try (var query = tx.prepareStatement(sql)) {
            query.setTimestamp(1, Timestamp.from(before));
            query.setTimestamp(2, Timestamp.from(now));
            query.setObject(3, replica);
            var found = new ArrayList<UUID>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    found.add(row.getObject(1, UUID.class));
                }
            }
            return found;
        }
    }

    /** {@return whether nobody works on a job, so that a claim may succeed; looking writes nothing} */
    boolean isFree(UUID jobId) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("""
                        select claimed_until is null or claimed_until < clock_timestamp() from job_result where job_id = ?
                        """)) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                return !row.next() || row.getBoolean(1);
            }
        }
    }

    /** {@return the right to work on a job; null while somebody else has it} */
    @Nullable Claim claim(UUID jobId) throws SQLException {
        try (var connection = database.getConnection();
                var claim = connection.prepareStatement(CLAIM_JOB)) {
            claim.setObject(1, jobId);
            claim.setLong(2, CLAIM.toMillis());
            try (var row = claim.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                Timestamp learned = row.getTimestamp(7);
                return new Claim(
                        jobId,
                        row.getLong(1),
                        new Standing(
                                row.getLong(2),
                                row.getInt(3),
                                row.getBoolean(4),
                                row.getLong(5),
                                row.getLong(6),
                                learned == null ? null : learned.toInstant()));
            }
        }
    }

    /** Gives a sign of life. */
    void prolong(Claim claim) throws SQLException {
        try (var connection = database.getConnection()) {
            hold(connection, claim);
        }
    }

    /**
     * Gives a sign of life inside of a transaction, which so becomes one that only the holder can commit: the row stays locked
     * until its end.
     *
     * @throws ClaimLost when the job was claimed by somebody else since
     */
    void hold(Connection tx, Claim claim) throws SQLException {
        try (var update = tx.prepareStatement("""
                update job_result set claimed_until = clock_timestamp() + ? * interval '1 millisecond'
                where job_id = ? and fence = ?
                """)) {
            update.setLong(1, CLAIM.toMillis());
            mustHold(update, 2, claim);
        }
    }

    /** Writes down, before a lesson, that the job is to be learned: so it is learned by another one if this lesson is not ended. */
    void begin(Claim claim) throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(
                        "update job_result set unlearned = true where job_id = ? and fence = ?")) {
            mustHold(update, 1, claim);
        }
    }

    /** Writes down that the tasks of a job that changed were decided anew, and ends the claim. */
    void refreshed(Claim claim, Instant now) throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement("""
                        update job_result set unlearned = true, refreshed_at = ?, failures = 0, retry_at = null,
                                              claimed_until = null
                        where job_id = ? and fence = ?
                        """)) {
            update.setTimestamp(1, Timestamp.from(now));
            mustHold(update, 2, claim);
        }
    }

    /**
     * Writes down that a job was learned anew by a replica that remembers it, and ends the claim.
     *
     * @return the number of the lesson, by which a replica knows whether what it remembers is the latest
     */
    long learned(Claim claim, UUID replica, Counted counted, int controls, Map<String, MethodUsed> methods, Instant now)
            throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement("""
                        update job_result set answers = ?, controls = ?, methods = ?::jsonb, unlearned = false,
                                              learned_at = ?, refreshed_at = ?, lesson = lesson + 1, withdrawn = ?,
                                              failures = 0, retry_at = null, claimed_until = null, kept_by = ?
                        where job_id = ? and fence = ? returning lesson
                        """)) {
            update.setLong(1, counted.answers());
            update.setInt(2, controls);
            update.setString(3, json.writeValueAsString(methods));
            update.setTimestamp(4, Timestamp.from(now));
            update.setTimestamp(5, Timestamp.from(now));
            update.setLong(6, counted.withdrawn());
            update.setObject(7, replica);
            update.setObject(8, claim.jobId());
            update.setLong(9, claim.fence());
            try (var row = update.executeQuery()) {
                if (!row.next()) {
                    throw new ClaimLost(claim.jobId());
                }
                return row.getLong(1);
            }
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("methods cannot be written as JSON", impossible);
        }
    }

    private static void mustHold(PreparedStatement update, int parameter, Claim claim) throws SQLException {
        update.setObject(parameter, claim.jobId());
        update.setLong(parameter + 1, claim.fence());
        if (update.executeUpdate() == 0) {
            throw new ClaimLost(claim.jobId());
        }
    }

    /** Ends a claim, if it has not ended; where that fails it ends by itself. */
    void release(Claim claim) {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement("""
                        update job_result set claimed_until = null
                        where job_id = ? and fence = ? and claimed_until is not null
                        """)) {
            update.setObject(1, claim.jobId());
            update.setLong(2, claim.fence());
            update.executeUpdate();
        } catch (SQLException failure) {
            Log.debugf(failure, "The claim of job %s ends by itself", claim.jobId());
        }
    }

    /** Lets a job that failed wait: twice as long as the last time, a quarter of an hour at most. */
    void putOff(Connection tx, UUID jobId, Instant now) throws SQLException {
        try (var put = tx.prepareStatement("""
                insert into job_result as r (job_id, failures, retry_at) values (?, 1, ?::timestamptz + interval '10 seconds')
                on conflict (job_id) do update
                    set failures = r.failures + 1,
                        retry_at = ?::timestamptz
                            + make_interval(secs => least(900, 10 * power(2, least(r.failures, 10))))
                """)) {
            put.setObject(1, jobId);
            put.setTimestamp(2, Timestamp.from(now));
            put.setTimestamp(3, Timestamp.from(now));
            put.executeUpdate();
        }
    }

    /** {@return whether a job has to be learned anew, by what is known of it; false where nobody has worked on it yet} */
    boolean isUnlearned(Connection tx, UUID jobId, int controls) throws SQLException {
        try (var query = tx.prepareStatement("select unlearned or controls <> ? from job_result where job_id = ?")) {
            query.setInt(1, controls);
            query.setObject(2, jobId);
            try (var row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** {@return how the values of each property are found; null before the first time} */
    @Nullable JsonNode methods(Connection tx, UUID jobId) throws SQLException {
        try (var query = tx.prepareStatement("select methods from job_result where job_id = ?")) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                String methods = row.next() ? row.getString(1) : null;
                return methods == null ? null : ResultStore.READER.readTree(methods);
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("the stored methods of a job are not JSON", impossible);
        }
    }
}
