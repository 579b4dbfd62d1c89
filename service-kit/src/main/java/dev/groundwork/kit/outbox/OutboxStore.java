package dev.groundwork.kit.outbox;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.lease.Lease;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** The relay's side of the table {@code outbox}. */
@ApplicationScoped
class OutboxStore {

    static final int MAX_COUNTED = 100_000;

    private final AgroalDataSource database;

    OutboxStore(AgroalDataSource database) {
        this.database = database;
    }

    /**
     * {@return the oldest rows}
     *
     * <p>Always from the front: a cursor would skip rows, since identities commit out of order.
     */
    List<Row> oldest(int limit) throws SQLException {
        try (var tx = database.getConnection();
                var select = tx.prepareStatement("""
                        select id, event_id, topic, key, type, payload, headers, created_at
                        from outbox where refused is null order by id limit ?
                        """)) {
            select.setInt(1, limit);
            try (var found = select.executeQuery()) {
                var rows = new ArrayList<Row>();
                while (found.next()) {
                    rows.add(new Row(
                            found.getLong(1),
                            found.getObject(2, UUID.class),
                            found.getString(3),
                            found.getString(4),
                            found.getString(5),
                            found.getString(6),
                            found.getString(7),
                            found.getObject(8, OffsetDateTime.class).toInstant()));
                }
                return rows;
            }
        }
    }

    /**
     * Removes what Kafka has, and prolongs the lease, in one transaction that only the holder of the lease can make.
     *
     * <p>The commit need not be durable: a crash of the database that forgets it leads to repetitions, which consumers drop.
     *
     * @return false when the lease is lost: nothing was removed
     */
    boolean remove(List<Row> sent, Lease lease, Duration ttl) throws SQLException {
        var ids = sent.stream().map(Row::id).toArray(Long[]::new);
        try (var tx = database.getConnection();
                var delete = tx.prepareStatement("""
                        with mine as (
                            update lease set expires_at = clock_timestamp() + ? * interval '1 millisecond'
                            where name = ? and holder = ? and epoch = ?
                            returning set_config('synchronous_commit', 'off', true)),
                        gone as (
                            delete from outbox where id = any (?) and exists (select from mine))
                        select count(*) from mine
                        """)) {
            delete.setLong(1, ttl.toMillis());
            delete.setString(2, lease.name());
            delete.setObject(3, lease.holder());
            delete.setLong(4, lease.epoch());
            delete.setArray(5, tx.createArrayOf("bigint", ids));
            try (var held = delete.executeQuery()) {
                return held.next() && held.getLong(1) == 1;
            }
        }
    }

    /** Puts aside what Kafka will never take, so that it does not hold up the rest. */
    void putAside(Row row, String reason) throws SQLException {
        try (var tx = database.getConnection();
                var update = tx.prepareStatement("update outbox set refused = ? where id = ?")) {
            update.setString(1, reason);
            update.setLong(2, row.id());
            update.executeUpdate();
        }
    }

    /** Looks at the front only: after hours without Kafka counting everything would cost more than it tells. */
    Backlog backlog() throws SQLException {
        try (var tx = database.getConnection();
                var select = tx.prepareStatement("""
                        select count(*) filter (where refused is null),
                               count(*) filter (where refused is not null),
                               coalesce(extract(epoch from clock_timestamp()
                                   - min(created_at) filter (where refused is null)), 0)
                        from (select refused, created_at from outbox order by id limit ?) as front
                        """)) {
            select.setInt(1, MAX_COUNTED);
            try (var found = select.executeQuery()) {
                found.next();
                return new Backlog(found.getLong(1), found.getLong(2), found.getDouble(3));
            }
        }
    }

    record Row(
            long id,
            UUID eventId,
            String topic,
            @Nullable String key,
            String type,
            String payload,
            @Nullable String headers,
            Instant createdAt) {}

    /**
     * @param waiting events to be sent, at most {@value #MAX_COUNTED}: that many or more
     * @param oldestSeconds age of the oldest event that waits, 0 where none does
     */
    record Backlog(long waiting, long refused, double oldestSeconds) {}
}
