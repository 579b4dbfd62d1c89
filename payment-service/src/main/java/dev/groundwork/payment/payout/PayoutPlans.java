package dev.groundwork.payment.payout;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How PostgreSQL is to plan the statements of a step over a batch. Left to itself it plans by sizes that are not counted yet when
 * a batch has just been written, starts workers for pages that are read before they are there, and plans every page again.
 *
 * <p>Each holds until {@link #reset}, so that whatever else the transaction does is planned as before. Where something fails in
 * between, the transaction fails, and the settings end with it.
 */
final class PayoutPlans {

    private record Setting(String name, String value) {}

    private static final List<Setting> BY_KEY = List.of(
            new Setting("max_parallel_workers_per_gather", "0"),
            new Setting("plan_cache_mode", "force_generic_plan"),
            new Setting("enable_seqscan", "off"),
            new Setting("enable_hashjoin", "off"),
            new Setting("enable_mergejoin", "off"));

    private static final List<Setting> FOR_ALL = List.of(new Setting("work_mem", "'64MB'"));

    private static final String RESET = Stream.of(BY_KEY, FOR_ALL)
            .flatMap(List::stream)
            .map(setting -> "set local " + setting.name() + " to default")
            .collect(Collectors.joining("; "));

    private PayoutPlans() {}

    /** A page is looked up by keys, by one plan for all pages. */
    static void byKey(Connection tx) throws SQLException {
        set(tx, BY_KEY);
    }

    /** What goes over everybody's balance is joined in memory: some 100 bytes for each of a million workers. */
    static void forAll(Connection tx) throws SQLException {
        set(tx, FOR_ALL);
    }

    /** Back to what the connection began with. */
    static void reset(Connection tx) throws SQLException {
        execute(tx, RESET);
    }

    private static void set(Connection tx, List<Setting> settings) throws SQLException {
        execute(
                tx,
                settings.stream()
                        .map(setting -> "set local " + setting.name() + " = " + setting.value())
                        .collect(Collectors.joining("; ")));
    }

    private static void execute(Connection tx, String sql) throws SQLException {
        try (var statement = tx.createStatement()) {
            statement.execute(sql);
        }
    }
}
