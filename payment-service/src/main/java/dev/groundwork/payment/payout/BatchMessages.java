package dev.groundwork.payment.payout;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.groundwork.payment.payout.MessageTable.StoredFile;
import dev.groundwork.payment.rail.PayoutRail;
import dev.groundwork.payment.rail.RailItem;
import dev.groundwork.payment.rail.RailPart;
import dev.groundwork.payment.rail.SendingRail;

import org.jspecify.annotations.Nullable;

/**
 * Makes and keeps the messages of a batch, one after the other, with the payouts of two in memory: one is written by a thread
 * of its own while the books take the payouts of the next.
 */
final class BatchMessages implements AutoCloseable {

    private final Connection tx;
    private final PayoutBatch batch;
    private final PayoutRail rail;
    private final PayoutMethods methods;
    private final Instant now;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("payout-messages").factory());
    private List<Payout> payouts = new ArrayList<>();
    private List<byte[]> details = new ArrayList<>();
    private int number;
    private @Nullable Future<Message> underWay;

    /** @param positions of its payouts in the batch, in their order */
    private record Message(RailPart part, StoredFile file, List<Integer> positions) {}

    BatchMessages(Connection tx, PayoutBatch batch, PayoutRail rail, PayoutMethods methods, Instant now) {
        this.tx = tx;
        this.batch = batch;
        this.rail = rail;
        this.methods = methods;
        this.now = now;
    }

    void add(List<Payout> page) throws SQLException {
        List<byte[]> ofPage = PayoutTable.details(tx, page);
        for (int i = 0; i < page.size(); i++) {
            payouts.add(page.get(i));
            details.add(ofPage.get(i));
            if (payouts.size() == rail.capabilities().itemsPerMessage()) {
                write();
            }
        }
    }

    void finish() throws SQLException {
        if (!payouts.isEmpty()) {
            write();
        }
        keep();
    }

    private void write() throws SQLException {
        keep();
        List<Payout> taken = payouts;
        List<byte[]> locked = details;
        int part = ++number;
        payouts = new ArrayList<>();
        details = new ArrayList<>();
        underWay = writer.submit(() -> message(part, taken, locked));
    }

    private Message message(int part, List<Payout> taken, List<byte[]> locked) {
        List<RailItem> items = new ArrayList<>(taken.size());
        for (int i = 0; i < taken.size(); i++) {
            Payout payout = taken.get(i);
            items.add(new RailItem(
                    payout.id(),
                    payout.endToEndId(),
                    payout.amount().minor(),
                    methods.destination(rail.capabilities().methods(), payout.workerId(), locked.get(i)),
                    "Groundwork payout " + payout.id()));
        }
        var whole = new RailPart(batch.id(), part, batch.currency(), now, batch.valueDate(), items);
        byte[] bytes = rail.render(whole);
        return new Message(
                whole,
                new StoredFile(BatchContent.hash(bytes), bytes),
                taken.stream().map(Payout::position).toList());
    }

    /** Keeps the message that is under way, if there is one. */
    private void keep() throws SQLException {
        Future<Message> awaited = underWay;
        if (awaited == null) {
            return;
        }
        underWay = null;
        Message message = written(awaited);
        List<Integer> positions = message.positions();
        long id = MessageTable.keep(
                tx, batch, rail.kind(), message.part(), positions.getFirst(), positions.getLast(), message.file(), now);
        if (rail instanceof SendingRail) {
            SubmissionTable.insert(tx, id, batch.id(), now);
        }
        MessageTable.keepBlocks(tx, message.part(), positions, rail.itemsPerBlock(message.part()));
    }

    private static Message written(Future<Message> message) {
        try {
            return message.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException fault
                    ? fault
                    : new IllegalStateException("a message could not be written", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while a message was written", e);
        }
    }

    @Override
    public void close() {
        writer.shutdownNow();
    }
}
