package dev.groundwork.payment.payout;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Walks through a batch with a few thousand payouts in memory, however many it has. */
final class PayoutPages {

    private static final int PAGE = 5_000;

    private PayoutPages() {}

    /** What is done with a page. It may change the states of its payouts. */
    @FunctionalInterface
    interface Work {
        void on(List<Payout> page) throws SQLException;
    }

    static void each(Connection tx, UUID batchId, Set<Payout.State> states, Work work) throws SQLException {
        PayoutPlans.byKey(tx);
        int last = lastPosition(tx, batchId);
        for (int after = 0; after < last; after += PAGE) {
            List<Payout> page = PayoutTable.page(tx, batchId, states, after, PAGE);
            if (!page.isEmpty()) {
                work.on(page);
            }
        }
    }

    private static int lastPosition(Connection tx, UUID batchId) throws SQLException {
        try (var statement = tx.prepareStatement("select coalesce(max(position), 0) from payout where batch_id = ?")) {
            statement.setObject(1, batchId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
