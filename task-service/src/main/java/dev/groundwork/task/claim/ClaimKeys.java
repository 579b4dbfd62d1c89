package dev.groundwork.task.claim;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.task.assignment.Columns;

/** What was given under idempotency keys: a claim that is repeated gets the same tasks again. */
final class ClaimKeys {

    private static final String KEYS = """
            select k.worker_id, k.key, k.request, k.assignment_ids
            from unnest(?::uuid[], ?::text[]) as ask (worker_id, key)
            join claim_key k on k.worker_id = ask.worker_id and k.key = ask.key
            """;

    private static final String KEEP_KEYS = """
            insert into claim_key (worker_id, key, request, assignment_ids, created_at)
            select worker_id, key, request, ids::uuid[], ?::timestamptz
            from unnest(?::uuid[], ?::text[], ?::text[], ?::text[]) as k (worker_id, key, request, ids)
            """;

    private static final String CLAIMED = """
            select a.id, a.job_id, a.task_id,
                   case when j.names_hidden then a.task_id::text else t.external_id end, t.input::text, j.spec_hash, a.reward_minor, a.currency,
                   a.claimed_at, a.deadline_at
            from assignment a
            join task t on t.job_id = a.job_id and t.position = a.position
            join job j on j.id = a.job_id
            where a.id = any (?) order by a.id
            """;

    private final Connection tx;

    ClaimKeys(Connection tx) {
        this.tx = tx;
    }

    /** A worker's idempotency key. */
    record KeyOf(UUID workerId, String key) {}

    /** What was asked and given under a key. */
    record KeptClaim(KeyOf key, String request, List<UUID> assignmentIds) {}

    Map<KeyOf, KeptClaim> kept(List<KeyOf> keys) throws SQLException {
        var columns = new Columns<>(tx, keys);
        try (var query = tx.prepareStatement(KEYS)) {
            query.setArray(1, columns.uuids(KeyOf::workerId));
            query.setArray(2, columns.texts(KeyOf::key));
            var kept = new HashMap<KeyOf, KeptClaim>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    var key = new KeyOf(row.getObject(1, UUID.class), row.getString(2));
                    kept.put(key, new KeptClaim(key, row.getString(3), List.of((UUID[])
                            row.getArray(4).getArray())));
                }
            }
            return kept;
        }
    }

    void keep(List<KeptClaim> claims, Instant now) throws SQLException {
        var columns = new Columns<>(tx, claims);
        try (var insert = tx.prepareStatement(KEEP_KEYS)) {
            insert.setString(1, now.toString());
            insert.setArray(2, columns.uuids(claim -> claim.key().workerId()));
            insert.setArray(3, columns.texts(claim -> claim.key().key()));
            insert.setArray(4, columns.texts(KeptClaim::request));
            insert.setArray(
                    5,
                    columns.texts(claim -> "{"
                            + String.join(
                                    ",",
                                    claim.assignmentIds().stream()
                                            .map(UUID::toString)
                                            .toList())
                            + "}"));
            insert.executeUpdate();
        }
    }

    /** {@return assignments as they were handed out, in the order of their making} */
    Map<UUID, ClaimedTask> claimed(Collection<UUID> ids) throws SQLException {
        try (var query = tx.prepareStatement(CLAIMED)) {
            query.setArray(1, new Columns<>(tx, ids).uuids(id -> id));
            var tasks = new HashMap<UUID, ClaimedTask>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    var id = row.getObject(1, UUID.class);
                    tasks.put(
                            id,
                            new ClaimedTask(
                                    id,
                                    row.getObject(2, UUID.class),
                                    row.getObject(3, UUID.class),
                                    row.getString(4),
                                    row.getString(5),
                                    row.getString(6),
                                    MoneyBody.of(new Money(row.getLong(7), row.getString(8))),
                                    row.getObject(9, OffsetDateTime.class).toInstant(),
                                    row.getObject(10, OffsetDateTime.class).toInstant()));
                }
            }
            return tasks;
        }
    }
}
