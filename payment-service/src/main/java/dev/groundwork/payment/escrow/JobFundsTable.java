package dev.groundwork.payment.escrow;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import dev.groundwork.payment.escrow.JobFunds.State;
import dev.groundwork.payment.escrow.JobFunds.Terms;

import org.jspecify.annotations.Nullable;

/** The statements over {@code job_funds}. */
final class JobFundsTable {

    private static final String COLUMNS = """
            job_id, state, requester_id, publication_id, title, currency, reward_minor, assignments, fee_rate, base_minor,
            fee_minor, reserve_minor, held_at, settled, approved, ended_at, released_minor, released_at,
            advanced_minor, released_early_minor
            """;

    private JobFundsTable() {}

    /** Locks the rows in the order of their ids; a job nobody told us of yet gets an empty row to lock. */
    static Map<UUID, JobFunds> lock(Connection tx, Collection<UUID> jobIds) throws SQLException {
        Map<UUID, JobFunds> found = select(tx, jobIds);
        if (found.size() < jobIds.size()) {
            List<UUID> missing =
                    jobIds.stream().filter(id -> !found.containsKey(id)).toList();
            try (var statement = tx.prepareStatement("""
                    insert into job_funds (job_id, state)
                    select id, 'AWAITED' from unnest(?::uuid[]) as t (id) order by id
                    on conflict do nothing""")) {
                statement.setArray(1, tx.createArrayOf("uuid", missing.toArray()));
                statement.executeUpdate();
            }
            found.putAll(select(tx, missing));
        }
        return found;
    }

    private static Map<UUID, JobFunds> select(Connection tx, Collection<UUID> jobIds) throws SQLException {
        try (var statement = tx.prepareStatement(
                "select " + COLUMNS + " from job_funds where job_id = any (?) order by job_id for no key update")) {
            statement.setArray(1, tx.createArrayOf("uuid", jobIds.toArray()));
            return read(statement);
        }
    }

    /** Locks jobs that are over and wholly paid; skips those that another instance is about to release. */
    static Map<UUID, JobFunds> lockReleasable(Connection tx, int limit, Instant now) throws SQLException {
        try (var statement = tx.prepareStatement("select " + COLUMNS + """
                from job_funds
                where state = 'ENDED' and settled >= approved and topped_up >= coalesce(top_ups, 0)
                  and (retained_until is null or retained_until <= ?)
                order by job_id
                limit ?
                for no key update skip locked""")) {
            statement.setTimestamp(1, Timestamp.from(now));
            statement.setInt(2, limit);
            return read(statement);
        }
    }

    private static Map<UUID, JobFunds> read(PreparedStatement statement) throws SQLException {
        Map<UUID, JobFunds> found = new LinkedHashMap<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                UUID jobId = uuid(row, "job_id");
                found.put(
                        jobId,
                        new JobFunds(
                                jobId,
                                State.valueOf(row.getString("state")),
                                terms(row),
                                row.getLong("settled"),
                                row.getObject("approved", Long.class),
                                instant(row, "ended_at"),
                                row.getObject("released_minor", Long.class),
                                instant(row, "released_at"),
                                row.getLong("advanced_minor"),
                                row.getLong("released_early_minor")));
            }
        }
        return found;
    }

    private static @Nullable Terms terms(ResultSet row) throws SQLException {
        UUID requesterId = row.getObject("requester_id", UUID.class);
        if (requesterId == null) {
            return null;
        }
        return new Terms(
                requesterId,
                uuid(row, "publication_id"),
                row.getString("title"),
                row.getString("currency"),
                row.getLong("reward_minor"),
                row.getLong("assignments"),
                Objects.requireNonNull(row.getObject("fee_rate", BigDecimal.class)),
                new JobPrice(row.getLong("base_minor"), row.getLong("fee_minor"), row.getLong("reserve_minor")),
                instant(row, "held_at"));
    }

    static void save(Connection tx, Collection<JobFunds> all) throws SQLException {
        try (var statement = tx.prepareStatement("""
                update job_funds
                set state = ?, requester_id = ?, publication_id = ?, title = ?, currency = ?, reward_minor = ?, assignments = ?,
                    fee_rate = ?, base_minor = ?, fee_minor = ?, reserve_minor = ?, held_at = ?, settled = ?, approved = ?,
                    ended_at = ?, released_minor = ?, released_at = ?
                where job_id = ?""")) {
            for (JobFunds one : all) {
                bind(statement, one);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, JobFunds one) throws SQLException {
        statement.setString(1, one.state().name());
        bindTerms(statement, one.termsOrNull());
        statement.setLong(13, one.settledCount());
        statement.setObject(14, one.approved(), Types.BIGINT);
        statement.setTimestamp(15, timestamp(one.endedAt()));
        statement.setObject(16, one.releasedMinor(), Types.BIGINT);
        statement.setTimestamp(17, timestamp(one.releasedAt()));
        statement.setObject(18, one.jobId());
    }

    private static void bindTerms(PreparedStatement statement, @Nullable Terms terms) throws SQLException {
        statement.setObject(2, terms == null ? null : terms.requesterId(), Types.OTHER);
        statement.setObject(3, terms == null ? null : terms.publicationId(), Types.OTHER);
        statement.setString(4, terms == null ? null : terms.title());
        statement.setString(5, terms == null ? null : terms.currency());
        statement.setObject(6, terms == null ? null : terms.rewardMinor(), Types.BIGINT);
        statement.setObject(7, terms == null ? null : terms.assignments(), Types.BIGINT);
        statement.setBigDecimal(8, terms == null ? null : terms.feeRate());
        statement.setObject(9, terms == null ? null : terms.price().base(), Types.BIGINT);
        statement.setObject(10, terms == null ? null : terms.price().fee(), Types.BIGINT);
        statement.setObject(11, terms == null ? null : terms.price().reserve(), Types.BIGINT);
        statement.setTimestamp(12, terms == null ? null : timestamp(terms.heldAt()));
    }

    /** One update for a whole batch of approvals: only the counters move. */
    static void saveSettled(Connection tx, Collection<JobFunds> all) throws SQLException {
        var ids = new HashMap<UUID, Long>();
        for (JobFunds one : all) {
            ids.put(one.jobId(), one.settledCount());
        }
        try (var statement = tx.prepareStatement("""
                update job_funds f set settled = t.settled
                from unnest(?::uuid[], ?::bigint[]) as t (job_id, settled) where f.job_id = t.job_id""")) {
            statement.setArray(1, tx.createArrayOf("uuid", ids.keySet().toArray()));
            statement.setArray(2, tx.createArrayOf("bigint", ids.values().toArray()));
            statement.executeUpdate();
        }
    }

    /** Keeps how many top-ups jobs that have ended have in all. */
    static void saveTopUps(Connection tx, Map<UUID, Long> topUps) throws SQLException {
        count(tx, "top_ups = t.n", topUps);
    }

    /** Counts top-ups that were paid. */
    static void toppedUp(Connection tx, Map<UUID, Long> paid) throws SQLException {
        count(tx, "topped_up = f.topped_up + t.n", paid);
    }

    /** Notes until when a part of the money of jobs stays, and adds to what went back already. */
    static void retain(Connection tx, Map<UUID, Instant> until, Map<UUID, Long> releasedEarly) throws SQLException {
        if (until.isEmpty()) {
            return;
        }
        List<UUID> ids = List.copyOf(until.keySet());
        try (var statement = tx.prepareStatement("""
                update job_funds f
                set retained_until = t.until, released_early_minor = f.released_early_minor + t.early
                from unnest(?::uuid[], ?::timestamptz[], ?::bigint[]) as t (job_id, until, early)
                where f.job_id = t.job_id""")) {
            statement.setArray(1, tx.createArrayOf("uuid", ids.toArray()));
            statement.setArray(
                    2,
                    tx.createArrayOf(
                            "timestamptz",
                            ids.stream()
                                    .map(id -> String.valueOf(until.get(id)))
                                    .toArray()));
            statement.setArray(
                    3,
                    tx.createArrayOf(
                            "bigint",
                            ids.stream()
                                    .map(id -> releasedEarly.getOrDefault(id, 0L))
                                    .toArray()));
            statement.executeUpdate();
        }
    }

    /** Adds to what the platform paid for jobs. */
    static void advanced(Connection tx, Map<UUID, Long> minor) throws SQLException {
        count(tx, "advanced_minor = f.advanced_minor + t.n", minor);
    }

    private static void count(Connection tx, String set, Map<UUID, Long> numbers) throws SQLException {
        if (numbers.isEmpty()) {
            return;
        }
        try (var statement = tx.prepareStatement("update job_funds f set " + set
                + " from unnest(?::uuid[], ?::bigint[]) as t (job_id, n) where f.job_id = t.job_id")) {
            statement.setArray(1, tx.createArrayOf("uuid", numbers.keySet().toArray()));
            statement.setArray(2, tx.createArrayOf("bigint", numbers.values().toArray()));
            statement.executeUpdate();
        }
    }

    private static UUID uuid(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, UUID.class), column);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }
}
