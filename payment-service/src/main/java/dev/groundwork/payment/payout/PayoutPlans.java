package dev.groundwork.payment.payout;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * How PostgreSQL is to plan the statements of a step over a batch. Left to itself it plans by sizes that are not counted yet when
 * a batch has just been written, starts workers for pages that are read before they are there, and plans every page again.
 */
final class PayoutPlans {

    private PayoutPlans() {}

    /** A page is looked up by keys, by one plan for all pages; applies to the rest of the transaction. */
    static void byKey(Connection tx) throws SQLException {
        set(tx, """
                set local max_parallel_workers_per_gather = 0; set local plan_cache_mode = force_generic_plan;
                set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off""");
    }

    /** What goes over everybody's balance is joined in memory: some 100 bytes for each of a million workers. */
    static void forAll(Connection tx) throws SQLException {
        set(tx, "set local work_mem = '64MB'");
    }

    private static void set(Connection tx, String settings) throws SQLException {
        try (var statement = tx.createStatement()) {
            statement.execute(settings);
        }
    }
}
