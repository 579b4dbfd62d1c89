package dev.groundwork.task.assignment;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * How PostgreSQL is to plan the statements of a batch: a few rows given as arrays, looked up by keys in tables of any size.
 *
 * <p>Left to itself it plans by the sizes of the moment: reading a whole index looks cheap while the table is young, and planning
 * again for every batch costs more than the batch. So: one plan for all batches, and only lookups by index.
 */
public final class BatchPlans {

    /**
     * The data source whose connections always plan so, by their first statement: for group commits, where a round trip less for
     * each batch counts.
     */
    public static final String DATABASE = "batches";

    private static final String SETTINGS = """
            set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off;
            set local plan_cache_mode = force_generic_plan""";

    private BatchPlans() {}

    /** Applies to the statements of this transaction; call before the first of them. */
    public static void use(Connection tx) throws SQLException {
        try (var settings = tx.createStatement()) {
            settings.execute(SETTINGS);
        }
    }
}
