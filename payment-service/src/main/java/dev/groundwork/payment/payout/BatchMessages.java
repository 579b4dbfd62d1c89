package dev.groundwork.payment.payout;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.groundwork.payment.payout.PayoutTable.StoredFile;
import dev.groundwork.payment.rail.PayoutRail;
import dev.groundwork.payment.rail.RailItem;
import dev.groundwork.payment.rail.RailPart;
import dev.groundwork.payment.rail.SendingRail;

/** Makes and keeps the messages of a batch, one after the other, with the payouts of one in memory. */
final class BatchMessages {

    private final Connection tx;
    private final PayoutBatch batch;
    private final PayoutRail rail;
    private final PayoutMethods methods;
    private final Instant now;
    private final List<RailItem> items = new ArrayList<>();
    private int number;
    private int first;
    private int last;
    private final List<Integer> positions = new ArrayList<>();

    BatchMessages(Connection tx, PayoutBatch batch, PayoutRail rail, PayoutMethods methods, Instant now) {
        this.tx = tx;
        this.batch = batch;
        this.rail = rail;
        this.methods = methods;
        this.now = now;
    }

    void add(List<Payout> page) throws SQLException {
        List<byte[]> details = PayoutTable.details(tx, page);
        for (int i = 0; i < page.size(); i++) {
            Payout payout = page.get(i);
            if (items.isEmpty()) {
                first = payout.position();
            }
            last = payout.position();
            positions.add(last);
            items.add(new RailItem(
                    payout.id(),
                    payout.endToEndId(),
                    payout.amount().minor(),
                    methods.destination(rail.capabilities().methods(), payout.workerId(), details.get(i)),
                    "Groundwork payout " + payout.id()));
            if (items.size() == rail.capabilities().itemsPerMessage()) {
                keep();
            }
        }
    }

    void finish() throws SQLException {
        if (!items.isEmpty()) {
            keep();
        }
    }

    private void keep() throws SQLException {
        var part = new RailPart(batch.id(), ++number, batch.currency(), now, batch.valueDate(), items);
        byte[] bytes = rail.render(part);
        long id = PayoutTable.keepMessage(
                tx, batch, rail.kind(), part, first, last, new StoredFile(BatchContent.hash(bytes), bytes), now);
        if (rail instanceof SendingRail) {
            SubmissionTable.insert(tx, id, batch.id(), now);
        }
        PayoutTable.keepBlocks(tx, part, positions, rail.itemsPerBlock(part));
        items.clear();
        positions.clear();
    }
}
