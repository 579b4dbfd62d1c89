package dev.groundwork.payment.payout;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

/** Walks through a batch with a page of payouts in memory, however many it has. */
@ApplicationScoped
class PayoutPages {

    private final int size;

    PayoutPages(PayoutConfig config) {
        this.size = config.page();
    }

    /** What is done with a page. It may change the states of its payouts. */
    @FunctionalInterface
    interface Work {
        void on(List<Payout> page) throws SQLException;
    }

    void each(Connection tx, UUID batchId, Set<Payout.State> states, Work work) throws SQLException {
        PayoutPlans.byKey(tx);
        int last = lastPosition(tx, batchId);
        for (int after = 0; after < last; after += size) {
            List<Payout> page = PayoutTable.page(tx, batchId, states, after, size);
            if (!page.isEmpty()) {
                work.on(page);
            }
        }
        PayoutPlans.reset(tx);
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
