package dev.groundwork.task.time;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** The attention of many workers in one transaction: read and locked by one statement, written back by another. */
public final class Attentions {

    /** In the order of ids, after the assignments of the batch: every transaction that takes both takes them in this order. */
    private static final String LOCK = """
            select worker_id, assignment_id, credited_until, playing, allowance_millis
            from worker_attention where worker_id = any (?) order by worker_id for no key update
            """;

    private static final String BEGIN = """
            insert into worker_attention (worker_id, credited_until)
            select id, 'epoch' from unnest(?::uuid[]) as w (id) order by id on conflict do nothing
            """;

    private static final String SAVE = """
            update worker_attention w
            set assignment_id = v.assignment_id, credited_until = v.credited_until, playing = v.playing,
                allowance_millis = v.allowance_millis
            from unnest(?::uuid[], ?::uuid[], ?::timestamptz[], ?::boolean[], ?::bigint[])
                as v (worker_id, assignment_id, credited_until, playing, allowance_millis)
            where w.worker_id = v.worker_id
            """;

    /**
     * Credits an assignment that the batch does not hold, because the worker turned from it to another. One that somebody else
     * changes at this moment is passed over: waiting for it out of order could wait for ever.
     */
    private static final String CREDIT = """
            update assignment a
            set measured_millis = f.total, active_seconds = f.total / 1000, time_basis = 'MEASURED'
            from (select c.id, least(c.measured_millis + v.millis,
                                     (extract(epoch from ?::timestamptz - c.claimed_at) * 1000)::bigint) as total
                  from unnest(?::uuid[], ?::bigint[]) as v (id, millis) join assignment c on c.id = v.id
                  where c.state = 'CLAIMED'
                  order by c.id for no key update of c skip locked) f
            where a.id = f.id
            """;

    private final Map<UUID, Attention> byWorker;

    private Attentions(Map<UUID, Attention> byWorker) {
        this.byWorker = byWorker;
    }

    /** Locks the attention of workers until the transaction ends; asks the database nothing where there are none. */
    public static Attentions lock(Connection tx, Collection<UUID> workerIds) throws SQLException {
        if (workerIds.isEmpty()) {
            return new Attentions(Map.of());
        }
        var wanted = new TreeSet<>(workerIds);
        var found = select(tx, wanted);
        if (found.size() < wanted.size()) {
            try (var insert = tx.prepareStatement(BEGIN)) {
                insert.setArray(1, uuids(tx, wanted));
                insert.executeUpdate();
            }
            found = select(tx, wanted);
        }
        return new Attentions(found);
    }

    private static Map<UUID, Attention> select(Connection tx, Collection<UUID> workerIds) throws SQLException {
        var found = new LinkedHashMap<UUID, Attention>();
        try (var query = tx.prepareStatement(LOCK)) {
            query.setArray(1, uuids(tx, workerIds));
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    found.put(row.getObject(1, UUID.class), read(row));
                }
            }
        }
        return found;
    }

    private static Attention read(ResultSet row) throws SQLException {
        return new Attention(
                row.getObject(2, UUID.class),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getBoolean(4),
                Duration.ofMillis(row.getLong(5)));
    }

    /** {@return the attention of a worker who was locked; null for any other} */
    public @Nullable Attention of(UUID workerId) {
        return byWorker.get(workerId);
    }

    /** Writes back what changed of attention. */
    public void save(Connection tx) throws SQLException {
        var workers = new ArrayList<UUID>();
        byWorker.forEach((workerId, attention) -> {
            if (attention.isChanged()) {
                workers.add(workerId);
            }
        });
        if (workers.isEmpty()) {
            return;
        }
        var changed = byWorker.values().stream().filter(Attention::isChanged).toList();
        try (var update = tx.prepareStatement(SAVE)) {
            update.setArray(1, uuids(tx, workers));
            update.setArray(
                    2,
                    tx.createArrayOf(
                            "uuid",
                            changed.stream().map(Attention::assignmentId).toArray()));
            update.setArray(
                    3,
                    tx.createArrayOf(
                            "timestamptz",
                            changed.stream()
                                    .map(attention -> attention.creditedUntil().toString())
                                    .toArray()));
            update.setArray(
                    4,
                    tx.createArrayOf(
                            "bool", changed.stream().map(Attention::isPlaying).toArray()));
            update.setArray(
                    5,
                    longs(
                            tx,
                            changed.stream()
                                    .map(attention -> attention.allowance().toMillis())
                                    .toList()));
            update.executeUpdate();
        }
    }

    /** Credits assignments that the batch does not hold. */
    public static void credit(Connection tx, Map<UUID, Long> millisByAssignment, Instant now) throws SQLException {
        if (millisByAssignment.isEmpty()) {
            return;
        }
        var ids = List.copyOf(millisByAssignment.keySet());
        try (var update = tx.prepareStatement(CREDIT)) {
            update.setString(1, now.toString());
            update.setArray(2, uuids(tx, ids));
            update.setArray(
                    3,
                    longs(
                            tx,
                            ids.stream()
                                    .map(id -> millisByAssignment.getOrDefault(id, 0L))
                                    .toList()));
            update.executeUpdate();
        }
    }

    private static java.sql.Array uuids(Connection tx, Collection<UUID> ids) throws SQLException {
        return tx.createArrayOf("uuid", ids.toArray());
    }

    private static java.sql.Array longs(Connection tx, List<Long> values) throws SQLException {
        return tx.createArrayOf("int8", values.toArray());
    }
}
