package dev.groundwork.worker.reputation;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.ToLongFunction;

import jakarta.enterprise.context.ApplicationScoped;

import io.agroal.api.AgroalDataSource;

/** How requesters decide, counted from events and by nobody else: they can neither change nor hide it. */
@ApplicationScoped
class RequesterBook {

    private static final String ADD = """
            insert into requester_record as r
                (requester_id, approved, accepted_unused, rejection_held, rejected, unpaid, appealed, overturned)
            select * from unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                                 ?::bigint[])
            on conflict (requester_id) do update set
                approved = r.approved + excluded.approved,
                accepted_unused = r.accepted_unused + excluded.accepted_unused,
                rejection_held = r.rejection_held + excluded.rejection_held,
                rejected = r.rejected + excluded.rejected,
                unpaid = r.unpaid + excluded.unpaid,
                appealed = r.appealed + excluded.appealed,
                overturned = r.overturned + excluded.overturned
            """;

    private final AgroalDataSource database;

    RequesterBook(AgroalDataSource database) {
        this.database = database;
    }

    /** Adds to the records inside the transaction of {@code tx}. */
    void add(Connection tx, SortedMap<UUID, RequesterTally> tallies) throws SQLException {
        if (tallies.isEmpty()) {
            return;
        }
        try (var statement = tx.prepareStatement(ADD)) {
            statement.setArray(1, tx.createArrayOf("uuid", tallies.keySet().toArray()));
            statement.setArray(2, column(tx, tallies, RequesterTally::approved));
            statement.setArray(3, column(tx, tallies, RequesterTally::acceptedUnused));
            statement.setArray(4, column(tx, tallies, RequesterTally::rejectionHeld));
            statement.setArray(5, column(tx, tallies, RequesterTally::rejected));
            statement.setArray(6, column(tx, tallies, RequesterTally::unpaid));
            statement.setArray(7, column(tx, tallies, RequesterTally::appealed));
            statement.setArray(8, column(tx, tallies, RequesterTally::overturned));
            statement.executeUpdate();
        }
    }

    private static Array column(
            Connection tx, SortedMap<UUID, RequesterTally> tallies, ToLongFunction<RequesterTally> value)
            throws SQLException {
        return tx.createArrayOf(
                "bigint", tallies.values().stream().mapToLong(value).boxed().toArray());
    }

    /** {@return the sums of one requester; zeroes for one of whom nothing is known} */
    RequesterTally of(UUID requesterId) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("""
                        select approved, accepted_unused, rejection_held, rejected, unpaid, appealed, overturned
                        from requester_record where requester_id = ?
                        """)) {
            query.setObject(1, requesterId);
            try (var row = query.executeQuery()) {
                return row.next()
                        ? new RequesterTally(
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getLong(7))
                        : new RequesterTally(0, 0, 0, 0, 0, 0, 0);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the record of requester " + requesterId, failure);
        }
    }
}
