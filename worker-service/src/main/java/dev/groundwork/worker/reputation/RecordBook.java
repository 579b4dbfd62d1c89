package dev.groundwork.worker.reputation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.ToLongFunction;

import jakarta.enterprise.context.ApplicationScoped;

/** Writes the counters: one statement per batch, however many workers and events it holds. */
@ApplicationScoped
class RecordBook {

    private static final String ADD = """
            insert into work_record as r
                (worker_id, submitted, approved, rejection_held, returned, expired, active_seconds, accepted_unused,
                 rejected)
            select * from unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                                 ?::bigint[], ?::bigint[])
            on conflict (worker_id) do update set
                submitted = r.submitted + excluded.submitted,
                approved = r.approved + excluded.approved,
                rejection_held = r.rejection_held + excluded.rejection_held,
                returned = r.returned + excluded.returned,
                expired = r.expired + excluded.expired,
                active_seconds = r.active_seconds + excluded.active_seconds,
                accepted_unused = r.accepted_unused + excluded.accepted_unused,
                rejected = r.rejected + excluded.rejected
            """;

    /** Adds to the records inside the transaction of {@code tx}. */
    void add(Connection tx, SortedMap<UUID, Tally> tallies) throws SQLException {
        if (tallies.isEmpty()) {
            return;
        }
        try (var statement = tx.prepareStatement(ADD)) {
            statement.setArray(1, tx.createArrayOf("uuid", tallies.keySet().toArray()));
            statement.setArray(2, column(tx, tallies, Tally::submitted));
            statement.setArray(3, column(tx, tallies, Tally::approved));
            statement.setArray(4, column(tx, tallies, Tally::rejectionHeld));
            statement.setArray(5, column(tx, tallies, Tally::returned));
            statement.setArray(6, column(tx, tallies, Tally::expired));
            statement.setArray(7, column(tx, tallies, Tally::activeSeconds));
            statement.setArray(8, column(tx, tallies, Tally::acceptedUnused));
            statement.setArray(9, column(tx, tallies, Tally::rejected));
            statement.executeUpdate();
        }
    }

    private static java.sql.Array column(Connection tx, SortedMap<UUID, Tally> tallies, ToLongFunction<Tally> value)
            throws SQLException {
        return tx.createArrayOf(
                "bigint", tallies.values().stream().mapToLong(value).boxed().toArray());
    }
}
