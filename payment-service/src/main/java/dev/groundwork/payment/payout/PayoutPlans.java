package dev.groundwork.payment.payout;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * How PostgreSQL is to plan the statements of a step over a batch. Left to itself it plans by sizes that are not counted yet when
 * a batch has just been written, starts workers for pages that are read before they are there, and plans every page again.
 *
 * <p>Each holds until {@link #asEver}, so that whatever else the transaction does is planned as ever. Where something fails in
 * between, the transaction fails, and the settings end with it.
 */
final class PayoutPlans {

    private PayoutPlans() {}

    /** A page is looked up by keys, by one plan for all pages. */
    static void byKey(Connection tx) throws SQLException {
        set(tx, """
                set local max_parallel_workers_per_gather = 0; set local plan_cache_mode = force_generic_plan;
                set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off""");
    }

    /** What goes over everybody's balance is joined in memory: some 100 bytes for each of a million workers. */
    static void forAll(Connection tx) throws SQLException {
        set(tx, "set local work_mem = '64MB'");
    }

    /** As the session plans what is not of a batch. */
    static void asEver(Connection tx) throws SQLException {
        set(tx, """
                set local max_parallel_workers_per_gather to default; set local plan_cache_mode to default;
                set local enable_seqscan to default; set local enable_hashjoin to default;
                set local enable_mergejoin to default; set local work_mem to default""");
    }

    private static void set(Connection tx, String settings) throws SQLException {
        try (var statement = tx.createStatement()) {
            statement.execute(settings);
        }
    }
}
