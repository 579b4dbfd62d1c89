package dev.groundwork.task.appeal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.groundwork.task.assignment.Columns;
import dev.groundwork.task.assignment.RejectionOutcome;

import org.jspecify.annotations.Nullable;

/** The statements over appeals. What an adjudicator may not judge, no statement here finds for them. */
final class Appeals {

    private static final String FIND = """
            select p.id, p.assignment_id, p.filed_at, p.due_at, p.reason, a.rejection::text, a.outcome, a.answer::text,
                   a.active_seconds, t.input::text, j.spec_hash, r.own_answer::text, r.seen_at, a.job_id, a.worker_id
            from appeal p
            join assignment a on a.id = p.assignment_id
            join task t on t.job_id = a.job_id and t.position = a.position
            join job j on j.id = a.job_id
            left join appeal_reading r on r.appeal_id = p.id and r.adjudicator_id = ?
            where p.closed_at is null and a.state = 'APPEALED' and p.due_at > ?::timestamptz
              and p.requester_id <> ? and p.worker_id <> ?
            """;

    private final Connection tx;

    Appeals(Connection tx) {
        this.tx = tx;
    }

    /** An appeal that waits for a ruling, with its rejection, and what the adjudicator who asks has of it. */
    record OpenAppeal(
            UUID id,
            UUID assignmentId,
            Instant filedAt,
            Instant dueAt,
            String reason,
            String rejection,
            RejectionOutcome outcome,
            String answer,
            long activeSeconds,
            String input,
            String specHash,
            @Nullable String ownAnswer,
            boolean seen,
            UUID jobId,
            UUID workerId) {}

    void file(UUID id, UUID assignmentId, UUID requesterId, UUID workerId, String reason, Instant now, Instant dueAt)
            throws SQLException {
        try (var insert = tx.prepareStatement("""
                insert into appeal (id, assignment_id, requester_id, worker_id, reason, filed_at, due_at)
                values (?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz)
                """)) {
            insert.setObject(1, id);
            insert.setObject(2, assignmentId);
            insert.setObject(3, requesterId);
            insert.setObject(4, workerId);
            insert.setString(5, reason);
            insert.setString(6, now.toString());
            insert.setString(7, dueAt.toString());
            insert.executeUpdate();
        }
    }

    /** {@return open appeals in the order of their filing, which is that of their clocks} */
    List<OpenAppeal> open(Adjudicator adjudicator, @Nullable UUID after, int limit, Instant now) throws SQLException {
        try (var query = tx.prepareStatement(FIND + " and p.id > ? order by p.id limit ?")) {
            bind(query, adjudicator, now);
            query.setObject(5, after == null ? new UUID(0, 0) : after);
            query.setInt(6, limit);
            var found = new ArrayList<OpenAppeal>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    found.add(read(row));
                }
            }
            return found;
        }
    }

    Optional<OpenAppeal> open(Adjudicator adjudicator, UUID id, Instant now) throws SQLException {
        try (var query = tx.prepareStatement(FIND + " and p.id = ?")) {
            bind(query, adjudicator, now);
            query.setObject(5, id);
            try (var row = query.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        }
    }

    /** How an appeal that is not open any more has ended, for an adjudicator who asks. */
    enum End {
        /** Somebody ruled. */
        RULED,
        /** Nobody did in time. */
        TOO_LATE,
        /** There is none, or it is not theirs to judge. */
        UNKNOWN
    }

    End end(Adjudicator adjudicator, UUID id) {
        try (var query = tx.prepareStatement(
                "select ruled_at is not null from appeal where id = ? and requester_id <> ? and worker_id <> ?")) {
            query.setObject(1, id);
            query.setObject(2, adjudicator.organisationOrNobody());
            query.setObject(3, adjudicator.personId());
            try (var row = query.executeQuery()) {
                return !row.next() ? End.UNKNOWN : row.getBoolean(1) ? End.RULED : End.TOO_LATE;
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read how appeal " + id + " ended", failure);
        }
    }

    private static void bind(java.sql.PreparedStatement query, Adjudicator adjudicator, Instant now)
            throws SQLException {
        query.setObject(1, adjudicator.personId());
        query.setString(2, now.toString());
        query.setObject(3, adjudicator.organisationOrNobody());
        query.setObject(4, adjudicator.personId());
    }

    private static OpenAppeal read(ResultSet row) throws SQLException {
        return new OpenAppeal(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                row.getString(5),
                row.getString(6),
                RejectionOutcome.valueOf(row.getString(7)),
                row.getString(8),
                row.getLong(9),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getObject(13, OffsetDateTime.class) != null,
                row.getObject(14, UUID.class),
                row.getObject(15, UUID.class));
    }

    /** A task's input and what its worker answered. */
    record Work(String input, String answer) {}

    /** {@return answers of one worker in one job that were named as evidence} */
    List<Work> named(UUID jobId, UUID workerId, Collection<UUID> assignmentIds) throws SQLException {
        try (var query = tx.prepareStatement("""
                select t.input::text, a.answer::text
                from assignment a join task t on t.job_id = a.job_id and t.position = a.position
                where a.id = any (?) and a.job_id = ? and a.worker_id = ? and a.answer is not null order by a.id
                """)) {
            query.setArray(1, new Columns<>(tx, assignmentIds).uuids(id -> id));
            query.setObject(2, jobId);
            query.setObject(3, workerId);
            var found = new ArrayList<Work>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    found.add(new Work(row.getString(1), row.getString(2)));
                }
            }
            return found;
        }
    }

    /**
     * Notes that an adjudicator gets to see the worker's answer from now on.
     *
     * @param ownAnswer what they answered before; null where they did not
     * @return false where they had seen it already, and nothing changed
     */
    boolean show(UUID appealId, UUID adjudicatorId, @Nullable String ownAnswer, Instant now) throws SQLException {
        try (var insert = tx.prepareStatement("""
                insert into appeal_reading (appeal_id, adjudicator_id, own_answer, answered_at, seen_at)
                values (?, ?, ?::jsonb, case when ?::text is not null then ?::timestamptz end, ?::timestamptz)
                on conflict do nothing
                """)) {
            insert.setObject(1, appealId);
            insert.setObject(2, adjudicatorId);
            insert.setString(3, ownAnswer);
            insert.setString(4, ownAnswer);
            insert.setString(5, now.toString());
            insert.setString(6, now.toString());
            return insert.executeUpdate() == 1;
        }
    }

    void rule(UUID appealId, UUID adjudicatorId, Instant now) throws SQLException {
        try (var update =
                tx.prepareStatement("update appeal set ruled_at = ?::timestamptz, ruled_by = ? where id = ?")) {
            update.setString(1, now.toString());
            update.setObject(2, adjudicatorId);
            update.setObject(3, appealId);
            update.executeUpdate();
        }
    }
}
